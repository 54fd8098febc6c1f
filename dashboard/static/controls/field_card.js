// The card of the field: which indicator, as cast or live, its parameters, its shades.

import { $, h, text } from "../shell/dom.js"
import { layOut, make, showCard } from "./control.js"

const parameters = new Map() // the controls of the indicator's own, by their names

export function showField(card, send, set) {
  const box = $("#field-card .body")
  const special = {
    indicator: () => menu(card, set),
    scale: row => [since(card, send), ...ownParameters(card, send), layOut(row)],
    range: row => range(row, send),
    threshold: row => threshold(row, card, set),
  }
  const shape = [card.since !== null, card.help, card.groups, card.indicator, card.parameters.map(p => p.name)]
  showCard(box, card.controls, set, special, shape)
  if (!box.querySelector(".about")) box.append(about(card.help, box))
  if (card.since !== null) text(box.querySelector(".since span"), `since γ ${card.since}`)
  for (const each of card.parameters) parameters.get(each.name).fill(each)
}

// indicators stand by their families
function menu(card, set) {
  const groups = card.groups.map(({ label, options }) =>
    h(
      "optgroup",
      { label },
      options.map(o => h("option", { value: o.key }, o.label)),
    ),
  )
  const onchange = e => set("indicator", e.target.value)
  const list = h("select", { "aria-label": "Indicator", class: "indicator", onchange }, groups)
  list.value = card.indicator
  return list
}

// an indicator that compares with an earlier state says with which
function since(card, send) {
  if (card.since === null) return null
  const button = (words, now) =>
    h("button", { type: "button", class: "link", onclick: () => send("since", { now }) }, words)
  return h(
    "div",
    { class: "row since" },
    h("span", { title: "The state that this indicator compares with" }),
    h("span", {}, button("now", true), " · ", button("as cast", false)),
  )
}

// what an indicator declares is set on it, not among the choices; each of the maps side by side has one of its own
function ownParameters(card, send) {
  parameters.clear()
  return card.parameters.map(declared => {
    const made = make(null, declared, value => send("parameter", { name: declared.name, value }))
    made.input.dataset.parameter = declared.name
    parameters.set(declared.name, made)
    const row = declared.type === "toggle" ? made.elements[0] : layOut([made])
    row.dataset.rooms = "glass"
    return row
  })
}

// both ends belong together, and may be fitted to the field
function range(row, send) {
  const snap = { type: "button", class: "link", title: "Fit the range to this field", onclick: () => send("snap") }
  return h(
    "div",
    { class: "row range" },
    h("span", {}, "range"),
    row.flatMap(each => each.elements),
    h("button", snap, "snap"),
  )
}

function threshold(row, card, set) {
  const anew = { type: "button", class: "link", title: "Choose it anew", onclick: () => set("threshold", null) }
  return h(
    "div",
    { class: "row range threshold" },
    h("span", { title: "Only what is softer than this value is in the colour of the soft end" }, "mark"),
    h("span", {}, card.help.softer),
    row.flatMap(each => each.elements),
    h("button", anew, "reset"),
  )
}

function about(help, box) {
  const button = $("#about")
  const paragraph = words => h("p", { class: "words" }, words)
  button.onclick = () => {
    const sheet = box.querySelector(".about")
    sheet.hidden = !sheet.hidden
    button.setAttribute("aria-expanded", String(!sheet.hidden))
    if (!sheet.hidden) sheet.scrollIntoView({ block: "nearest" })
  }
  return h(
    "div",
    { class: "about", hidden: true },
    paragraph(help.text),
    paragraph(
      `${help.soft[0].toUpperCase()}${help.soft.slice(1)}. ` +
        `Unit: ${help.units}. Needs ${help.needs}. Cost: ${help.cost}.`,
    ),
    help.caveat ? paragraph(`Mind: ${help.caveat}.`) : null,
    help.origin ? paragraph(`Learned: ${help.origin}.`) : null,
    help.references.map(paragraph),
  )
}
