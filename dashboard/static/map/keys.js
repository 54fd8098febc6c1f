// The map by keys, while it has the focus: from particle to particle, the view moved and zoomed, a guess made.

import { $ } from "../shell/dom.js"

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }
const ZOOM = 1.25
const PAN = 0.2 // of the view's width

export function bindMapKeys(send, set) {
  $("#map").addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== $("#map")) return
    const act = actionOf(event, send, set)
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  })
}

function actionOf({ key, shiftKey }, send, set) {
  if (ARROWS[key]) {
    const [x, y] = ARROWS[key]
    return shiftKey ? () => send("look", { zoom: 1, x: PAN * x, y: PAN * y }) : () => send("nudge", { x, y })
  }
  const zoomed = zoom => () => send("look", { zoom, x: 0, y: 0 })
  return {
    "+": zoomed(ZOOM),
    "=": zoomed(ZOOM),
    "-": zoomed(1 / ZOOM),
    0: () => send("home"),
    Enter: $("#guess").hidden ? null : () => send("guess_here"),
    Escape: () => set("picked", null),
  }[key]
}
