// Several indicators on one glass: what stands beside each map, and what each of them knew of the last event.

import { $, $$, h, rebuilt, svg, text } from "../shell/dom.js"

export function bindSide(send) {
  $("#side .home").addEventListener("click", () => send("home"))
  // the maps are moved with the mouse: no frame around one because it was clicked
  $("#side").addEventListener("focusin", event => {
    if (event.target.closest(".map")) event.composedPath()[0].style.outline = "none"
  })
}

export function showSide({ groups, maps }, send) {
  $("#side").dataset.maps = maps.length
  $$("#side .panel").forEach((panel, at) => {
    panel.hidden = at >= maps.length
    if (!panel.hidden) showMap(panel, at, groups, maps[at], send)
  })
}

function showMap(panel, at, groups, map, send) {
  const named = $(".named", panel),
    said = $(".said", panel)
  if (rebuilt(named, groups)) build(named, said, at, groups, send)
  panel.setAttribute("aria-label", map.label)
  const menu = $("select", named)
  if (menu.value !== map.key && document.activeElement !== menu) menu.value = map.key
  const [of, range, rank, picked] = said.children
  text(of.children[0], map.symbol)
  text(of.children[1], ` · ${map.family}`)
  text(of.children[2], ` · ${map.note}${map.missing ? " · grey: no value" : ""}`)
  of.classList.toggle("failed", map.failed)
  panel.classList.toggle("computing", map.computing)
  $(".ramp", range).style.background = `linear-gradient(to right, ${map.colours.join(",")})`
  const ends = $$(".row > span", range)
  text(ends[0].children[1], map.ends[0])
  text(ends[1].children[0], map.ends[1])
  const [value, words, marks, ends01] = rank.children
  text(value, map.rank.value)
  text(words, map.rank.words)
  mark(marks, map.rank.marks)
  text(
    ends01.children[1],
    map.rank.marks.length === 1 ? "rank of the event" : `ranks of ${map.rank.marks.length} events`,
  )
  text(picked, map.picked)
}

function build(named, said, at, groups, send) {
  named.append(
    h(
      "select",
      {
        class: "indicator",
        "aria-label": `Indicator of map ${at + 1}`,
        onchange: e => {
          send("beside", { at, key: e.target.value })
          e.target.blur()
        },
      },
      groups.map(g =>
        h(
          "optgroup",
          { label: g.label },
          g.options.map(o => h("option", { value: o.key }, o.label)),
        ),
      ),
    ),
  )
  said.append(
    h("p", { class: "words of" }, h("span", {}), h("span", { class: "family" }), h("span", {})),
    h(
      "div",
      { class: "range" },
      h("div", { class: "ramp" }),
      h(
        "div",
        { class: "row" },
        h("span", {}, h("span", { class: "end" }, "stiff "), h("span", {})),
        h("span", {}, h("span", {}), h("span", { class: "end" }, " soft")),
      ),
    ),
    h(
      "div",
      { class: "rank" },
      h("b", {}),
      h("p", { class: "words" }),
      svg("svg", { class: "marks", viewBox: "0 0 100 20", preserveAspectRatio: "none", role: "img" }),
      h("div", { class: "row" }, h("span", {}, "0"), h("span", {}), h("span", {}, "1")),
    ),
    h("p", { class: "words picked" }),
  )
}

// every event so far as a stroke between rank 0 and rank 1, the last one tall
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
