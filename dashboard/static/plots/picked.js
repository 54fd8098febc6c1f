// The particle picked on the map: what it is, its value in the field shown, and folded away those in all others.

import { $, h, refs, text } from "../shell/dom.js"

let shown = {}

export function bindPick(set) {
  $("#pick").append(
    h(
      "div",
      { class: "row" },
      h("b", { ref: "title" }),
      h(
        "button",
        {
          type: "button",
          class: "link",
          title: "Let the particle go (Esc)",
          "aria-label": "Let the particle go",
          onclick: () => set("picked", null),
        },
        "×",
      ),
    ),
    h("table", { ref: "facts" }),
    h(
      "details",
      { ref: "others", ontoggle: () => showPick(shown) },
      h("summary", {}, "in all indicators"),
      h("div", { class: "scroll", tabindex: 0 }, h("table", { ref: "rows" })),
    ),
  )
  document.addEventListener("keydown", event => {
    if (event.key === "Escape" && !$("#pick").hidden && !$("dialog[open]")) set("picked", null)
  })
}

export function showPick(pick) {
  shown = pick
  const box = $("#pick")
  box.hidden = !pick.title
  if (box.hidden) return
  const parts = refs(box)
  text(parts.title, pick.title)
  const [own, ...others] = pick.rows
  parts.facts.replaceChildren(
    ...pick.facts.map(([name, value]) => h("tr", {}, h("td", {}, name), h("td", {}, value))),
    ...(own ? [h("tr", { class: "shown", title: own[0] }, h("td", {}, own[1]), h("td", {}, inWords(own)))] : []),
  )
  parts.others.hidden = !others.length
  if (!parts.others.open) return
  parts.rows.replaceChildren(
    h("tr", {}, h("th", {}, ""), h("th", {}, "value"), h("th", {}, "softer than")),
    ...others.map(([label, symbol, value, softer]) =>
      h("tr", { title: symbol }, h("td", {}, label), h("td", {}, value), h("td", {}, softer)),
    ),
  )
}

const inWords = ([, , value, softer]) => (softer ? `${value}, softer than ${softer}` : value)
