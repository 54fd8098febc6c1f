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

function draw(canvas) {
  const ratio = window.devicePixelRatio || 1
  const [width, height] = [canvas.clientWidth, canvas.clientHeight]
  if (!width) return
  if (canvas.width !== Math.round(width * ratio))
    [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)]
  const colour = coloursOf(document.documentElement.dataset.theme)
  const pen = canvas.getContext("2d")
  const at = path => EDGE + (width - 2 * EDGE) * Math.min(1, path / shown.extent)
  pen.setTransform(ratio, 0, 0, ratio, 0, 0)
  pen.clearRect(0, 0, width, height)
  const y = height - 9
  const bar = (from, to, name) => {
    pen.fillStyle = colour(name)
    pen.beginPath()
    pen.roundRect(at(from), y - 2, Math.max(0, at(to) - at(from)), 4, 2)
    pen.fill()
  }
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

export function bindTimeline(send) {
  const canvas = $("#scrubber")
  const path = event => {
    const place = canvas.getBoundingClientRect()
    const share = (event.clientX - place.left - EDGE) / (place.width - 2 * EDGE)
    return Math.min(Math.max(share, 0) * shown.extent, shown.head)
  }
  let sent = 0
  const seek = event => {
    if (event.type === "pointermove" && (!canvas.hasPointerCapture(event.pointerId) || event.timeStamp - sent < 40))
      return
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
  canvas.addEventListener("pointerup", event => {
    if (canvas.hasPointerCapture(event.pointerId)) send("seek", { path: path(event) })
  })
  // the upper part of the scrubber holds the events' ticks
  const nearestTick = event => {
    const place = canvas.getBoundingClientRect()
    if (event.clientY - place.top > place.height - 16) return null
    const x = event.clientX - place.left
    const away = shown.ticks.map(([p, number]) => [
      Math.abs(EDGE + ((place.width - 2 * EDGE) * p) / shown.extent - x),
      number,
    ])
    const best = away.sort((a, b) => a[0] - b[0])[0]
    return best && best[0] < 5 ? best[1] : null
  }
  new ResizeObserver(() => shown && draw(canvas)).observe(canvas)
  new MutationObserver(() => shown && draw(canvas)).observe(document.documentElement, {
    attributeFilter: ["data-theme"],
  })
}
