// The card of the load: its geometry, angle and direction, and how far it goes.

import { $, h, text } from "../shell/dom.js"
import { layOut, showCard } from "./control.js"
import { dial, turnDial } from "./dial.js"

export function showLoad(card, send, set) {
  const box = $("#load-card .body")
  const special = {
    // the direction is also turned by hand; a dilation has none
    dial: ([angle, ...others]) => {
      const turned = layOut([angle])
      turned.classList.add("angle")
      const rows = [turned, ...others.map(each => layOut([each]))]
      return h("div", { class: "dial-row" }, dial(set), h("div", { class: "grow" }, rows))
    },
  }
  showCard(box, card.controls, set, special)
  box.querySelector(".angle").style.visibility = box.querySelector(".dial").style.visibility = card.turns
    ? "visible"
    : "hidden"
  turnDial(box.querySelector(".dial"), card)
  const ask = box.querySelector(".ask") ?? box.appendChild(asking(send))
  ask.hidden = !card.differs
  text($(".primary", ask), `go on so from γ ${card.here}`)
}

const asking = send =>
  h(
    "div",
    { class: "ask", hidden: true },
    h("button", { type: "button", class: "primary", onclick: () => send("load_here") }),
    h("button", { type: "button", onclick: () => send("reset") }, "from as cast"),
  )
