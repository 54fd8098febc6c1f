// What the cards of a lesson, of the game and of a class have alike: a heading with a cross, and a table of ranks.

import { h } from "../shell/dom.js"

export const heading = (title, label, close) =>
  h(
    "h2",
    {},
    title,
    h("span", { class: "links" }, h("button", { type: "button", "aria-label": label, onclick: close }, "×")),
  )

export const standing = (rows, label) =>
  h(
    "ol",
    { class: "standing", "aria-label": label },
    rows.map(({ place, name, rank, you }) =>
      h(
        "li",
        { class: you ? "you" : null, style: `--share: ${Number(rank)}`, value: place },
        h("span", {}, `${place}. ${name}`),
        h("b", {}, rank),
      ),
    ),
  )
