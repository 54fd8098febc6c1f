// The teacher's side: the code of the class, how many watch, who is ahead, and where all of them guessed.

import { drawCrosses } from "../map/sketch.js"
import { $, h, rebuilt } from "../shell/dom.js"

let marks = []
let canvas = null

export function showClass(room, send) {
  const box = $("#class")
  box.hidden = !room.code
  marks = room.marks ?? []
  if (box.hidden || !rebuilt(box, { ...room, marks: [] })) return
  const address = new URL("watch", location.href)
  address.search = new URLSearchParams({ code: room.code }).toString()
  const guessed = room.asks || room.guessed ? `, ${room.guessed} guessed` : ""
  box.append(
    h(
      "h2",
      {},
      "Class",
      h(
        "span",
        { class: "links" },
        h(
          "button",
          { type: "button", "aria-label": "End the class", onclick: () => send("class", { open: false }) },
          "×",
        ),
      ),
    ),
    h("p", { class: "code" }, room.code),
    h(
      "p",
      { class: "words" },
      h("a", { href: address.href, target: "_blank" }, address.href.replace(/^https?:\/\//, "")),
    ),
    h("p", { class: "words", role: "status" }, `${room.watching} watch${guessed}`),
    h(
      "ol",
      { class: "standing" },
      room.table.map(({ place, name, rank }) =>
        h("li", { style: `--share: ${Number(rank)}` }, h("span", {}, `${place}. ${name}`), h("b", {}, rank)),
      ),
    ),
  )
}

// Where all of them guessed, once it is known where it yielded
export function drawGuesses(state) {
  if (!marks.length && !canvas) return
  if (!canvas) {
    canvas = h("canvas", { class: "recorded" })
    $("#map .bokeh").before(canvas)
  }
  drawCrosses(canvas, state, marks, "accent")
}
