// How a glass was made: a few words, the command that makes it again, and what was seen on the way.

import { h, select } from "../shell/dom.js"
import { drawLines, emptyPlot, number, range } from "./lines.js"
import { thousands } from "./members.js"

const MOST = 0.97 // of the energies lie on the plot: a stage begins with a few that have not settled yet
const FORGOTTEN = Math.exp(-1)

export function showMaking(box, making) {
  if (!making) {
    box.replaceChildren(h("p", { class: "words" }, "reading how it was made…"))
    return
  }
  const parts = [
    h(
      "table",
      {},
      making.rows.map(([name, value]) => h("tr", {}, h("td", {}, name), h("td", {}, value))),
    ),
  ]
  if (making.words) parts.push(h("p", { class: "words" }, making.words))
  if (making.command) parts.push(command(making.command))
  if (making.stages.length) parts.push(stages(making))
  box.replaceChildren(...parts)
}

function command(words) {
  const button = h(
    "button",
    {
      type: "button",
      class: "link",
      onclick: async () => {
        await navigator.clipboard.writeText(words)
        button.textContent = "copied"
      },
    },
    "copy",
  )
  return h(
    "div",
    { class: "command" },
    h("div", { class: "row" }, h("small", {}, "makes it again"), button),
    h("code", {}, words),
  )
}

function stages({ stages: all, shown }) {
  const plot = h("div", {})
  const show = k => plot.replaceChildren(...stage(all[k]))
  show(shown)
  return h(
    "div",
    { class: "stages" },
    h(
      "div",
      { class: "row" },
      h("small", {}, "on the way"),
      select(
        "Stage of the preparation",
        all.map(({ label }, k) => ({ key: k, label })),
        shown,
        show,
      ),
    ),
    plot,
  )
}

// The energy above, the self-overlap below: it falls to 1/e once in each relaxation time, then starts anew
function stage({ where, unit, times, energies, overlaps, relaxations }) {
  const span = range(energies, MOST)
  const across = { from: 0, to: times.at(-1) }
  const ticks = relaxations.map(x => ({ x, name: "tick" }))
  const above = emptyPlot(`Energy per particle against time, ${where}`)
  const below = emptyPlot(`Self-overlap against time, ${where}`)
  drawLines(above, [{ x: times, y: energies, ...span, name: "energy" }], across, ticks)
  drawLines(below, [{ x: times, y: overlaps, low: 0, high: 1, name: "overlap" }], across, [
    { y: FORGOTTEN, name: "level" },
    ...ticks,
  ])
  return [
    h("div", { class: "row names" }, h("span", { class: "energy" }, "energy per particle"), h("span", {}, where)),
    h("div", { class: "axes" }, ends(number(span.high), number(span.low)), above),
    h(
      "div",
      {
        class: "row names",
        title: "Share of the particles that are still where they were; it starts anew each time it has fallen to 1/e",
      },
      h("span", { class: "overlap" }, "self-overlap"),
    ),
    h("div", { class: "axes" }, ends("1", "0"), below),
    h("div", { class: "row names below" }, h("span", {}, "0"), h("span", {}, `${thousands(across.to)} ${unit}`)),
  ]
}

const ends = (high, low) => h("div", { class: "ends-of-axis" }, h("span", {}, high), h("span", {}, low))
