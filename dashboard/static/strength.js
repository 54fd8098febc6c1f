// How much more the glass can bear: how far its sites have been sheared, the keys of the plots, and the place picked.

import { $, h, rebuilt, select, settle, showKey, text } from "./dom.js"

const COMPUTING = "Finding out what its places bear…"

export function showStrength(strength, send, set) {
  showSheared(strength, send, set)
  const { curves, add, several, place, band, no_band, why_not } = strength
  text($("#strengths-words"), why_not || (curves.length ? "" : COMPUTING))
  showKey($("#strengths-key"), curves)
  const [keep, forget] = $("#strengths-links").children
  text(keep, add)
  keep.hidden = !add
  forget.hidden = !several
  keep.onclick = () => send("keep", { what: "this" })
  forget.onclick = () => send("keep", { what: "none" })
  showPlace(place, why_not)
  text($("#band-words"), band ? "" : no_band)
  text($("#band-hint"), band ? band.hint : "")
  text($("#band-ranks"), band ? `${band.ranks} ${band.events}` : "")
  $("#band-ranks").title = "Rank 1 is the softest particle of all, 0.5 is chance"
  showKey($("#band-key"), band ? [["accent", band.symbol], ...(band.beside ? [["event", "Δτ_y / μ"]] : []), ["moved", band.moved || "D²_min"]] : [])
}

// Of which state sites are being sheared, how far that is, and a way to stop it; what is drawn beside the curves
function showSheared({ sheared, besides, beside }, send, set) {
  const box = $("#about-strength")
  if (rebuilt(box, besides)) box.append(
    h("progress", { max: 1, "aria-label": "Sites sheared" }),
    h("span", { class: "left" }),
    h("button", { type: "button", class: "link", onclick: e => send("strength", { stop: e.target.dataset.stop === "yes" }) }),
    select("Beside the distributions", besides, beside, key => set("beside_strength", key)))
  const [bar, left, button, which] = box.children
  settle(which, beside)
  bar.hidden = left.hidden = button.hidden = !sheared
  if (!sheared) return
  bar.value = sheared.fraction
  box.title = `${sheared.words}${sheared.stopped ? "; stopped" : ""}`
  text(left, sheared.stopped ? "partial" : sheared.left)
  button.dataset.stop = sheared.stopped ? "no" : "yes"
  text(button, sheared.stopped ? "resume" : "cancel")
}

function showPlace(place, why_not) {
  const box = $("#yield-place")
  $("#yield-hint").textContent = place ? place.which : ""
  $("section[aria-label='In which direction?']").classList.toggle("blank", !place)
  text($("#yield-words"), place || why_not ? "" : "Choose a particle on the map.")
  if (!place || !rebuilt(box, place)) return
  box.append(
    h("b", {}, place.which),
    h("table", {}, place.rows.map(([name, value]) => h("tr", {}, h("th", {}, name), h("td", {}, value)))),
    h("small", {}, h("span", {}, h("i", { class: "event" }), "Δτ_c"), h("span", {}, h("i", { class: "accent" }), "Δτ_y"), h("span", {}, h("i", { class: "ray" }), "the load")),
    h("small", {}, "Angle drawn: twice that of the shear, which is written on the rim; radius: in units of μ"))
}
