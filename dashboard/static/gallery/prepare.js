// The form of a recipe: it offers what suits the model, explains it, and stays open until the session has taken it.

import { $, $$, h, refs, select, text } from "../shell/dom.js"

let open = { number: 0 } // the form that is open: its number, what it offers, what is chosen, and its element

export function openRecipe({ models, protocols, sizes, seeds }, send) {
  const [model] = models
  const [protocol] = protocols
  open = {
    number: open.number + 1,
    models,
    protocols,
    sizes,
    seeds,
    chosen: { model: model.key, protocol: protocol.key },
  }
  open.form = build(model, () => ask(send))
  fill()
  const dialog = $("#dialog")
  dialog.replaceChildren(open.form)
  dialog.showModal()
}

function build(model, ask) {
  const chooseModel = key => {
    open.chosen.model = key
    fill()
  }
  const submit = event => {
    event.preventDefault()
    ask()
  }
  const [fewest, most] = open.sizes
  const [first, last] = open.seeds
  return h(
    "form",
    { novalidate: true, onsubmit: submit },
    h("h2", {}, "Prepare a glass"),
    row({ label: "model" }, select("model", open.models, model.key, chooseModel)),
    h("div", { ref: "ways", class: "ways", role: "radiogroup", "aria-label": "Protocol" }),
    h("div", { ref: "settings", class: "settings" }),
    h(
      "div",
      { class: "settings" },
      field({ name: "n_particles", label: "particles", value: 2500, min: fewest, max: most, step: 1 }),
      field({ name: "seed", value: 1, min: first, max: last, step: 1 }),
      field({
        ref: "density",
        name: "density",
        value: model.density,
        title: "Number of particles in a unit of area",
      }),
    ),
    h("p", { ref: "amiss", class: "words failed", role: "alert", hidden: true }),
    h("p", { class: "words" }, "The run on the page goes on meanwhile; the new glass opens when it is ready."),
    h(
      "div",
      { class: "buttons" },
      h("button", { type: "button", value: "leave", onclick: () => $("#dialog").close() }, "leave"),
      h("button", { ref: "start", class: "primary" }, "prepare"),
    ),
  )
}

const modelOf = ({ models, chosen }) => models.find(model => model.key === chosen.model)

// Offer the protocols that suit the model, with the settings of the one chosen
function fill() {
  const { protocols, chosen, form } = open
  const suited = protocols.filter(protocol => protocol.models.includes(chosen.model))
  const protocol = suited.find(({ key }) => key === chosen.protocol) ?? suited[0]
  chosen.protocol = protocol.key
  const { ways, settings, density } = refs(form)
  ways.replaceChildren(...suited.map(each => way(each, each === protocol)))
  settings.replaceChildren(
    ...protocol.settings.map(({ name, label, unit, summary, low, high, defaults }) =>
      field({ name, label, unit, value: defaults[chosen.model], min: low, max: high, title: summary }),
    ),
  )
  density.value = modelOf(open).density
}

function way({ key, label, summary }, checked) {
  const choose = () => {
    open.chosen.protocol = key
    fill()
    $(".ways :checked", open.form).focus()
  }
  return h(
    "label",
    { class: "check" },
    h("input", { type: "radio", name: "protocol", value: key, checked, onchange: choose }),
    h("span", {}, label, checked ? h("small", {}, summary) : null),
  )
}

function ask(send) {
  const { number: form, chosen } = open
  const wrong = amissIn(open.form)
  if (wrong) return refuse(wrong)
  const { n_particles, seed, density: dense, ...parameters } = numbersOf(open.form)
  const density = dense === modelOf(open).density ? null : dense
  const { amiss, start } = refs(open.form)
  amiss.hidden = true
  start.disabled = true
  send("prepare", { form, ...chosen, n_particles, seed, density, parameters })
}

function refuse(reason) {
  const { amiss, start } = refs(open.form)
  text(amiss, reason)
  amiss.hidden = false
  start.disabled = false
  amiss.scrollIntoView({ block: "nearest" })
}

// The session's word on the recipe of a form: taken, or why not
export function answerForm({ number, refused }) {
  if (number !== open.number || !$("#dialog").open) return
  if (refused) refuse(refused)
  else $("#dialog").close()
}

const numbersIn = form => $$("input[type=number]", form)
const numbersOf = form => Object.fromEntries(numbersIn(form).map(({ name, value }) => [name, Number(value)]))

// What is wrong with the numbers, in a sentence; only what can be told here
function amissIn(form) {
  for (const input of numbersIn(form)) {
    const { min, max, step } = input
    const { label } = input.dataset
    const value = Number(input.value)
    if (input.value === "" || Number.isNaN(value)) return `${label} is a number.`
    if ((min !== "" && value < Number(min)) || (max !== "" && value > Number(max)))
      return `${label} lies between ${Number(min)} and ${Number(max)}.`
    if (step === "1" && !Number.isInteger(value)) return `${label} is a whole number.`
  }
  return ""
}

function field({ name, label = name, unit, title, ...properties }) {
  const input = h("input", { type: "number", step: "any", name, "data-label": label, title, ...properties })
  return row({ label, unit, title }, input)
}

const row = ({ label, unit, title }, input) =>
  h("label", { class: "row", title }, h("span", {}, label, unit ? h("small", {}, ` (${unit})`) : null), input)
