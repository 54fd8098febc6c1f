// The player under the map: its buttons and the pace; the timeline has a file of its own.

import { $, h, rebuilt, svg, text } from "../shell/dom.js"
import { bindTimeline } from "./timeline.js"

const ICONS = {
  reset: "M12 5V1L6 6l6 5V7a6 6 0 1 1-6 6H4a8 8 0 1 0 8-8z",
  play: "M7 4.5v15l13-7.5z",
  pause: "M6 4.5h4.5v15H6zM13.5 4.5H18v15h-4.5z",
  turn: "M7 7h10v3l5-4.5L17 1v3H4v8h3zM17 17H7v-3l-5 4.5L7 23v-3h13v-8h-3z",
}
const icon = name => svg("svg", { viewBox: "0 0 24 24" }, svg("path", { d: ICONS[name] }))

export function showTransport(state, send) {
  const box = $("#transport")
  if (rebuilt(box, state.speeds)) {
    const button = (id, label, title, ...inside) =>
      h("button", { type: "button", id, "aria-label": label, title, onclick: () => send(id) }, ...inside)
    box.append(
      h("button", { type: "button", id: "play", class: "round", onclick: () => send("toggle") }),
      button("reset", "Reset", "Reset to as cast (r)", icon("reset")),
      button("step", "Step", "One step (.)", "step"),
      button("next", "Next event", "Run to the next event (n)", "next event"),
      button("turn", "Turn the load round", "Turn the load round from this moment", icon("turn")),
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
      ),
      h(
        "label",
        { class: "speed" },
        h("output", {}),
        h("input", {
          type: "range",
          min: 0,
          max: state.speeds.length - 1,
          step: 1,
          "aria-label": "Speed",
          oninput: e => send("speed", { at: Number(e.target.value) }),
        }),
      ),
    )
    bindTimeline(send)
  }
  $("#relaxing").hidden = !state.relaxing
  text($("#relaxing"), state.relaxing)
  const play = $("#play")
  if (play.dataset.playing !== String(state.playing)) {
    play.dataset.playing = String(state.playing)
    play.replaceChildren(icon(state.playing ? "pause" : "play"))
    play.setAttribute("aria-label", state.playing ? "Pause" : "Play")
    play.title = state.playing ? "Pause (space)" : "Play (space)"
  }
  const speed = $(".speed input", box)
  if (document.activeElement !== speed || speed.value === "") speed.value = state.speed
  text($(".speed output", box), state.speeds[state.speed].label)
  speed.setAttribute("aria-valuetext", state.speeds[state.speed].label)
}
