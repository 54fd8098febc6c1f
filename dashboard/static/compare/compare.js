// The room of two glasses: which is the other one, what stands beside both maps, and why one of them rests.

import { showCard } from "../controls/control.js"
import { showKey } from "../plots/panel.js"
import { $, $$, h, rebuilt, refs, settle, text } from "../shell/dom.js"

const SAME = "same" // in place of a key: the glass that is shown
const SIGNS = ["accent", "event"]

export function bindCompare(send) {
  $("#compare .home").addEventListener("click", () => send("home"))
  // the maps are moved with the mouse: no frame around one because it was clicked
  $("#compare").addEventListener("focusin", event => {
    if (event.target.closest(".map")) event.composedPath()[0].style.outline = "none"
  })
  for (const panel of $$("#compare .panel")) {
    $(".named", panel).append(h("i"), h("b", { ref: "name" }))
    $(".said", panel).append(...saidOfMap())
  }
  $("#compare [data-part=pair1] .map").append(h("div", { ref: "why", class: "waiting", hidden: true }))
  for (const card of $$("[data-pair]"))
    $(".key", card).append(
      ...SIGNS.map((sign, k) =>
        h("span", {}, h("i", { class: sign }), h("span", { ref: `name${k}` }), h("b", { ref: `score${k}` })),
      ),
      h("span", { ref: "ghosts", class: "ghosts" }),
    )
}

const saidOfMap = () => [
  h("p", { ref: "words", class: "words" }),
  h("p", { ref: "events", class: "words" }),
  h("p", { ref: "rank", class: "words" }),
  h(
    "div",
    { class: "range" },
    h("div", { ref: "ramp", class: "ramp" }),
    h("div", { class: "row" }, h("span", { ref: "stiff" }), h("span", { ref: "soft" })),
  ),
  h("p", { ref: "title", class: "words" }),
]

export function showCompare(room, send, set) {
  showPresets($("#pair-card .presets"), room.presets, send)
  showOthers($("#pair-card .other"), room, set)
  showCard($("#pair-card .body"), room.card, set)
  for (const [k, panel] of $$("#compare .panel").entries()) showMap(panel, room.maps[k], k === 1 ? room.behind : "")
  const why = refs($("#compare [data-part=pair1]")).why
  why.hidden = !room.why
  text(why, room.why)
  for (const card of $$("[data-pair]")) showNames(card, room)
  showKey(refs($("[data-pair=stress]")).ghosts, room.ghosts, set, send)
}

function showPresets(box, presets, send) {
  if (!rebuilt(box, presets)) return
  box.append(
    ...presets.map(({ key, label, title }) =>
      h("button", { type: "button", "data-preset": key, title, onclick: () => send("preset", { key }) }, label),
    ),
  )
}

// The glasses on offer by model and class
function showOthers(box, { groups, chosen }, set) {
  if (rebuilt(box, groups))
    box.append(
      h(
        "select",
        {
          ref: "other",
          "aria-label": "The other glass",
          onchange: event => {
            set("pair_glass", event.target.value)
            event.target.blur()
          },
        },
        h("option", { value: SAME }, "the same glass"),
        groups.map(({ label, classes }) => h("optgroup", { label }, classes.flatMap(optionsOf))),
      ),
    )
  settle(refs(box).other, chosen)
}

const optionsOf = kind =>
  kind.members.map(({ key, n, seed }) =>
    h("option", { value: key }, [kind.label, `N ${n}`, ...(seed === null ? [] : [`seed ${seed}`])].join(", ")),
  )

function showMap(panel, map, behind) {
  panel.classList.toggle("blank", !map)
  if (!map) return
  const parts = refs(panel)
  panel.setAttribute("aria-label", map.name)
  text(parts.name, map.name)
  parts.name.title = `${map.name} under ${map.load}`
  text(parts.words, `${map.words}   ${map.load}`)
  text(parts.events, behind || map.events)
  text(parts.rank, map.rank.value ? `${map.rank.value} · ${map.rank.words}` : "")
  parts.ramp.style.background = map.colours.length ? `linear-gradient(to right, ${map.colours.join(",")})` : ""
  text(parts.stiff, map.ends[0])
  text(parts.soft, map.ends[1])
  text(parts.title, map.title)
  parts.title.classList.toggle("failed", map.failed)
}

function showNames(card, { keys, scores }) {
  const parts = refs(card)
  for (const k of SIGNS.keys()) {
    text(parts[`name${k}`], keys[k])
    text(parts[`score${k}`], card.dataset.pair === "ranks" ? scores[k] : "")
  }
}
