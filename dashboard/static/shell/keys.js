// Keys, and the card that lists them.

import { $, $$, h } from "./dom.js"

const KEYS = [
  ["space", "play or pause"],
  [".", "one step"],
  ["n", "run to the next event"],
  ["r", "reset to as cast"],
  ["u", "back to the run before, as it was left"],
  ["← →", "back and forth on the timeline, state by state"],
  ["shift ← →", "event by event"],
  [
    "tab, then arrows",
    "on the map: from particle to particle; with shift the view moves, + and − zoom, 0 is all of it",
  ],
  ["page down, page up", "through the lesson that is open"],
  ["f", "for a projector: maps and plots alone, in large text"],
  ["?", "this card"],
]

const PAGE = [
  "The glass is sheared in small steps and relaxed after each: athermal and quasistatic. A ring marks the core of " +
    "an event, where the material gave way; the colours show where the chosen indicator expects that. Drag the map " +
    "to move it, turn the wheel to zoom, click a particle to read its values.",
  "A rank near 1 says that the core was among the softest particles. C = 2⟨r⟩ − 1 is 1 for an indicator that always " +
    "knew and 0 for chance; the grey band holds 95 % of what chance would give.",
  "Turn the load and the field turns with it, before anything is sheared. Bonds show a field's values on pairs: " +
    "width by size, colour by sign. As arrows the map draws what an event moved, any vibrational mode, or the " +
    "elastic response to the load; under Structure a click on a mode shows it.",
  "The whole run stays within reach of the timeline. States are kept in at most 192 MB; beyond that every second " +
    "one is let go, those at events last.",
  "Compare shears two glasses in step, or one glass under two loads: both maps at one scale, both stress curves on " +
    "the same axes. Whatever is done with the first one, turned or gone back in time, the other one follows.",
  "Mesoscale puts blocks in place of particles: an elastoplastic lattice that begins with the strengths of this " +
    "glass, each in its place, and is loaded by the same strain, or by itself as far as you like. A click on a block " +
    "shows what it bore.",
  "The address of this page is what is shown: copy it by the button with the links, and who opens it sees the same " +
    "glass, sheared along the same path, with the same choices. Back and Forward undo and redo them.",
  "One glass proves nothing: the Scoreboard shows what each indicator knew in an ensemble of glasses. Errors are " +
    "standard errors over the glasses. What is picked there can be shown on the map; meanwhile the run rests.",
]

export function bindKeys(send, timeline, project) {
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || $("dialog[open]")) return
    const { typing, onButton } = whereabouts(event)
    if (typing) return
    if (document.documentElement.dataset.room === "scoreboard" && event.key !== "?") return // there is no player
    const move = event.shiftKey ? by => toEvent(by, timeline(), send) : by => send("skim", { by })
    const actions = {
      " ": onButton ? null : () => send("toggle"),
      ".": () => send("step"),
      n: () => send("next"),
      r: () => send("reset"),
      u: () => send("undo"),
      f: project,
      "?": showHelp,
      ArrowLeft: () => move(-1),
      ArrowRight: () => move(1),
    }
    if (!actions[event.key]) return
    event.preventDefault()
    actions[event.key]()
  })
  giveKeysBack()
}

function whereabouts(event) {
  const { tagName, type } = event.composedPath()[0]
  const onCheckbox = type === "checkbox"
  return {
    typing: ["INPUT", "SELECT", "TEXTAREA"].includes(tagName) && !onCheckbox,
    onButton: ["BUTTON", "SUMMARY"].includes(tagName) || onCheckbox,
  }
}

function toEvent(by, { ticks, now }, send) {
  const ahead = ticks.filter(([path]) => (by > 0 ? path > now + 1e-12 : path < now - 1e-12))
  const tick = ahead.at(by > 0 ? 0 : -1)
  if (!tick) return
  const [, number] = tick
  send("event", { number })
}

// After a click with the mouse the keys are the player's again, also where it closed a dialog
function giveKeysBack() {
  let byMouse = false
  document.addEventListener(
    "keydown",
    () => {
      byMouse = false
    },
    true,
  )
  document.addEventListener("click", event => {
    byMouse = event.detail > 0
    if (byMouse && !$("dialog[open]")) event.target.closest?.("button")?.blur()
  })
  for (const dialog of $$("dialog"))
    dialog.addEventListener("close", () => {
      if (byMouse) document.activeElement?.blur()
    })
}

export function showHelp() {
  const dialog = $("#dialog")
  dialog.replaceChildren(
    h(
      "form",
      { method: "dialog" },
      h("h2", {}, "Keys"),
      h(
        "dl",
        { class: "keys" },
        KEYS.map(([key, what]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, what)]),
      ),
      h("h2", {}, "The page"),
      PAGE.map(words => h("p", { class: "words" }, words)),
      h("div", { class: "buttons" }, h("button", { class: "primary", autofocus: true }, "close")),
    ),
  )
  dialog.showModal()
}
