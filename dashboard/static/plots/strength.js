// How much more the glass can bear: how far its sites have been sheared, the keys of the plots, and the place picked.

import { $, h, rebuilt, select, settle, showKey, text } from "../shell/dom.js"

const COMPUTING = "Finding out what its places bear…"

export function showStrength(strength, send, set) {
  showSheared(strength, send)
  showDashed(strength, set)
  const { curves, add, several, place, band, no_band, why_not } = strength
  text($("#strengths-words"), why_not || (curves.length ? "" : COMPUTING))
  $("section[aria-label='How much more?']").classList.toggle("blank", !curves.length)
  $("#strengths-dashed").hidden = !curves.length
  showKey($("#strengths-key"), curves)
  const [keep, forget] = $("#strengths-links").children
  text(keep, add)
  keep.hidden = !add
  forget.hidden = !several
  keep.onclick = () => send("keep", { what: "this" })
  forget.onclick = () => send("keep", { what: "none" })
  showPlace(place, why_not)
  $("section[aria-label='Soft where it shears?']").classList.toggle("blank", !band)
  text($("#band-words"), band ? "" : no_band)
  text($("#band-hint"), band ? band.hint : "")
  text($("#band-ranks"), band ? band.words : "")
  $("#band-ranks").title =
    "D²_min as a multiple of that outside; mean ranks of the particles inside: 1 is the softest of all, 0.5 is " +
    "chance; events whose core is inside, and their mean rank in the field as cast"
  showKey(
    $("#band-key"),
    band ? [["accent", band.symbol], ...(band.beside ? [["event", "Δτ_y / μ"]] : []), ["moved", band.moved]] : [],
  )
}

// Of which state sites are being sheared, how far that is, and a way to stop it; what is drawn beside the curves
function showSheared({ sheared }, send) {
  const box = $("#about-strength")
  if (rebuilt(box, "built"))
    box.append(
      h("progress", { max: 1, "aria-label": "Sites sheared" }),
      h("span", { class: "left" }),
      h("button", {
        type: "button",
        class: "link",
        onclick: e => send("strength", { stop: e.target.dataset.stop === "yes" }),
      }),
    )
  const [bar, left, button] = box.children
  bar.hidden = left.hidden = button.hidden = !sheared
  if (!sheared) return
  bar.value = sheared.fraction
  box.title = `${sheared.words}${sheared.stopped ? "; stopped" : ""}`
  text(left, sheared.stopped ? "partial" : sheared.left)
  button.dataset.stop = sheared.stopped ? "no" : "yes"
  text(button, sheared.stopped ? "resume" : "cancel")
}

// The entry of the dashed curves in the key is what chooses them
function showDashed({ besides, beside, dashed }, set) {
  const box = $("#strengths-dashed")
  if (rebuilt(box, besides))
    box.append(
      h("i", { class: "line dashed" }),
      select("Beside the distributions", besides, beside, key => set("beside_strength", key)),
      h("span", {}),
    )
  settle($("select", box), beside)
  box.children[0].classList.toggle("first", beside === "estimate")
  text(box.children[2], dashed)
}

function showPlace(place, why_not) {
  const box = $("#yield-place")
  $("section[aria-label='In which direction?']").classList.toggle("blank", !place)
  text(
    $("#yield-words"),
    place ? "" : why_not ? "Without shear there is no direction." : "Choose a particle on the map.",
  )
  if (!place || !rebuilt(box, place)) return
  box.append(
    h("b", {}, place.which),
    h(
      "table",
      {},
      place.rows.map(([name, value]) => h("tr", {}, h("th", {}, name), h("td", {}, value))),
    ),
    h(
      "small",
      {},
      h("span", {}, h("i", { class: "event" }), "Δτ_c"),
      h("span", {}, h("i", { class: "accent" }), "Δτ_y"),
      h("span", {}, h("i", { class: "ray" }), "load"),
    ),
    h("small", {}, "rim: angle of the shear; it is drawn doubled"),
  )
}
