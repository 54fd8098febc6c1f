// A glass on its way: what is being done, how far it is, how long it still takes, and its energy falling.

import { $, h, rebuilt, text } from "../shell/dom.js"
import { drawLines, emptyPlot, range } from "./lines.js"

const START = 0.06 // of what has been done: its energies, far above the rest, may leave the plot

export function showProgress(progress, send) {
  const box = $("#progress")
  box.hidden = !progress.label
  if (box.hidden) return
  if (rebuilt(box, progress.label))
    box.append(
      h(
        "div",
        { class: "row" },
        h("b", {}, progress.label),
        h("button", { type: "button", class: "link", onclick: () => send("cancel") }, "cancel"),
      ),
      h("div", { class: "falling" }, emptyPlot("Energy per particle so far")),
      h("progress", { max: 1, "aria-label": "Preparation" }),
      h("div", { class: "row" }, h("small", { class: "share" }), h("small", { class: "left" })),
      h("small", { class: "stage-words" }),
      h("small", { class: "energy-words" }),
    )
  const value = $("progress", box)
  if (progress.fraction > 0 || progress.curve.length) value.value = progress.fraction
  else value.removeAttribute("value") // it cannot be told: the bar says that something goes on
  text($(".share", box), progress.fraction > 0 ? `${Math.floor(100 * progress.fraction)} %` : "")
  text($(".left", box), progress.left)
  text($(".stage-words", box), progress.stage)
  text($(".energy-words", box), progress.energy && `energy ${progress.energy}`)
  $("button", box).disabled = progress.cancelling
  const falling = $(".falling", box)
  falling.hidden = progress.curve.length < 2
  if (falling.hidden) return
  const x = progress.curve.map(point => point[0]),
    y = progress.curve.map(point => point[1])
  const later = y.filter((_, k) => x[k] >= START * progress.fraction)
  drawLines($("svg", falling), [{ x, y, ...range(later), name: "energy" }], { from: 0, to: 1 })
}
