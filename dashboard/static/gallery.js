// The gallery of glasses, preparing one with progress and cancel, opening a file.

import { $, h, rebuilt, select, text } from "./dom.js"

export function showGallery({ entries, chosen }, send) {
  const box = $("#entries")
  if (rebuilt(box, entries)) {
    box.append(...entries.map(e => h("button", {
      type: "button", class: "entry", role: "option", "data-key": e.key, title: e.note, onclick: () => send("glass", { key: e.key }),
    }, h("b", {}, e.label), h("small", {}, e.note))))
  }
  for (const button of box.children) {
    const here = button.dataset.key === chosen
    if (here && button.getAttribute("aria-selected") !== "true") button.scrollIntoView({ block: "nearest" })
    button.setAttribute("aria-selected", String(here))
  }
}

export function showProgress(progress, send) {
  const box = $("#progress")
  box.hidden = !progress.label
  if (box.hidden) return
  if (rebuilt(box, progress.label)) {
    box.append(
      h("div", { class: "row" }, h("b", {}, progress.label), h("button", { type: "button", class: "link", onclick: () => send("cancel") }, "cancel")),
      h("progress", { max: 1, "aria-label": "Preparation" }), h("small", {}))
  }
  $("progress", box).value = progress.fraction
  text($("small", box), `${progress.stage}, ${Math.round(100 * progress.fraction)} %`)
}

export function bindGallery(recipes, send) {
  $("#prepare").addEventListener("click", () => openRecipe(recipes(), send))
  $("#open").addEventListener("click", () => $("#file").click())
  $("#file").addEventListener("change", event => {
    const file = event.target.files[0]
    if (!file) return
    const reader = new FileReader()
    reader.onload = () => send("open", { name: file.name, data: reader.result.split(",")[1] ?? "" })
    reader.readAsDataURL(file)
    event.target.value = ""
  })
}

function openRecipe({ models, protocols }, send) {
  const dialog = $("#dialog")
  const chosen = { model: models[0].key, protocol: protocols[0].key }
  const parameters = h("div", {})
  const summary = h("p", { class: "words" })
  const fill = () => {
    const protocol = protocols.find(p => p.key === chosen.protocol)
    text(summary, protocol.summary)
    parameters.replaceChildren(...protocol.parameters.map(p => row(p.label, h("input", {
      type: "number", name: p.name, min: p.low, max: p.high, step: "any", value: p.defaults[chosen.model], title: p.doc,
    }))))
  }
  const number = (name, value, min, max) => h("input", { type: "number", name, value, min, max, step: 1, required: true })
  const form = h("form", {
    method: "dialog", onsubmit: event => {
      const values = Object.fromEntries([...new FormData(form)].map(([k, v]) => [k, Number(v)]))
      const { n_particles, seed, ...rest } = values
      if (event.submitter?.value === "start") send("prepare", { ...chosen, n_particles, seed, parameters: rest })
    },
  },
    h("h2", {}, "Prepare a glass"),
    row("model", select("model", models, chosen.model, key => { chosen.model = key; fill() })),
    row("particles", number("n_particles", 2500, 2, 100000)),
    row("protocol", select("protocol", protocols, chosen.protocol, key => { chosen.protocol = key; fill() })),
    summary, parameters,
    row("seed", number("seed", 1, 0, 4294967295)),
    h("p", { class: "words" }, "The run on the page goes on meanwhile; the new glass opens when it is ready."),
    h("div", { class: "buttons" },
      h("button", { value: "leave", formnovalidate: true }, "cancel"), h("button", { value: "start", class: "primary" }, "prepare")))
  fill()
  dialog.replaceChildren(form)
  dialog.showModal()
}

const row = (label, input) => h("label", { class: "row" }, h("span", {}, label), input)
