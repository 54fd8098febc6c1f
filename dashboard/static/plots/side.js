// Several indicators on one glass: what stands beside each map, and what each of them knew of the last event.

import { $, $$, h, rebuilt, refs, settle, svg, text } from "../shell/dom.js"

export function bindSide(send) {
  $("#side .home").addEventListener("click", () => send("home"))
  // the maps are moved with the mouse: no frame around one because it was clicked
  $("#side").addEventListener("focusin", event => {
    if (event.target.closest(".map")) event.composedPath()[0].style.outline = "none"
  })
}

export function showSide({ groups, maps }, send) {
  $("#side").dataset.maps = maps.length
  for (const [at, panel] of $$("#side .panel").entries()) {
    const map = maps[at]
    panel.hidden = !map
    if (!map) continue
    if (rebuilt($(".named", panel), groups)) build(panel, at, groups, send)
    showMap(panel, map)
  }
}

function showMap(panel, map) {
  panel.setAttribute("aria-label", map.label)
  panel.classList.toggle("computing", map.computing)
  const parts = refs(panel)
  settle(parts.indicator, map.key)
  text(parts.symbol, map.symbol)
  text(parts.family, ` · ${map.family}`)
  text(parts.note, ` · ${map.note}${map.missing ? " · grey: no value" : ""}`)
  parts.of.classList.toggle("failed", map.failed)
  parts.ramp.style.background = `linear-gradient(to right, ${map.colours.join(",")})`
  const [stiff, soft] = map.ends
  text(parts.stiff, stiff)
  text(parts.soft, soft)
  const { value, words, marks } = map.rank
  text(parts.value, value)
  text(parts.words, words)
  mark(parts.marks, marks)
  text(parts.ranked, marks.length === 1 ? "rank of the event" : `ranks of ${marks.length} events`)
  text(parts.picked, map.picked)
}

function build(panel, at, groups, send) {
  $(".named", panel).append(
    h(
      "select",
      {
        ref: "indicator",
        class: "indicator",
        "aria-label": `Indicator of map ${at + 1}`,
        onchange: event => {
          send("beside", { at, key: event.target.value })
          event.target.blur()
        },
      },
      groups.map(group =>
        h(
          "optgroup",
          { label: group.label },
          group.options.map(option => h("option", { value: option.key }, option.label)),
        ),
      ),
    ),
  )
  $(".said", panel).append(...saidOfMap())
}

const saidOfMap = () => [
  h(
    "p",
    { ref: "of", class: "words of" },
    h("span", { ref: "symbol" }),
    h("span", { ref: "family", class: "family" }),
    h("span", { ref: "note" }),
  ),
  h(
    "div",
    { class: "range" },
    h("div", { ref: "ramp", class: "ramp" }),
    h(
      "div",
      { class: "row" },
      h("span", {}, h("span", { class: "end" }, "stiff "), h("span", { ref: "stiff" })),
      h("span", {}, h("span", { ref: "soft" }), h("span", { class: "end" }, " soft")),
    ),
  ),
  h(
    "div",
    { class: "rank" },
    h("b", { ref: "value" }),
    h("p", { ref: "words", class: "words" }),
    svg("svg", { ref: "marks", class: "marks", viewBox: "0 0 100 20", preserveAspectRatio: "none", role: "img" }),
    h("div", { class: "row" }, h("span", {}, "0"), h("span", { ref: "ranked" }), h("span", {}, "1")),
  ),
  h("p", { ref: "picked", class: "words picked" }),
]

// Every event so far as a stroke between rank 0 and rank 1, the last one tall
function mark(box, marks) {
  if (!rebuilt(box, marks) || !marks.length) return
  const last = marks.length - 1
  box.setAttribute("aria-label", `ranks of ${marks.length} events, from 0 at the left to 1 at the right`)
  box.append(
    svg("line", { class: "base", x1: 0, x2: 100, y1: 19, y2: 19 }),
    ...marks.map(([, rank], k) =>
      svg("line", {
        class: k === last ? "last" : "mark",
        x1: 100 * rank,
        x2: 100 * rank,
        y1: k === last ? 1 : 9,
        y2: 19,
      }),
    ),
  )
}
