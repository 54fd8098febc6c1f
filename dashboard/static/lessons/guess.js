// The game of guessing: what is to be done, how the last guess went, and who is ahead.

import { $, h, rebuilt } from "../shell/dom.js"
import { heading, standing } from "./card.js"

const SAY = {
  aim: "Where will it give way first? Click a place, or give the map the focus and go there by the arrow keys.",
  running: "Sheared to its first event…",
}

export function showGuess(game, send) {
  const box = $("#guess")
  box.hidden = !game.phase
  if (box.hidden || !rebuilt(box, game)) return
  box.append(head(game, send), ...body(game), table(game.table), foot(game, send))
}

const head = ({ phase, round, rounds }, send) =>
  heading(phase === "over" ? "All guessed" : `Guess ${round} of ${rounds}`, "Leave the game", () =>
    send("guess", { what: "stop" }),
  )

const body = ({ phase, last }) =>
  [SAY[phase] ? h("p", {}, SAY[phase]) : null, last ? h("p", { role: "status" }, last) : null].filter(Boolean)

const table = rows => (rows.length ? standing(rows, "Mean ranks so far") : "")

const foot = ({ phase, round, rounds }, send) => {
  const button = (words, name, more) =>
    h("button", { type: "button", class: "primary press", onclick: () => send(name, more) }, words)
  if (phase === "aim") return button("this is the place", "guess_here", {})
  if (phase === "told") return button(round < rounds ? "next glass" : "the outcome", "guess", { what: "next" })
  return phase === "over" ? button("play again", "guess", { what: "begin" }) : ""
}
