// The card of the load: its geometry, angle and direction, and how far it goes.

import { $, h, press, rebuilt, segmented, settle, text } from "../shell/dom.js"
import { dial, turnDial } from "./dial.js"

export function showLoad(card, send, set) {
  const box = $("#load-card .body")
  if (rebuilt(box, card.kinds)) {
    box.append(
      segmented("Geometry", card.kinds, card.kind, key => set("load", key)),
      h(
        "div",
        { class: "dial-row" },
        dial(set),
        h(
          "div",
          { class: "grow" },
          h(
            "label",
            { class: "row angle" },
            h("span", {}, "angle (°)"),
            h("input", {
              type: "number",
              min: -180,
              max: 180,
              step: 5,
              "aria-label": "Angle in degrees",
              onchange: e => set("angle", Number(e.target.value)),
            }),
          ),
          h(
            "label",
            { class: "row" },
            h("span", {}, "to strain (%)"),
            h("input", {
              type: "number",
              min: 0.1,
              max: 50,
              step: 0.5,
              name: "max",
              onchange: e => set("max_strain", Number(e.target.value)),
            }),
          ),
        ),
      ),
      segmented(
        "Direction",
        [
          { key: 1, label: "" },
          { key: -1, label: "" },
        ],
        card.sign,
        key => set("sign", key),
      ),
      h(
        "div",
        { class: "ask", hidden: true },
        h("button", { type: "button", class: "primary", onclick: () => send("load_here") }),
        h("button", { type: "button", onclick: () => send("reset") }, "from as cast"),
      ),
    )
  }
  const [kinds, signs] = box.querySelectorAll(".segmented")
  press(kinds, card.kind)
  press(signs, card.sign)
  signs.children[0].textContent = card.signs[0]
  signs.children[1].textContent = card.signs[1]
  box.querySelector(".angle").style.visibility = box.querySelector(".dial").style.visibility = card.turns
    ? "visible"
    : "hidden"
  settle(box.querySelector(".angle input"), card.angle)
  settle(box.querySelector("[name=max]"), Number(card.max_strain.toPrecision(4)))
  turnDial(box.querySelector(".dial"), card)
  const ask = box.querySelector(".ask")
  ask.hidden = !card.differs
  text(ask.children[0], `go on so from γ ${card.here}`)
}
