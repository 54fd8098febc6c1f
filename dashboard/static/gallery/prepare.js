// The form of a recipe: it offers what suits the model, explains it, and stays open until the session has taken it.

import { $, h, select, text } from "../shell/dom.js"

let number = 0 // of the form that is open
let refused = null // shows why the recipe cannot be

export function openRecipe({ models, protocols }, send) {
  const dialog = $("#dialog")
  const chosen = { model: models[0].key, protocol: protocols[0].key }
  number += 1
  const settings = h("div", { class: "settings" }),
    ways = h("div", { class: "ways", role: "radiogroup", "aria-label": "Protocol" })
  const density = field("density", models[0].density, { title: "Number of particles in a unit of area" })
  const words = h("p", { class: "words failed", role: "alert", hidden: true })
  const start = h("button", { class: "primary" }, "prepare")
  const fill = () => {
    const suited = protocols.filter(p => p.models.includes(chosen.model))
    const protocol = suited.find(p => p.key === chosen.protocol) ?? suited[0]
    chosen.protocol = protocol.key
    ways.replaceChildren(
      ...suited.map(p =>
        h(
          "label",
          { class: "check" },
          h("input", {
            type: "radio",
            name: "protocol",
            value: p.key,
            checked: p === protocol,
            onchange: () => {
              chosen.protocol = p.key
              fill()
              ways.querySelector(":checked").focus()
            },
          }),
          h("span", {}, p.label, p === protocol ? h("small", {}, p.summary) : null),
        ),
      ),
    )
    settings.replaceChildren(...protocol.settings.map(s => setting(s, chosen.model)))
    density.querySelector("input").value = models.find(m => m.key === chosen.model).density
  }
  const form = h(
    "form",
    {
      novalidate: true,
      onsubmit: event => {
        event.preventDefault()
        const amiss = wrong(form)
        if (amiss) {
          refuse(amiss)
          return
        }
        const { n_particles, seed, density: dense, ...parameters } = numbersOf(form)
        const usual = models.find(m => m.key === chosen.model).density
        words.hidden = true
        start.disabled = true
        send("prepare", {
          form: number,
          ...chosen,
          n_particles,
          seed,
          density: dense === usual ? null : dense,
          parameters,
        })
      },
    },
    h("h2", {}, "Prepare a glass"),
    row(
      "model",
      "",
      select("model", models, chosen.model, key => {
        chosen.model = key
        fill()
      }),
    ),
    ways,
    settings,
    h(
      "div",
      { class: "settings" },
      field("n_particles", 2500, { min: 2, max: 100000, step: 1 }, "particles"),
      field("seed", 1, { min: 0, max: 4294967295, step: 1 }),
      density,
    ),
    words,
    h("p", { class: "words" }, "The run on the page goes on meanwhile; the new glass opens when it is ready."),
    h(
      "div",
      { class: "buttons" },
      h("button", { type: "button", value: "leave", onclick: () => dialog.close() }, "leave"),
      start,
    ),
  )
  const refuse = reason => {
    text(words, reason)
    words.hidden = false
    start.disabled = false
    words.scrollIntoView({ block: "nearest" })
  }
  refused = refuse
  fill()
  dialog.replaceChildren(form)
  dialog.showModal()
}

// The session's word on the recipe of a form: taken, or why not
export function answerForm(answer) {
  if (answer.number !== number || !$("#dialog").open) return
  if (answer.refused) refused(answer.refused)
  else $("#dialog").close()
}

const numbersOf = form =>
  Object.fromEntries([...form.querySelectorAll("input[type=number]")].map(input => [input.name, Number(input.value)]))

// What is wrong with the numbers, in a sentence; only what can be told here
function wrong(form) {
  for (const input of form.querySelectorAll("input[type=number]")) {
    const { min, max } = input,
      value = Number(input.value),
      name = input.dataset.label
    if (input.value === "" || Number.isNaN(value)) return `${name} is a number.`
    if ((min !== "" && value < Number(min)) || (max !== "" && value > Number(max)))
      return `${name} lies between ${Number(min)} and ${Number(max)}.`
    if (input.step === "1" && !Number.isInteger(value)) return `${name} is a whole number.`
  }
  return ""
}

const setting = (s, model) =>
  field(s.name, s.defaults[model], { min: s.low, max: s.high, title: s.summary }, s.label, s.unit)

function field(name, value, properties, label = name, unit = "") {
  return row(
    label,
    unit,
    h("input", { type: "number", step: "any", name, value, "data-label": label, ...properties }),
    properties.title,
  )
}

const row = (label, unit, input, title = null) =>
  h("label", { class: "row", title }, h("span", {}, label, unit ? h("small", {}, ` (${unit})`) : null), input)
