// Small helpers to make and fill elements.

export const $ = (selector, root = document) => root.querySelector(selector)
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)]

// h("button", { class: "x", ref: "start", onclick: go }, "text", child) makes an element; null children are left out.
// What is filled later gets a `ref`, by which `refs` of a box around it finds it
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue
    if (name === "ref") element.dataset.ref = value
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value)
    else if (name === "value" || name === "checked") element[name] = value
    else element.setAttribute(name, value === true ? "" : value)
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined))
  return element
}

// The elements of a box that were made with a `ref`, by its name: no place in the order of children is meant anywhere
export const refs = box => Object.fromEntries($$("[data-ref]", box).map(element => [element.dataset.ref, element]))

const SVG = "http://www.w3.org/2000/svg"

export function svg(tag, properties = {}, ...children) {
  const made = document.createElementNS(SVG, tag)
  for (const [name, value] of Object.entries(properties)) made.setAttribute(name === "ref" ? "data-ref" : name, value)
  made.append(...children)
  return made
}

export function text(element, words) {
  if (element.textContent !== words) element.textContent = words
}

// Build a part of the page once for each shape of its data, so that a control in use is never replaced under the hand
export function rebuilt(element, shape) {
  const now = JSON.stringify(shape)
  if (element.dataset.shape === now) return false
  element.dataset.shape = now
  element.replaceChildren()
  return true
}

export function segmented(label, options, chosen, choose) {
  return h(
    "div",
    { class: "segmented", role: "group", "aria-label": label },
    options.map(({ key, label: words }) =>
      h(
        "button",
        {
          type: "button",
          "data-key": key,
          "aria-pressed": String(key === chosen),
          onclick: () => choose(key),
        },
        words,
      ),
    ),
  )
}

export function press(group, chosen) {
  for (const button of $$("button", group))
    button.setAttribute("aria-pressed", String(button.dataset.key === String(chosen)))
}

export function select(label, options, chosen, choose) {
  const made = h(
    "select",
    { "aria-label": label, onchange: event => choose(options[event.target.selectedIndex].key) },
    options.map(option => h("option", { value: String(option.key) }, option.label)),
  )
  made.value = String(chosen)
  return made
}

// Set a value unless the user is at it
export function settle(input, value) {
  if (document.activeElement !== input && input.value !== String(value)) input.value = String(value)
}
