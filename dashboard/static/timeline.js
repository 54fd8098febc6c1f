// The player under the map: buttons, the scrubber with a tick for each event, the pace.

import { $, h, rebuilt, text } from "./dom.js"

const ICONS = {
  reset: "M12 5V1L6 6l6 5V7a6 6 0 1 1-6 6H4a8 8 0 1 0 8-8z",
  play: "M7 4.5v15l13-7.5z",
  pause: "M6 4.5h4.5v15H6zM13.5 4.5H18v15h-4.5z",
  turn: "M7 7h10v3l5-4.5L17 1v3H4v8h3zM17 17H7v-3l-5 4.5L7 23v-3h13v-8h-3z",
}
const icon = name => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg")
  svg.setAttribute("viewBox", "0 0 24 24")
  svg.innerHTML = `<path d="${ICONS[name]}"/>`
  return svg
}

export function showTransport(state, send) {
  const box = $("#transport")
  if (rebuilt(box, state.speeds)) {
    const button = (id, label, title, ...inside) => h("button", { type: "button", id, "aria-label": label, title, onclick: () => send(id) }, ...inside)
    box.append(
      h("button", { type: "button", id: "play", class: "round", onclick: () => send("toggle") }),
      button("reset", "Reset", "Reset to as cast (r)", icon("reset")),
      button("step", "Step", "One step (.)", "step"),
      button("next", "Next event", "Run to the next event (n)", "next event"),
      button("turn", "Turn the load round", "Turn the load round from this moment", icon("turn")),
      h("div", { class: "scrub" },
        h("canvas", { id: "scrubber", tabindex: 0, role: "slider", "aria-label": "Timeline", title: "Drag to go back in time; the arrow keys go state by state, with shift event by event" }),
        h("div", { class: "ends" }, h("span", {}, "0"), h("span", { id: "extent" }))),
      h("label", { class: "speed" }, h("output", {}), h("input", {
        type: "range", min: 0, max: state.speeds.length - 1, step: 1, "aria-label": "Speed",
        oninput: e => send("speed", { at: Number(e.target.value) }),
      })))
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

let shown = null

export function showTimeline(timeline) {
  shown = timeline
  const canvas = $("#scrubber")
  if (!canvas) return requestAnimationFrame(() => showTimeline(timeline))
  text($("#extent"), `γ = ${Number((100 * timeline.extent).toPrecision(3))} %`)
  canvas.setAttribute("aria-valuenow", (100 * timeline.now).toFixed(3))
  canvas.setAttribute("aria-valuemin", 0)
  canvas.setAttribute("aria-valuemax", (100 * timeline.head).toFixed(3))
  canvas.setAttribute("aria-valuetext", timeline.words)
  draw(canvas)
}

// the theme's colours, read once for each theme: reading a style costs more than drawing
const read = {}
function coloursOf(theme) {
  if (!read[theme]) {
    const style = getComputedStyle(document.documentElement)
    const names = ["line", "faint", "accent", "event", "text", "card"]
    read[theme] = Object.fromEntries(names.map(name => [name, style.getPropertyValue(`--${name}`)]))
  }
  return name => read[theme][name]
}

const EDGE = 9 // room for the thumb at both ends

function draw(canvas) {
  const ratio = window.devicePixelRatio || 1
  const [width, height] = [canvas.clientWidth, canvas.clientHeight]
  if (!width) return
  if (canvas.width !== Math.round(width * ratio)) [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)]
  const colour = coloursOf(document.documentElement.dataset.theme)
  const pen = canvas.getContext("2d")
  const at = path => EDGE + (width - 2 * EDGE) * Math.min(1, path / shown.extent)
  pen.setTransform(ratio, 0, 0, ratio, 0, 0)
  pen.clearRect(0, 0, width, height)
  const y = height - 9
  const bar = (from, to, name) => { pen.fillStyle = colour(name); pen.beginPath(); pen.roundRect(at(from), y - 2, Math.max(0, at(to) - at(from)), 4, 2); pen.fill() }
  bar(0, shown.extent, "line")
  bar(0, shown.head, "faint")
  bar(0, shown.now, "accent")
  for (const [path, number] of shown.ticks) {
    pen.fillStyle = colour("event")
    pen.globalAlpha = path <= shown.now + 1e-12 ? 1 : 0.5
    const tall = number === shown.event ? 12 : 8
    pen.fillRect(at(path) - 0.75, y - 5 - tall, number === shown.event ? 2.5 : 1.5, tall)
  }
  pen.globalAlpha = 1
  pen.fillStyle = colour("text")
  for (const path of shown.turns) pen.fillRect(at(path) - 0.5, y - 6, 1, 12)
  pen.fillStyle = colour("accent")
  pen.strokeStyle = colour("card")
  pen.lineWidth = 2
  pen.beginPath()
  pen.arc(at(shown.now), y, 6.5, 0, 7)
  pen.fill()
  pen.stroke()
}

function bindTimeline(send) {
  const canvas = $("#scrubber")
  const path = event => {
    const place = canvas.getBoundingClientRect()
    const share = (event.clientX - place.left - EDGE) / (place.width - 2 * EDGE)
    return Math.min(Math.max(share, 0) * shown.extent, shown.head)
  }
  let sent = 0
  const seek = event => {
    if (event.type === "pointermove" && (!canvas.hasPointerCapture(event.pointerId) || event.timeStamp - sent < 40)) return
    sent = event.timeStamp
    send("seek", { path: path(event) })
  }
  canvas.addEventListener("pointerdown", event => {
    canvas.focus()
    const near = nearestTick(event)
    if (near) return send("event", { number: near })
    canvas.setPointerCapture(event.pointerId)
    seek(event)
  })
  canvas.addEventListener("pointermove", seek)
  canvas.addEventListener("pointerup", event => { if (canvas.hasPointerCapture(event.pointerId)) send("seek", { path: path(event) }) })
  // the upper part of the scrubber holds the events' ticks
  const nearestTick = event => {
    const place = canvas.getBoundingClientRect()
    if (event.clientY - place.top > place.height - 16) return null
    const x = event.clientX - place.left
    const away = shown.ticks.map(([p, number]) => [Math.abs(EDGE + (place.width - 2 * EDGE) * p / shown.extent - x), number])
    const best = away.sort((a, b) => a[0] - b[0])[0]
    return best && best[0] < 5 ? best[1] : null
  }
  new ResizeObserver(() => shown && draw(canvas)).observe(canvas)
  new MutationObserver(() => shown && draw(canvas)).observe(document.documentElement, { attributeFilter: ["data-theme"] })
}
