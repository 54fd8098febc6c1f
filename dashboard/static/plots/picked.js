// The particle picked on the map.

import { $, h } from "../shell/dom.js"

export function showPick(pick, set) {
  const box = $("#pick")
  box.hidden = !pick.title
  if (box.hidden) return
  box.replaceChildren(
    h(
      "div",
      { class: "row" },
      h("b", {}, pick.title),
      h(
        "button",
        { type: "button", class: "link", "aria-label": "Let the particle go", onclick: () => set("picked", null) },
        "×",
      ),
    ),
    h(
      "table",
      {},
      h("tr", {}, h("th", {}, ""), h("th", {}, "value"), h("th", {}, "softer than")),
      pick.rows.map(row =>
        h(
          "tr",
          {},
          row.map(cell => h("td", {}, cell)),
        ),
      ),
    ),
  )
}
