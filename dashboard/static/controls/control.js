// Controls from their declarations: the session says what each one is and what it holds, the page builds and fills it.

import { h, press, rebuilt, segmented, select, settle, text } from "../shell/dom.js"

// For each type: its elements, the one of them that takes the input, and what fills them
const MAKE = {
  toggle(declared, change, name) {
    const input = h("input", { type: "checkbox", name, onchange: e => change(e.target.checked) })
    const note = "note" in declared ? h("output", {}) : null
    const label = h("label", { class: "check" }, input, declared.label, note)
    const fill = control => {
      input.checked = control.value
      input.disabled = Boolean(control.disabled)
      if (note) text(note, control.note)
    }
    return { elements: [label], input, fill }
  },

  menu(declared, change, name) {
    const input = select(declared.label, declared.options, declared.value, change)
    if (name) input.name = name
    return { elements: [...words(declared), input], input, fill: control => settle(input, control.value) }
  },

  buttons(declared, change) {
    const input = segmented(declared.label, declared.options, declared.value, change)
    const fill = ({ value, options, off = [] }) => {
      press(input, value)
      for (const [k, { key, label }] of options.entries()) {
        text(input.children[k], label)
        input.children[k].disabled = off.includes(key)
      }
    }
    return { elements: [...(declared.said ? words(declared) : []), input], input, fill }
  },

  slider(declared, change, name) {
    const { min, max, step, value, label } = declared
    const shown = h("output", {}, String(value))
    const input = h("input", {
      type: "range",
      name,
      min,
      max,
      step,
      value,
      "aria-label": label,
      oninput: e => text(shown, e.target.value),
      onchange: e => {
        change(Number(e.target.value))
        e.target.blur()
      },
    })
    const fill = control => {
      settle(input, control.value)
      if (document.activeElement !== input) text(shown, String(control.value))
    }
    return { elements: [...words(declared), shown, input], input, fill }
  },

  typed(declared, change, name) {
    const { min, max, step, label } = declared
    let asked = false // what was typed may be refused: then the value that holds comes back
    let last = declared.value
    const input = h("input", {
      type: "number",
      name,
      min,
      max,
      step: step ?? "any",
      "aria-label": label,
      onchange: ({ target }) => {
        if (target.value === "" && !declared.empty) {
          target.value = shown(last) // nothing is no number
          return
        }
        change(target.value === "" ? null : Number(target.value))
        if (declared.whole) return
        asked = true
        setTimeout(() => {
          if (asked && last !== null) target.value = shown(last)
          asked = false
        }, REFUSED)
      },
      onkeydown: declared.whole ? stepThrough : null,
    })
    const shown = value => (step === null ? short(value) : value)
    const fill = ({ value }) => {
      last = value
      if (value === null) return
      if (asked) input.value = shown(value)
      else settle(input, shown(value))
      asked = false
    }
    return { elements: [...words(declared), input], input, fill }
  },
}

const REFUSED = 1200 // milliseconds after which what was typed has been refused, where no other value has come

const words = ({ said, label }) => (said === "" ? [] : [h("span", {}, said ?? label)])

const short = value =>
  value !== 0 && (Math.abs(value) >= 1e4 || Math.abs(value) < 1e-3)
    ? value.toExponential(1).replace("+", "")
    : Number(value.toPrecision(Math.abs(value) < 0.1 ? 2 : 3))

// The up and down keys take the next whole number at once, not when the field is left
function stepThrough(event) {
  const by = { ArrowUp: 1, ArrowDown: -1 }[event.key]
  if (!by) return
  event.preventDefault()
  event.target.value = Math.max(Number(event.target.min), Number(event.target.value) + by)
  event.target.dispatchEvent(new Event("change"))
}

// One control; `change` is called with the value that the user chooses
export function make(name, declared, change) {
  const made = MAKE[declared.type](declared, change, name)
  const fill = control => {
    made.fill(control)
    for (const element of made.elements) {
      element.hidden = Boolean(control.hidden)
      if (element.title !== control.title) element.title = control.title
    }
  }
  fill(declared)
  return { ...made, name, declared, fill }
}

// Controls beside each other, after their row's name where it has one: a label where the first has words to choose
export function layOut(controls, name = "") {
  const elements = controls.flatMap(each => each.elements)
  const types = new Set(controls.map(each => each.declared.type))
  const toggles = types.size === 1 && types.has("toggle")
  if (elements.length === 1 && !toggles) return elements[0]
  const tag = types.has("toggle") || types.has("buttons") ? "div" : "label"
  return h(tag, { class: `row ${name || (toggles ? "wraps" : "")}`.trim() }, elements)
}

const cards = new WeakMap() // the controls of each card, by its element

// Fill a card with its controls, built anew where others are declared. `special` lays out rows that are more than their
// controls, by their names; `shape` is what these rows depend on besides
export function showCard(box, controls, set, special = {}, shape = []) {
  if (rebuildDue(box, controls, shape)) {
    const made = Object.entries(controls).map(([name, declared]) => make(name, declared, value => set(name, value)))
    const rows = rowsOf(made).map(({ name, row }) => {
      const laid = [special[name]?.(row) ?? layOut(row, name)].flat().filter(part => part !== null)
      const rooms = new Set(row.map(each => each.declared.rooms))
      for (const each of row)
        if (each.declared.rooms) mark(rooms.size === 1 ? laid : each.elements, each.declared.rooms)
      return { row, laid }
    })
    box.append(...rows.flatMap(({ laid }) => laid))
    cards.set(box, { made, rows })
  }
  const { made, rows } = cards.get(box)
  for (const each of made) each.fill(controls[each.name])
  for (const { row, laid } of rows)
    for (const element of laid) element.hidden = row.every(each => controls[each.name].hidden)
}

function rebuildDue(box, controls, shape) {
  const parts = Object.entries(controls).map(([name, each]) => [
    ...[name, each.type, each.label, each.said, each.row, each.rooms, each.min, each.max, each.step, "note" in each],
    each.options?.map(option => option.key),
  ])
  return rebuilt(box, [parts, shape])
}

// Neighbours of one row; toggles without one share theirs
function rowsOf(made) {
  const rows = []
  for (const each of made) {
    const name = each.declared.row
    const last = rows.at(-1)
    const toggles = !name && last?.row.every(other => other.declared.type === "toggle")
    if (last && last.name === name && (name || (toggles && each.declared.type === "toggle"))) last.row.push(each)
    else rows.push({ name, row: [each] })
  }
  return rows
}

function mark(elements, rooms) {
  for (const element of elements) element.dataset.rooms = rooms
}
