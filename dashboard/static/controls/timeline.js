// The timeline: a scrubber with a tick for each event.

import { $, text } from "../shell/dom.js"

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
const BASE = 9 // of the bar above the lower edge
const BAR = 16 // of the height are the bar's; what is above belongs to the ticks
const NEAR = 5 // to a tick that is meant by a click
const BETWEEN = 40 // milliseconds between two places that a drag asks for

function draw(canvas) {
  const ratio = window.devicePixelRatio || 1
  const { clientWidth: width, clientHeight: height } = canvas
  if (!width) return
  if (canvas.width !== Math.round(width * ratio)) {
    canvas.width = Math.round(width * ratio)
    canvas.height = Math.round(height * ratio)
  }
  const colour = coloursOf(document.documentElement.dataset.theme)
  const pen = canvas.getContext("2d")
  pen.setTransform(ratio, 0, 0, ratio, 0, 0)
  pen.clearRect(0, 0, width, height)
  const place = { at: path => EDGE + (width - 2 * EDGE) * Math.min(1, path / shown.extent), y: height - BASE }
  drawBars(pen, colour, place)
  drawTicks(pen, colour, place)
  drawThumb(pen, colour, place)
}

function drawBars(pen, colour, { at, y }) {
  const bar = (end, name) => {
    pen.fillStyle = colour(name)
    pen.beginPath()
    pen.roundRect(at(0), y - 2, Math.max(0, at(end) - at(0)), 4, 2)
    pen.fill()
  }
  bar(shown.extent, "line")
  bar(shown.head, "faint")
  bar(shown.now, "accent")
}

// A tick for each event, the one shown taller, and a stroke where the load was turned
function drawTicks(pen, colour, { at, y }) {
  for (const [path, number] of shown.ticks) {
    const here = number === shown.event
    const tall = here ? 12 : 8
    pen.fillStyle = colour("event")
    pen.globalAlpha = path <= shown.now + 1e-12 ? 1 : 0.5
    pen.fillRect(at(path) - 0.75, y - 5 - tall, here ? 2.5 : 1.5, tall)
  }
  pen.globalAlpha = 1
  pen.fillStyle = colour("text")
  for (const path of shown.turns) pen.fillRect(at(path) - 0.5, y - 6, 1, 12)
}

function drawThumb(pen, colour, { at, y }) {
  pen.fillStyle = colour("accent")
  pen.strokeStyle = colour("card")
  pen.lineWidth = 2
  pen.beginPath()
  pen.arc(at(shown.now), y, 6.5, 0, 7)
  pen.fill()
  pen.stroke()
}

export function bindTimeline(send) {
  const canvas = $("#scrubber")
  let sent = 0
  const seek = event => {
    sent = event.timeStamp
    send("seek", { path: pathAt(canvas, event) })
  }
  canvas.addEventListener("pointerdown", event => {
    canvas.focus()
    const number = tickAt(canvas, event)
    if (number) return send("event", { number })
    canvas.setPointerCapture(event.pointerId)
    seek(event)
  })
  canvas.addEventListener("pointermove", event => {
    if (canvas.hasPointerCapture(event.pointerId) && event.timeStamp - sent >= BETWEEN) seek(event)
  })
  canvas.addEventListener("pointerup", event => {
    if (canvas.hasPointerCapture(event.pointerId)) send("seek", { path: pathAt(canvas, event) })
  })
  new ResizeObserver(() => shown && draw(canvas)).observe(canvas)
  new MutationObserver(() => shown && draw(canvas)).observe(document.documentElement, {
    attributeFilter: ["data-theme"],
  })
}

function pathAt(canvas, event) {
  const place = canvas.getBoundingClientRect()
  const share = (event.clientX - place.left - EDGE) / (place.width - 2 * EDGE)
  return Math.min(Math.max(share, 0) * shown.extent, shown.head)
}

// Number of the event whose tick is meant, or null
function tickAt(canvas, event) {
  const place = canvas.getBoundingClientRect()
  if (event.clientY - place.top > place.height - BAR) return null
  const x = event.clientX - place.left
  const best = { number: null, away: NEAR }
  for (const [path, number] of shown.ticks) {
    const away = Math.abs(EDGE + ((place.width - 2 * EDGE) * path) / shown.extent - x)
    if (away < best.away) Object.assign(best, { number, away })
  }
  return best.number
}
