// The table of events, and the tabs of the card that it stands in.

import { $, $$, h } from "../shell/dom.js"

let built = ""
export function showEvents({ rows, all, symbol }, send) {
  const now = JSON.stringify([rows, all, symbol])
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
        rows.map(row => line(row, () => send("event", { number: row.number }))),
      ),
    ),
    all > rows.length ? h("p", { class: "words" }, `${rows.length} of ${all} events; the CSV file holds all.`) : "",
  )
}

function line({ number, strain, place, stress, energy, rank, core, past }, goBack) {
  return h(
    "tr",
    {
      tabindex: 0,
      class: past ? null : "ahead",
      title: `Particle ${core}: go back to this event`,
      "data-number": number,
      onclick: goBack,
      onkeydown: event => {
        if (event.key === "Enter") goBack()
      },
    },
    [number, strain, place, stress, energy, rank].map(value => h("td", {}, String(value))),
  )
}

export function bindTabs(send) {
  for (const card of $$(".plot.tabs")) {
    const tabs = $$("[role=tab]", card)
    for (const tab of tabs) {
      tab.addEventListener("click", () => {
        for (const each of tabs) each.setAttribute("aria-selected", String(each === tab))
        for (const pane of $$("[data-pane]", card)) pane.hidden = pane.dataset.pane !== tab.dataset.tab
        card.classList.toggle("aside", tab !== tabs[0])
        if (tab.dataset.tab !== "events") send("tab", { plot: tab.dataset.tab })
      })
    }
  }
}
