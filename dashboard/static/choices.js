// The cards at the left: load, field, overlays.

import { $, h, press, rebuilt, segmented, select, settle, text } from "./dom.js"

export function showLoad(card, send, set) {
  const box = $("#load-card .body")
  if (rebuilt(box, card.kinds)) {
    box.append(
      segmented("Geometry", card.kinds, card.kind, key => set("load", key)),
      h("div", { class: "dial-row" }, dial(set),
        h("div", { class: "grow" },
          h("label", { class: "row angle" }, h("span", {}, "angle (°)"), h("input", {
            type: "number", min: -180, max: 180, step: 5, "aria-label": "Angle in degrees", onchange: e => set("angle", Number(e.target.value)),
          })),
          h("label", { class: "row" }, h("span", {}, "to strain (%)"), h("input", {
            type: "number", min: 0.1, max: 50, step: 0.5, name: "max", onchange: e => set("max_strain", Number(e.target.value)),
          })))),
      segmented("Direction", [{ key: 1, label: "" }, { key: -1, label: "" }], card.sign, key => set("sign", key)),
      h("div", { class: "ask", hidden: true },
        h("button", { type: "button", class: "primary", onclick: () => send("load_here") }),
        h("button", { type: "button", onclick: () => send("reset") }, "from as cast")))
  }
  const [kinds, signs] = box.querySelectorAll(".segmented")
  press(kinds, card.kind)
  press(signs, card.sign)
  signs.children[0].textContent = card.signs[0]
  signs.children[1].textContent = card.signs[1]
  box.querySelector(".angle").style.visibility = box.querySelector(".dial").style.visibility = card.turns ? "visible" : "hidden"
  settle(box.querySelector(".angle input"), card.angle)
  settle(box.querySelector("[name=max]"), Number(card.max_strain.toPrecision(4)))
  turnDial(box.querySelector(".dial"), card)
  const ask = box.querySelector(".ask")
  ask.hidden = !card.differs
  text(ask.children[0], `go on so from γ ${card.here}`)
}

// A dial for the load's direction: drag it, or use the arrow keys
function dial(set) {
  const svg = (tag, properties) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag)
    for (const [name, value] of Object.entries(properties)) made.setAttribute(name, value)
    return made
  }
  const box = svg("svg", { class: "dial", viewBox: "-30 -30 60 60", tabindex: 0, role: "slider", "aria-label": "Angle of the load", "aria-valuemin": -180, "aria-valuemax": 180 })
  const arrow = svg("g", { class: "arrow" })
  arrow.append(svg("line", { x1: -20, y1: 0, x2: 20, y2: 0 }), svg("path", { class: "head", d: "M13,-5 L21,0 L13,5" }), svg("line", { class: "other", x1: -20, y1: 9, x2: 20, y2: 9 }), svg("path", { class: "other", d: "M-13,4 L-21,9 L-13,14" }),
    svg("path", { class: "out", d: "M-13,-5 L-21,0 L-13,5" }), svg("path", { class: "in", d: "M-19,-5 L-11,0 L-19,5 M19,-5 L11,0 L19,5" }))
  box.append(svg("circle", { r: 28 }), arrow)
  const drag = event => {
    const place = box.getBoundingClientRect()
    const x = event.clientX - place.left - place.width / 2, y = place.top + place.height / 2 - event.clientY
    const angle = Math.round(Math.atan2(y, x) * 36 / Math.PI) * 5
    if (angle === asked) return
    asked = angle
    set("angle", angle)
  }
  let asked = null
  box.addEventListener("pointerdown", event => { box.setPointerCapture(event.pointerId); asked = null; drag(event) })
  box.addEventListener("pointermove", event => { if (box.hasPointerCapture(event.pointerId)) drag(event) })
  box.addEventListener("keydown", event => {
    const by = { ArrowLeft: 5, ArrowUp: 5, ArrowRight: -5, ArrowDown: -5 }[event.key]
    if (!by) return
    event.preventDefault()
    event.stopPropagation()
    const next = Number(box.getAttribute("aria-valuenow")) + by
    set("angle", next > 180 ? next - 360 : next < -180 ? next + 360 : next)
  })
  return box
}

function turnDial(box, { angle, sign, kind }) {
  box.setAttribute("aria-valuenow", angle)
  const simple = kind === "simple_shear"
  box.querySelector(".arrow").setAttribute("transform", simple ? `rotate(${-angle}) scale(${sign} 1) translate(0 -4.5)` : `rotate(${-angle})`)
  const shown = { other: simple, head: simple || sign > 0, out: !simple && sign > 0, in: !simple && sign < 0 }
  for (const part of box.querySelectorAll("[class]:not(g)")) part.style.display = shown[part.getAttribute("class")] ? "" : "none"
}

export function showField(card, send, set) {
  const box = $("#field-card .body")
  const shape = [card.maps_beside.choices, card.since !== null, card.help, card.groups, card.indicator, card.parameters.map(p => p.name), card.leads, card.maps]
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

const short = value => value !== 0 && (Math.abs(value) >= 1e4 || Math.abs(value) < 1e-3)
  ? value.toExponential(1).replace("+", "") : Number(value.toPrecision(Math.abs(value) < 0.1 ? 2 : 3))

function buildField(box, card, send, set) {
  const menu = h("select", { "aria-label": "Indicator", class: "indicator", "data-rooms": "glass", onchange: e => set("indicator", e.target.value) },
    card.groups.map(g => h("optgroup", { label: g.label }, g.options.map(o => h("option", { value: o.key }, o.label)))))
  menu.value = card.indicator
  const threshold = h("input", { type: "number", step: "any", name: "threshold", "aria-label": "Threshold", onchange: e => set("threshold", e.target.value === "" ? null : Number(e.target.value)) })
  const end = name => h("input", { type: "number", step: "any", name, "aria-label": `${name} end of the range`, onchange: e => set(name, Number(e.target.value)) })
  const help = card.help
  const about = $("#about")
  about.onclick = () => {
    const sheet = box.querySelector(".about")
    sheet.hidden = !sheet.hidden
    about.setAttribute("aria-expanded", String(!sheet.hidden))
    if (!sheet.hidden) sheet.scrollIntoView({ block: "nearest" })
  }
  box.append(...[
    menu,
    h("div", { class: "row", "data-rooms": "side" }, h("span", {}, "maps"), segmented("Maps", card.maps_beside.choices.map(n => ({ key: n, label: String(n) })), card.maps_beside.n, n => set("maps", n))),
    segmented("Field taken", [{ key: "cast", label: "as cast" }, { key: "live", label: "live" }], card.taken, key => set("taken", key)),
    h("label", { class: "row lead" }, h("span", { title: "Strain between the field and the moment shown, or the event that it is scored on" }, "lead Δγ"),
      select("Lead", card.leads, card.lead, key => set("lead", key))),
    card.since === null ? null : h("div", { class: "row since" }, h("span", { title: "The state that this indicator compares with" }),
      h("span", {}, h("button", { type: "button", class: "link", onclick: () => send("since", { now: true }) }, "now"), " · ",
        h("button", { type: "button", class: "link", onclick: () => send("since", { now: false }) }, "as cast"))),
    card.parameters.map(p => ofGlass(parameter(p, send))),
    segmented("Shades by", [{ key: "value", label: "value" }, { key: "percentile", label: "percentile" }, { key: "threshold", label: "threshold" }], card.scale, key => set("scale", key)),
    h("div", { class: "row range", "data-rooms": "glass" }, h("span", {}, "range"), end("low"), end("high"),
      h("button", { type: "button", class: "link", title: "Fit the range to this field", onclick: () => send("snap") }, "snap")),
    h("div", { class: "row range threshold", "data-rooms": "glass" }, h("span", { title: "Only what is softer than this value is in the colour of the soft end" }, "mark"),
      h("span", {}, card.help.softer), threshold, h("button", { type: "button", class: "link", title: "Choose it anew", onclick: () => set("threshold", null) }, "reset")),
    h("div", { class: "row maps" }, select("Colour map", card.maps.map(m => ({ key: m, label: m })), card.map, key => set("colour_map", key)),
      ofGlass(check("log", "log", e => set("log", e.target.checked))), check("reverse", "reverse", e => set("reverse", e.target.checked))),
    h("div", { class: "about", hidden: true }, h("p", { class: "words" }, help.text),
      h("p", { class: "words" }, `${help.soft[0].toUpperCase()}${help.soft.slice(1)}. Unit: ${help.units}. Needs ${help.needs}. Cost: ${help.cost}.`),
      help.caveat ? h("p", { class: "words" }, `Mind: ${help.caveat}.`) : null,
      help.references.map(r => h("p", { class: "words" }, r)))].flat().filter(part => part !== null))
}

// each of the maps side by side has a range and a scale of its own
const ofGlass = element => { element.dataset.rooms = "glass"; return element }

const check = (name, label, change) => h("label", { class: "check" }, h("input", { type: "checkbox", name, onchange: change }), label)

function parameter(p, send) {
  const change = value => send("parameter", { name: p.name, value })
  if (p.type === "toggle") return h("label", { class: "check", title: p.doc }, h("input", { type: "checkbox", "data-parameter": p.name, onchange: e => change(e.target.checked) }), p.label)
  if (p.type === "select") {
    const menu = select(p.label, p.options.map(o => ({ key: o, label: String(o) })), p.value, change)
    menu.dataset.parameter = p.name
    return h("label", { class: "row", title: p.doc }, h("span", {}, p.label), menu)
  }
  const shown = h("output", {}, String(p.value))
  return h("label", { class: "row", title: p.doc }, h("span", {}, p.label), shown, h("input", {
    type: "range", min: p.min, max: p.max, step: p.step, value: p.value, "data-parameter": p.name,
    oninput: e => text(shown, e.target.value), onchange: e => { change(Number(e.target.value)); e.target.blur() },
  }))
}

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
      h("div", { class: "row" },
        h("label", { class: "check" }, h("input", { type: "checkbox", name: "events", onchange: e => set("show_events", e.target.checked) }), "events", h("output", {})),
        h("label", { class: "check" }, h("input", { type: "checkbox", name: "cell", onchange: e => set("show_cell", e.target.checked) }), "cell"),
        h("label", { class: "check" }, h("input", { type: "checkbox", name: "bonds", onchange: e => set("show_bonds", e.target.checked) }), "bonds")),
      h("div", { class: "row wraps" },
        h("label", { class: "check", title: "Edges of the radical Voronoi cells, whose areas take the particles' sizes into account" }, h("input", { type: "checkbox", name: "voronoi", onchange: e => set("show_voronoi", e.target.checked) }), "Voronoi cells"),
        h("label", { class: "check", title: "Crosses where nonlinear quasilocalised modes are largest, over any field" }, h("input", { type: "checkbox", name: "crosses", onchange: e => set("show_modes", e.target.checked) }), "modes ×")),
      h("label", { class: "row arrows" }, h("span", {}, "arrows"), select("Arrows", card.choices, card.arrows, key => set("arrows", key)),
        h("input", { type: "number", min: 1, step: 1, name: "mode", "aria-label": "Which mode, 1 for the softest", title: "Which mode: 1 is the softest; the up and down keys step through them", onchange: e => set("number", Number(e.target.value)), onkeydown: step })))
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
