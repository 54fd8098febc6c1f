// A glass on its way: what is being done, how far it is, how long it still takes, and its energy falling.

import { $, h, rebuilt, refs, text } from "../shell/dom.js"
import { drawLines, emptyPlot, range } from "./lines.js"

const START = 0.06 // of what has been done: its energies, far above the rest, may leave the plot

export function showProgress(progress, send) {
  const box = $("#progress")
  box.hidden = !progress.label
  if (box.hidden) return
  if (rebuilt(box, progress.label)) box.append(...build(progress.label, send))
  const { bar, share, left, stage, energy, cancel, falling } = refs(box)
  if (progress.fraction > 0 || progress.curve.length) bar.value = progress.fraction
  else bar.removeAttribute("value") // it cannot be told: the bar says that something goes on
  text(share, progress.fraction > 0 ? `${Math.floor(100 * progress.fraction)} %` : "")
  text(left, progress.left)
  text(stage, progress.stage)
  text(energy, progress.energy && `energy ${progress.energy}`)
  cancel.disabled = progress.cancelling
  falling.hidden = progress.curve.length < 2
  if (!falling.hidden) drawFalling($("svg", falling), progress)
}

const build = (label, send) => [
  h(
    "div",
    { class: "row" },
    h("b", {}, label),
    h("button", { ref: "cancel", type: "button", class: "link", onclick: () => send("cancel") }, "cancel"),
  ),
  h("div", { ref: "falling", class: "falling" }, emptyPlot("Energy per particle so far")),
  h("progress", { ref: "bar", max: 1, "aria-label": "Preparation" }),
  h("div", { class: "row" }, h("small", { ref: "share", class: "share" }), h("small", { ref: "left", class: "left" })),
  h("small", { ref: "stage", class: "stage-words" }),
  h("small", { ref: "energy", class: "energy-words" }),
]

function drawFalling(plot, { curve, fraction }) {
  const x = curve.map(([time]) => time)
  const y = curve.map(([, energy]) => energy)
  const later = y.filter((_, k) => x[k] >= START * fraction)
  drawLines(plot, [{ x, y, ...range(later), name: "energy" }], { from: 0, to: 1 })
}
