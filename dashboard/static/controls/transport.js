// The player under the map: its buttons and the pace; the timeline has a file of its own.

import { $, h, rebuilt, refs, svg, text } from "../shell/dom.js"
import { bindTimeline } from "./timeline.js"

const ICONS = {
  reset: "M12 5V1L6 6l6 5V7a6 6 0 1 1-6 6H4a8 8 0 1 0 8-8z",
  undo: "M9 5 3 11l6 6v-4h6a3 3 0 0 1 0 6h-4v3h4a6 6 0 0 0 0-12H9z",
  play: "M7 4.5v15l13-7.5z",
  pause: "M6 4.5h4.5v15H6zM13.5 4.5H18v15h-4.5z",
  turn: "M7 7h10v3l5-4.5L17 1v3H4v8h3zM17 17H7v-3l-5 4.5L7 23v-3h13v-8h-3z",
}
export const icon = name => svg("svg", { viewBox: "0 0 24 24" }, svg("path", { d: ICONS[name] }))

export function showTransport(state, send) {
  const box = $("#transport")
  if (rebuilt(box, state.speeds)) {
    box.append(...buttons(send), scrub(), speed(state.speeds, send))
    bindTimeline(send)
  }
  $("#relaxing").hidden = !state.relaxing
  text($("#relaxing"), state.relaxing)
  $("#undo").hidden = !state.left
  $("#undo").title = `Back to the run before, as it was left: ${state.left} (u)`
  const parts = refs(box)
  showPlay(parts.play, state.playing)
  showSpeed(parts, state)
}

function buttons(send) {
  const button = ({ id, label, title }, inside) =>
    h("button", { type: "button", id, "aria-label": label, title, onclick: () => send(id) }, inside)
  return [
    h("button", { ref: "play", type: "button", id: "play", class: "round", onclick: () => send("toggle") }),
    button({ id: "reset", label: "Reset", title: "Reset to as cast (r)" }, icon("reset")),
    button(
      { id: "undo", label: "Back to the run before", title: "Back to the run before, as it was left (u)" },
      icon("undo"),
    ),
    button({ id: "step", label: "Step", title: "One step (.)" }, "step"),
    button({ id: "next", label: "Next event", title: "Run to the next event (n)" }, "next event"),
    button({ id: "turn", label: "Turn the load round", title: "Turn the load round from this moment" }, icon("turn")),
  ]
}

const scrub = () =>
  h(
    "div",
    { class: "scrub" },
    h("canvas", {
      id: "scrubber",
      tabindex: 0,
      role: "slider",
      "aria-label": "Timeline",
      title: "Drag to go back in time; the arrow keys go state by state, with shift event by event",
    }),
    h("div", { class: "ends" }, h("span", {}, "0"), h("span", { id: "extent" })),
  )

const speed = (speeds, send) =>
  h(
    "label",
    { class: "speed" },
    h("output", { ref: "speedWords" }),
    h("input", {
      ref: "speed",
      type: "range",
      min: 0,
      max: speeds.length - 1,
      step: 1,
      "aria-label": "Speed",
      oninput: event => send("speed", { at: Number(event.target.value) }),
    }),
  )

function showPlay(play, playing) {
  if (play.dataset.playing === String(playing)) return
  play.dataset.playing = String(playing)
  play.replaceChildren(icon(playing ? "pause" : "play"))
  play.setAttribute("aria-label", playing ? "Pause" : "Play")
  play.title = playing ? "Pause (space)" : "Play (space)"
}

function showSpeed({ speed, speedWords }, state) {
  const { label } = state.speeds[state.speed]
  if (document.activeElement !== speed || speed.value === "") speed.value = state.speed
  text(speedWords, label)
  speed.setAttribute("aria-valuetext", label)
}
