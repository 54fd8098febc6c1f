// Opening a file, and asking what it does not say.

import { $, h, select } from "../shell/dom.js"

export function bindOpen(send) {
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

let open = null // the question on the page; closing the dialog leaves its file, unless it was answered

export function showQuestion(question, send) {
  const dialog = $("#dialog")
  if (!question.kind) {
    // answered for good, or left
    if (open) {
      open.answered = true
      dialog.close()
    }
    open = null
    return
  }
  const here = { answered: false }
  open = here
  const { inputs, value } = INPUTS[question.kind](question.choices)
  const done = what => {
    here.answered = true
    send(...what)
  }
  const form = h(
    "form",
    {
      onsubmit: async event => {
        event.preventDefault()
        for (const button of form.querySelectorAll("button")) button.disabled = true
        done(["answer", { value: await value() }])
      },
    },
    h("h2", { class: "as-is" }, question.name),
    h("p", {}, question.words),
    inputs,
    question.refused ? h("p", { class: "words failed", role: "alert" }, question.refused) : null,
    h(
      "div",
      { class: "buttons" },
      h("button", { type: "button", value: "leave", onclick: () => dialog.close() }, "leave it"),
      question.back ? h("button", { type: "button", value: "back", onclick: () => done(["back"]) }, "back") : null,
      h("button", { class: "primary" }, question.kind === "rest" ? "relax it first" : "go on"),
    ),
  )
  dialog.replaceChildren(form)
  if (!dialog.open) dialog.showModal()
  dialog.addEventListener(
    "close",
    () => {
      if (open !== here) return
      open = null
      if (!here.answered) send("leave")
    },
    { once: true },
  )
  form.querySelector("input, select, .primary")?.focus()
}

const INPUTS = {
  rest: () => ({ inputs: null, value: () => true }),
  model: choices => {
    const menu = select("Model", choices, choices[0].key, () => null)
    return { inputs: h("label", { class: "row" }, h("span", {}, "model"), menu), value: () => menu.value }
  },
  cell: () => {
    const [x, y] = ["Lx", "Ly"].map(name =>
      h("input", { type: "number", min: 0, step: "any", required: true, name, "aria-label": name }),
    )
    return {
      inputs: h(
        "div",
        {},
        h("label", { class: "row" }, h("span", {}, "Lx, along x"), x),
        h("label", { class: "row" }, h("span", {}, "Ly, along y"), y),
      ),
      value: () => [Number(x.value), Number(y.value)],
    }
  },
  small: choices => {
    const inputs = h(
      "div",
      { role: "radiogroup", "aria-label": "The small ones" },
      choices.map((c, k) =>
        h(
          "label",
          { class: "check" },
          h("input", { type: "radio", name: "small", value: c.key, required: true }),
          `${c.label} is small, ${choices[1 - k].label} is large`,
        ),
      ),
    )
    return { inputs, value: () => inputs.querySelector(":checked").value }
  },
  species: choices => {
    const sizes = [
      { key: 0, label: "small" },
      { key: 1, label: "large" },
    ]
    const menus = choices.map(c => [c.key, select(c.label, sizes, 0, () => null)])
    return {
      inputs: h(
        "div",
        {},
        menus.map(([key, menu]) => h("label", { class: "row" }, h("span", {}, key), menu)),
      ),
      value: () => Object.fromEntries(menus.map(([key, menu]) => [key, Number(menu.value)])),
    }
  },
  diameters: () => {
    const file = h("input", { type: "file", accept: ".txt,.dat,.csv", required: true, name: "diameters" })
    return {
      inputs: h(
        "label",
        { class: "row" },
        h("span", {}, "a text file of one diameter a particle, in the file's order"),
        file,
      ),
      value: () => file.files[0].text(),
    }
  },
}
