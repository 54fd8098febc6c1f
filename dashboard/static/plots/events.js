// The table of events, and the tabs of the card that it stands in.

import { $, $$, h } from "../shell/dom.js"

let built = ""
export function showEvents({ rows, symbol }, send) {
  const now = JSON.stringify([rows, symbol])
  if (now === built) return
  built = now
  const box = $("#events")
  if (!rows.length) {
    box.replaceChildren(h("p", { class: "words" }, "No event yet."))
    return
  }
  const head = ["", "γ (%)", "core", "Δσ", "ΔE", `rank ${symbol}`]
  box.replaceChildren(
    h(
      "table",
      {},
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          head.map(name => h("th", {}, name)),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map(r =>
          h(
            "tr",
            {
              tabindex: 0,
              class: r.past ? null : "ahead",
              title: `Particle ${r.core}: go back to this event`,
              "data-number": r.number,
              onclick: () => send("event", { number: r.number }),
              onkeydown: e => {
                if (e.key === "Enter") send("event", { number: r.number })
              },
            },
            [r.number, r.strain, r.place, r.stress, r.energy, r.rank].map(value => h("td", {}, String(value))),
          ),
        ),
      ),
    ),
  )
}

export function bindTabs() {
  for (const tab of $$("[data-card=distribution] [role=tab]")) {
    tab.addEventListener("click", () => {
      for (const each of $$("[data-card=distribution] [role=tab]"))
        each.setAttribute("aria-selected", String(each === tab))
      for (const pane of $$("[data-card=distribution] [data-pane]")) pane.hidden = pane.dataset.pane !== tab.dataset.tab
    })
  }
}
