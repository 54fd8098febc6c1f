// Opening a file, and asking what it does not say.

import { $, $$, h, select } from "../shell/dom.js"
import { bindFile, refusal } from "../shell/files.js"

export function bindOpen(send) {
  $("#open").addEventListener("click", () => $("#file").click())
  bindFile($("#file"), file => send("open", file))
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
  const say = (name, more) => {
    here.answered = true
    send(name, more)
  }
  const form = formOf(question, say)
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
  $("input, select, .primary", form)?.focus()
}

function formOf({ kind, choices, name, words, refused, back }, say) {
  const { inputs, value } = INPUTS[kind](choices)
  const answer = async event => {
    event.preventDefault()
    for (const button of $$("button", event.currentTarget)) button.disabled = true
    say("answer", { value: await value() })
  }
  return h(
    "form",
    { onsubmit: answer },
    h("h2", { class: "as-is" }, name),
    h("p", {}, words),
    inputs,
    refused ? h("p", { class: "words failed", role: "alert" }, refused) : null,
    h(
      "div",
      { class: "buttons" },
      h("button", { type: "button", value: "leave", onclick: () => $("#dialog").close() }, "leave it"),
      back ? h("button", { type: "button", value: "back", onclick: () => say("back") }, "back") : null,
      h("button", { class: "primary" }, kind === "rest" ? "relax it first" : "go on"),
    ),
  )
}

const row = (words, input) => h("label", { class: "row" }, h("span", {}, words), input)

// What is asked for each kind of question, and the answer as the session wants it
const INPUTS = {
  rest: () => ({ inputs: null, value: () => true }),
  model: choices => {
    const [usual] = choices
    const menu = select("Model", choices, usual.key, () => null)
    return { inputs: row("model", menu), value: () => menu.value }
  },
  cell: () => {
    const side = name => h("input", { type: "number", min: 0, step: "any", required: true, name, "aria-label": name })
    const wide = side("Lx")
    const tall = side("Ly")
    return {
      inputs: h("div", {}, row("Lx, along x", wide), row("Ly, along y", tall)),
      value: () => [Number(wide.value), Number(tall.value)],
    }
  },
  small: choices => {
    const either = (small, large) =>
      h(
        "label",
        { class: "check" },
        h("input", { type: "radio", name: "small", value: small.key, required: true }),
        `${small.label} is small, ${large.label} is large`,
      )
    const [one, other] = choices
    const inputs = h(
      "div",
      { role: "radiogroup", "aria-label": "The small ones" },
      either(one, other),
      either(other, one),
    )
    return { inputs, value: () => $(":checked", inputs).value }
  },
  species: choices => {
    const sizes = [
      { key: 0, label: "small" },
      { key: 1, label: "large" },
    ]
    const menus = choices.map(({ key, label }) => ({ key, menu: select(label, sizes, 0, () => null) }))
    return {
      inputs: h(
        "div",
        {},
        menus.map(({ key, menu }) => row(key, menu)),
      ),
      value: () => Object.fromEntries(menus.map(({ key, menu }) => [key, Number(menu.value)])),
    }
  },
  diameters: () => {
    const onchange = () => input.setCustomValidity(refusal(input.files[0]))
    const input = h("input", { type: "file", accept: ".txt,.dat,.csv", required: true, name: "diameters", onchange })
    const value = () => {
      const [file] = input.files
      return file.text()
    }
    return { inputs: row("a text file of one diameter a particle, in the file's order", input), value }
  },
}
