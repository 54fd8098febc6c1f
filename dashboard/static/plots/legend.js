// The map's legend.

import { $, h, rebuilt, refs, text } from "../shell/dom.js"
import { keep, kept } from "../shell/kept.js"

export function showLegend(legend, send) {
  const box = $("#legend")
  if (rebuilt(box, "built")) {
    box.append(...build(send))
    showFold(refs(box).fold, kept(FOLDED) === "yes")
  }
  const parts = refs(box)
  showField(parts, legend)
  showScale(parts, legend)
  $("#home").hidden = !legend.zoomed
  showBonds(parts, legend.bonds)
  showPartial(parts, legend.partial)
  for (const name of ["crosses", "arrows"]) {
    parts[name].hidden = !legend[name]
    text(parts[name], legend[name])
  }
}

// Folded it is its colours alone, and so is the next visit's
const FOLDED = "glasscope-legend"

function fold(button) {
  const folded = !$("#legend").classList.contains("folded")
  keep(FOLDED, folded ? "yes" : "")
  showFold(button, folded)
}

function showFold(button, folded) {
  $("#legend").classList.toggle("folded", folded)
  button.setAttribute("aria-expanded", String(!folded))
  button.title = folded ? "Show the legend" : "Fold the legend"
  button.setAttribute("aria-label", button.title)
  text(button, folded ? "+" : "−")
}

const build = send => [
  h("button", { ref: "fold", type: "button", class: "link fold", onclick: event => fold(event.target) }),
  h("b", { ref: "title" }),
  h("small", { ref: "note" }),
  h("progress", { ref: "progress", max: 1, "aria-label": "Field computed" }),
  h("div", { ref: "ramp", class: "ramp" }),
  h("div", { class: "row" }, h("span", { ref: "low" }), h("span", { ref: "high" })),
  h("div", { class: "scale" }, h("i", { ref: "bar" }), h("span", { ref: "length" })),
  h(
    "div",
    { ref: "bonds", class: "scale signs" },
    h("i", { ref: "positive" }),
    h("span", {}, "+"),
    h("i", { ref: "negative" }),
    h("span", {}, "−"),
    h("span", { ref: "bondWords" }),
  ),
  h(
    "div",
    { ref: "partial", class: "row partial" },
    h("small", { ref: "partialWords" }),
    h("button", {
      ref: "stop",
      type: "button",
      class: "link",
      onclick: event => send("strength", { stop: event.target.dataset.stop === "yes" }),
    }),
  ),
  h("small", { ref: "faint" }),
  h("small", { ref: "crosses" }),
  h("small", { ref: "arrows" }),
]

function showField({ title, note, progress, ramp, low, high }, legend) {
  text(title, legend.title)
  text(note, legend.note + (legend.missing ? " · grey: no value" : ""))
  note.classList.toggle("failed", legend.failed)
  progress.hidden = legend.share === null
  progress.value = legend.share ?? 0
  ramp.style.background = `linear-gradient(to right, ${legend.colours.join(",")})`
  const [lowest, highest] = legend.ends
  text(low, lowest)
  text(high, highest)
}

function showScale({ bar, length }, legend) {
  bar.style.width = `${legend.bar.share * $("#map").clientWidth}px`
  text(length, legend.bar.words)
}

function showBonds({ bonds: box, positive, negative, bondWords }, bonds) {
  box.hidden = !bonds
  if (!bonds) return
  positive.style.background = bonds.positive
  negative.style.background = bonds.negative
  text(bondWords, bonds.words)
}

function showPartial({ partial: box, partialWords, stop, faint }, partial) {
  box.hidden = !partial
  faint.hidden = !partial?.faint
  if (!partial) return
  text(partialWords, partial.words)
  stop.dataset.stop = partial.stopped ? "no" : "yes"
  text(stop, partial.stopped ? "resume" : "cancel")
  text(faint, partial.faint)
}
