// The map's legend.

import { $, h, rebuilt, text } from "../shell/dom.js"

export function showLegend(legend, send) {
  const box = $("#legend")
  if (rebuilt(box, "built"))
    box.append(
      h("b", {}),
      h("small", {}),
      h("progress", { max: 1, "aria-label": "Field computed" }),
      h("div", { class: "ramp" }),
      h("div", { class: "row" }, h("span", {}), h("span", {})),
      h("div", { class: "scale" }, h("i", {}), h("span", {})),
      h("div", { class: "scale signs" }, h("i", {}), h("span", {}, "+"), h("i", {}), h("span", {}, "−"), h("span", {})),
      h(
        "div",
        { class: "row partial" },
        h("small", {}),
        h("button", {
          type: "button",
          class: "link",
          onclick: e => send("strength", { stop: e.target.dataset.stop === "yes" }),
        }),
      ),
      h("small", {}),
      h("small", {}),
      h("small", {}),
    )
  const [title, note, bar, ramp, ends, scale, signs, partial, faint, crosses, arrows] = box.children
  text(title, legend.title)
  text(note, legend.note + (legend.missing ? " · grey: no value" : ""))
  note.classList.toggle("failed", legend.failed)
  bar.hidden = legend.share === null
  bar.value = legend.share ?? 0
  ramp.style.background = `linear-gradient(to right, ${legend.colours.join(",")})`
  text(ends.children[0], legend.ends[0])
  text(ends.children[1], legend.ends[1])
  scale.children[0].style.width = `${legend.bar.share * $("#map").clientWidth}px`
  text(scale.children[1], legend.bar.words)
  $("#home").hidden = !legend.zoomed
  signs.hidden = !legend.bonds
  if (legend.bonds) {
    signs.children[0].style.background = legend.bonds.positive
    signs.children[2].style.background = legend.bonds.negative
    text(signs.children[4], legend.bonds.words)
  }
  const part = legend.partial
  partial.hidden = faint.hidden = !part
  if (part) {
    text(partial.children[0], part.words)
    partial.children[1].dataset.stop = part.stopped ? "no" : "yes"
    text(partial.children[1], part.stopped ? "resume" : "cancel")
    text(faint, part.faint)
    faint.hidden = !part.faint
  }
  crosses.hidden = !legend.crosses
  text(crosses, legend.crosses)
  arrows.hidden = !legend.arrows
  text(arrows, legend.arrows)
}
