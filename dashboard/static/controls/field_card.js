// The card of the field: which indicator, as cast or live, its parameters, its shades.

import { $, h, press, rebuilt, segmented, select, settle, text } from "../shell/dom.js"

export function showField(card, send, set) {
  const box = $("#field-card .body")
  const shape = [
    card.maps_beside.choices,
    card.since !== null,
    card.help,
    card.groups,
    card.indicator,
    card.parameters.map(p => p.name),
    card.leads,
    card.maps,
  ]
  if (rebuilt(box, shape)) buildField(box, card, send, set)
  press(box.querySelector("[aria-label='Maps']"), card.maps_beside.n)
  press(box.querySelector("[aria-label='Field taken']"), card.taken)
  press(box.querySelector("[aria-label='Shades by']"), card.scale)
  box.querySelector("[data-key=cast]").disabled = card.since !== null
  box.querySelector(".lead").hidden = card.taken !== "live"
  if (card.since !== null) text(box.querySelector(".since span"), `since γ ${card.since}`)
  settle(box.querySelector(".lead select"), card.lead)
  settle(box.querySelector("[aria-label='Colour map']"), card.map)
  box.querySelector("[name=reverse]").checked = card.reverse
  box.querySelector("[name=log]").checked = card.log
  box.querySelector(".range").hidden = card.scale !== "value"
  box.querySelector(".threshold").hidden = card.scale !== "threshold"
  if (card.threshold !== null) settle(box.querySelector("[name=threshold]"), short(card.threshold))
  if (card.low !== null) {
    settle(box.querySelector("[name=low]"), short(card.low))
    settle(box.querySelector("[name=high]"), short(card.high))
  }
  for (const p of card.parameters) {
    const input = box.querySelector(`[data-parameter="${p.name}"]`)
    if (p.type === "toggle") input.checked = p.value
    else settle(input, p.value)
    const shown = input.parentElement.querySelector("output")
    if (shown && document.activeElement !== input) text(shown, String(p.value))
  }
}

const short = value =>
  value !== 0 && (Math.abs(value) >= 1e4 || Math.abs(value) < 1e-3)
    ? value.toExponential(1).replace("+", "")
    : Number(value.toPrecision(Math.abs(value) < 0.1 ? 2 : 3))

function buildField(box, card, send, set) {
  const menu = h(
    "select",
    {
      "aria-label": "Indicator",
      class: "indicator",
      "data-rooms": "glass",
      onchange: e => set("indicator", e.target.value),
    },
    card.groups.map(g =>
      h(
        "optgroup",
        { label: g.label },
        g.options.map(o => h("option", { value: o.key }, o.label)),
      ),
    ),
  )
  menu.value = card.indicator
  const threshold = h("input", {
    type: "number",
    step: "any",
    name: "threshold",
    "aria-label": "Threshold",
    onchange: e => set("threshold", e.target.value === "" ? null : Number(e.target.value)),
  })
  const end = name =>
    h("input", {
      type: "number",
      step: "any",
      name,
      "aria-label": `${name} end of the range`,
      onchange: e => set(name, Number(e.target.value)),
    })
  const help = card.help
  const about = $("#about")
  about.onclick = () => {
    const sheet = box.querySelector(".about")
    sheet.hidden = !sheet.hidden
    about.setAttribute("aria-expanded", String(!sheet.hidden))
    if (!sheet.hidden) sheet.scrollIntoView({ block: "nearest" })
  }
  box.append(
    ...[
      menu,
      h(
        "div",
        { class: "row", "data-rooms": "side" },
        h("span", {}, "maps"),
        segmented(
          "Maps",
          card.maps_beside.choices.map(n => ({ key: n, label: String(n) })),
          card.maps_beside.n,
          n => set("maps", n),
        ),
      ),
      segmented(
        "Field taken",
        [
          { key: "cast", label: "as cast" },
          { key: "live", label: "live" },
        ],
        card.taken,
        key => set("taken", key),
      ),
      h(
        "label",
        { class: "row lead" },
        h(
          "span",
          { title: "Strain between the field and the moment shown, or the event that it is scored on" },
          "lead Δγ",
        ),
        select("Lead", card.leads, card.lead, key => set("lead", key)),
      ),
      card.since === null
        ? null
        : h(
            "div",
            { class: "row since" },
            h("span", { title: "The state that this indicator compares with" }),
            h(
              "span",
              {},
              h("button", { type: "button", class: "link", onclick: () => send("since", { now: true }) }, "now"),
              " · ",
              h("button", { type: "button", class: "link", onclick: () => send("since", { now: false }) }, "as cast"),
            ),
          ),
      card.parameters.map(p => ofGlass(parameter(p, send))),
      segmented(
        "Shades by",
        [
          { key: "value", label: "value" },
          { key: "percentile", label: "percentile" },
          { key: "threshold", label: "threshold" },
        ],
        card.scale,
        key => set("scale", key),
      ),
      h(
        "div",
        { class: "row range", "data-rooms": "glass" },
        h("span", {}, "range"),
        end("low"),
        end("high"),
        h(
          "button",
          { type: "button", class: "link", title: "Fit the range to this field", onclick: () => send("snap") },
          "snap",
        ),
      ),
      h(
        "div",
        { class: "row range threshold", "data-rooms": "glass" },
        h("span", { title: "Only what is softer than this value is in the colour of the soft end" }, "mark"),
        h("span", {}, card.help.softer),
        threshold,
        h(
          "button",
          { type: "button", class: "link", title: "Choose it anew", onclick: () => set("threshold", null) },
          "reset",
        ),
      ),
      h(
        "div",
        { class: "row maps" },
        select(
          "Colour map",
          card.maps.map(m => ({ key: m, label: m })),
          card.map,
          key => set("colour_map", key),
        ),
        ofGlass(check("log", "log", e => set("log", e.target.checked))),
        check("reverse", "reverse", e => set("reverse", e.target.checked)),
      ),
      h(
        "div",
        { class: "about", hidden: true },
        h("p", { class: "words" }, help.text),
        h(
          "p",
          { class: "words" },
          `${help.soft[0].toUpperCase()}${help.soft.slice(1)}. ` +
            `Unit: ${help.units}. Needs ${help.needs}. Cost: ${help.cost}.`,
        ),
        help.caveat ? h("p", { class: "words" }, `Mind: ${help.caveat}.`) : null,
        help.references.map(r => h("p", { class: "words" }, r)),
      ),
    ]
      .flat()
      .filter(part => part !== null),
  )
}

// each of the maps side by side has a range and a scale of its own
const ofGlass = element => {
  element.dataset.rooms = "glass"
  return element
}

const check = (name, label, change) =>
  h("label", { class: "check" }, h("input", { type: "checkbox", name, onchange: change }), label)

function parameter(p, send) {
  const change = value => send("parameter", { name: p.name, value })
  if (p.type === "toggle")
    return h(
      "label",
      { class: "check", title: p.doc },
      h("input", { type: "checkbox", "data-parameter": p.name, onchange: e => change(e.target.checked) }),
      p.label,
    )
  if (p.type === "select") {
    const menu = select(
      p.label,
      p.options.map(o => ({ key: o, label: String(o) })),
      p.value,
      change,
    )
    menu.dataset.parameter = p.name
    return h("label", { class: "row", title: p.doc }, h("span", {}, p.label), menu)
  }
  const shown = h("output", {}, String(p.value))
  return h(
    "label",
    { class: "row", title: p.doc },
    h("span", {}, p.label),
    shown,
    h("input", {
      type: "range",
      min: p.min,
      max: p.max,
      step: p.step,
      value: p.value,
      "data-parameter": p.name,
      oninput: e => text(shown, e.target.value),
      onchange: e => {
        change(Number(e.target.value))
        e.target.blur()
      },
    }),
  )
}
