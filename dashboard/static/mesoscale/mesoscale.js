// The room of blocks: the glass and its lattice, what stands beside both, the lattice's own play and reset.

import { showCard } from "../controls/control.js"
import { icon } from "../controls/transport.js"
import { $, $$, h, rebuilt, refs, text } from "../shell/dom.js"

const KEYS = {
  stress: [
    { sign: "accent", words: "glass" },
    { sign: "event", words: "lattice" },
  ],
  width: [
    { sign: "accent", words: "glass" },
    { sign: "event", words: "lattice" },
  ],
  block: [
    { sign: "event", words: "stress" },
    { sign: "third", words: "yield stress" },
  ],
}

export function bindMesoscale(send) {
  $("#mesoscale .home").addEventListener("click", () => send("home"))
  // the maps are moved and clicked with the mouse: no frame around one
  $("#mesoscale").addEventListener("focusin", event => {
    if (event.target.closest(".map")) event.composedPath()[0].style.outline = "none"
  })
  for (const panel of $$("#mesoscale .panel")) $(".said", panel).append(...saidOfMap())
  $("#mesoscale [data-part=lattice] .said").append(alone(send))
  $("#mesoscale [data-part=lattice] .map").append(waiting(send))
  for (const [key, entries] of Object.entries(KEYS))
    $(`[data-meso=${key}] .key`).append(
      ...entries.map(({ sign, words }) => h("span", {}, h("i", { class: sign }), words)),
      key === "block" ? h("b", { ref: "block" }) : "",
    )
}

const saidOfMap = () => [
  h("p", { ref: "words", class: "words" }),
  h(
    "div",
    { class: "range" },
    h("div", { ref: "ramp", class: "ramp" }),
    h("div", { class: "row" }, h("span", { ref: "stiff" }), h("span", { ref: "soft" })),
  ),
  h("p", { ref: "title", class: "words" }),
]

const alone = send =>
  h(
    "div",
    { ref: "alone", class: "alone" },
    h("button", { ref: "toggle", type: "button", id: "lattice-play", onclick: () => send("lattice") }),
    h(
      "button",
      {
        type: "button",
        id: "lattice-reset",
        "aria-label": "Reset the lattice",
        title: "The lattice at rest",
        onclick: () => send("lattice_reset"),
      },
      icon("reset"),
    ),
  )

const waiting = send =>
  h(
    "div",
    { ref: "waiting", class: "waiting" },
    h("span", { ref: "why" }),
    h("progress", { ref: "progress", max: 1, "aria-label": "Progress" }),
    h("button", {
      ref: "stop",
      type: "button",
      onclick: event => send("measuring", { stop: event.target.dataset.stop === "yes" }),
    }),
  )

export function showMesoscale(room, set) {
  showCard($("#lattice-card .body"), room.card, set)
  showMap($("#mesoscale [data-part=meso]"), room.glass)
  showMap($("#mesoscale [data-part=lattice]"), room.lattice)
  showState(refs($("#mesoscale [data-part=lattice]")), room.state)
  text(refs($("[data-meso=block]")).block, room.block)
  for (const [key, why] of Object.entries(room.blank)) showBlank($(`[data-meso=${key}]`), why)
}

function showBlank(card, why) {
  card.classList.toggle("blank", Boolean(why))
  $(".instead", card).hidden = !why
  text($(".instead", card), why)
}

function showMap(panel, { words, colours, ends, title }) {
  const parts = refs(panel)
  text(parts.words, words.replaceAll("   ", "\n"))
  parts.ramp.style.background = colours.length ? `linear-gradient(to right, ${colours.join(",")})` : ""
  text(parts.stiff, ends[0])
  text(parts.soft, ends[1])
  text(parts.title, title)
  $(".range", panel).hidden = !colours.length
}

function showState({ alone, toggle, waiting, why, progress, stop }, state) {
  alone.hidden = !state.alone
  if (rebuilt(toggle, state.playing)) {
    toggle.append(icon(state.playing ? "pause" : "play"))
    toggle.title = state.playing ? "Let the lattice rest" : "Let the lattice go on"
    toggle.setAttribute("aria-label", toggle.title)
  }
  waiting.hidden = !state.why
  text(why, state.why)
  const working = state.progress.fraction !== undefined
  progress.hidden = !working
  progress.value = state.progress.fraction ?? 0
  progress.title = state.progress.words ?? ""
  stop.hidden = !working && !state.resting
  stop.disabled = Boolean(state.progress.stopping)
  stop.dataset.stop = state.resting ? "no" : "yes"
  text(stop, state.resting ? "measure them" : "cancel")
}
