// The card of the overlays: what the map draws over the field.

import { $, h, rebuilt, select, settle, text } from "../shell/dom.js"

// The up and down keys take the next mode at once, not when the field is left
function step(event) {
  const by = { ArrowUp: 1, ArrowDown: -1 }[event.key]
  if (!by) return
  event.preventDefault()
  event.target.value = Math.max(1, Number(event.target.value) + by)
  event.target.dispatchEvent(new Event("change"))
}

export function showOverlays(card, set) {
  const box = $("#overlay-card .body")
  if (rebuilt(box, card.choices)) {
    box.append(
      h(
        "div",
        { class: "row" },
        h(
          "label",
          { class: "check" },
          h("input", { type: "checkbox", name: "events", onchange: e => set("show_events", e.target.checked) }),
          "events",
          h("output", {}),
        ),
        h(
          "label",
          { class: "check" },
          h("input", { type: "checkbox", name: "cell", onchange: e => set("show_cell", e.target.checked) }),
          "cell",
        ),
        h(
          "label",
          { class: "check" },
          h("input", { type: "checkbox", name: "bonds", onchange: e => set("show_bonds", e.target.checked) }),
          "bonds",
        ),
      ),
      h(
        "div",
        { class: "row wraps" },
        h(
          "label",
          {
            class: "check",
            title: "Edges of the radical Voronoi cells, whose areas take the particles' sizes into account",
          },
          h("input", { type: "checkbox", name: "voronoi", onchange: e => set("show_voronoi", e.target.checked) }),
          "Voronoi cells",
        ),
        h(
          "label",
          { class: "check", title: "Crosses where nonlinear quasilocalised modes are largest, over any field" },
          h("input", { type: "checkbox", name: "crosses", onchange: e => set("show_modes", e.target.checked) }),
          "modes ×",
        ),
      ),
      h(
        "label",
        { class: "row arrows" },
        h("span", {}, "arrows"),
        select("Arrows", card.choices, card.arrows, key => set("arrows", key)),
        h("input", {
          type: "number",
          min: 1,
          step: 1,
          name: "mode",
          "aria-label": "Which mode, 1 for the softest",
          title: "Which mode: 1 is the softest; the up and down keys step through them",
          onchange: e => set("number", Number(e.target.value)),
          onkeydown: step,
        }),
      ),
    )
  }
  box.querySelector("[name=events]").checked = card.show_events
  box.querySelector("[name=cell]").checked = card.show_cell
  box.querySelector("[name=voronoi]").checked = card.show_voronoi
  box.querySelector("[name=crosses]").checked = card.show_modes
  const bonds = box.querySelector("[name=bonds]")
  bonds.disabled = !card.has_bonds
  bonds.checked = card.show_bonds && card.has_bonds
  bonds.parentElement.title = card.has_bonds ? card.bonds_words : card.no_bonds
  settle(box.querySelector("select"), card.arrows)
  const mode = box.querySelector("[name=mode]")
  mode.hidden = card.number === null
  if (card.number !== null) settle(mode, card.number)
  text(box.querySelector("output"), String(card.count))
}
