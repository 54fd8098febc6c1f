// The teacher's side: the code of the class, how many watch, who is ahead, and where all of them guessed.

import { heading, standing } from "../lessons/card.js"
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
    heading("Class", "End the class", () => send("class", { open: false })),
    h("p", { class: "code" }, room.code),
    h(
      "p",
      { class: "words" },
      h("a", { href: address.href, target: "_blank" }, address.href.replace(/^https?:\/\//, "")),
    ),
    h("p", { class: "words", role: "status" }, `${room.watching} watch${guessed}`),
    standing(room.table, "The class so far"),
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
