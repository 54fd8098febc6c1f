// What stands on and beside the plots as text: the map's legend, the picked particle, the scores, the event table.

import { $, $$, h, rebuilt, text } from "./dom.js"

export function showLegend(legend, send) {
  const box = $("#legend")
  if (rebuilt(box, "built")) box.append(h("b", {}), h("small", {}), h("progress", { max: 1, "aria-label": "Field computed" }), h("div", { class: "ramp" }), h("div", { class: "row" }, h("span", {}), h("span", {})), h("div", { class: "scale" }, h("i", {}), h("span", {})), h("div", { class: "scale signs" }, h("i", {}), h("span", {}, "+"), h("i", {}), h("span", {}, "−"), h("span", {})), h("div", { class: "row partial" }, h("small", {}), h("button", { type: "button", class: "link", onclick: e => send("strength", { stop: e.target.dataset.stop === "yes" }) })), h("small", {}), h("small", {}), h("small", {}))
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

export function showPick(pick, set) {
  const box = $("#pick")
  box.hidden = !pick.title
  if (box.hidden) return
  box.replaceChildren(
    h("div", { class: "row" }, h("b", {}, pick.title), h("button", { type: "button", class: "link", "aria-label": "Let the particle go", onclick: () => set("picked", null) }, "×")),
    h("table", {}, h("tr", {}, h("th", {}, ""), h("th", {}, "value"), h("th", {}, "softer than")),
      pick.rows.map(row => h("tr", {}, row.map(cell => h("td", {}, cell))))))
}

let built = ""
export function showEvents({ rows, symbol }, send) {
  const now = JSON.stringify([rows, symbol])
  if (now === built) return
  built = now
  const box = $("#events")
  if (!rows.length) { box.replaceChildren(h("p", { class: "words" }, "No event yet.")); return }
  const head = ["", "γ (%)", "core", "Δσ", "ΔE", `rank ${symbol}`]
  box.replaceChildren(h("table", {},
    h("thead", {}, h("tr", {}, head.map(name => h("th", {}, name)))),
    h("tbody", {}, rows.map(r => h("tr", {
      tabindex: 0, class: r.past ? null : "ahead", title: `Particle ${r.core}: go back to this event`, "data-number": r.number, onclick: () => send("event", { number: r.number }),
      onkeydown: e => { if (e.key === "Enter") send("event", { number: r.number }) },
    }, [r.number, r.strain, r.place, r.stress, r.energy, r.rank].map(value => h("td", {}, String(value))))))))
}

export function bindTabs() {
  for (const tab of $$("[data-card=distribution] [role=tab]")) {
    tab.addEventListener("click", () => {
      for (const each of $$("[data-card=distribution] [role=tab]")) each.setAttribute("aria-selected", String(each === tab))
      for (const pane of $$("[data-card=distribution] [data-pane]")) pane.hidden = pane.dataset.pane !== tab.dataset.tab
    })
  }
}
