// One message at a time, which the user closes; what is no failure goes away by itself.

import { $, h } from "./dom.js"

const STAYS = 6000 // milliseconds, where it is no failure

let shown = 0

export function tell(words, kind = "error") {
  shown += 1
  const here = shown
  const box = $("#notice")
  const close = () => {
    box.hidden = true
  }
  box.className = kind
  box.replaceChildren(h("span", {}, words), h("button", { type: "button", onclick: close }, "close"))
  box.hidden = false
  if (kind === "info")
    setTimeout(() => {
      if (here === shown) close()
    }, STAYS)
}

let told = 0 // number of the session's own message that was shown last

export function showNotice({ text, kind, number }) {
  if (!text || number === told) return
  told = number
  tell(text, kind)
}
