// A map's rings and a curve, drawn by hand: for pages that have no BokehJS (yet).

import { UNITS } from "./branch.js"
import { imagesOf } from "./view.js"

const FULL_TURN = 2 * Math.PI
const RING = 3.2 // radius of the ring around an event, in units of the largest radius

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`)

// A clean context, in units of the page's pixels
function fresh(canvas) {
  const { clientWidth: width, clientHeight: height } = canvas
  const ratio = window.devicePixelRatio
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  const context = canvas.getContext("2d")
  context.scale(ratio, ratio)
  return { context, width, height }
}

// Rings around the cores of events, by a state that was drawn
export function drawRings(canvas, state, largest, events) {
  const { context, width, height } = fresh(canvas)
  const [x0, x1, y0, y1] = state.view
  const [ax, ay, bx, by] = state.cell
  const radius = RING * largest
  const { low, high } = imagesOf(state.cell, state.view, radius)
  context.strokeStyle = colour("event")
  context.lineWidth = 2
  context.beginPath()
  for (const { core } of events) {
    const [u, v] = [0, 1].map(k => state.base[2 * core + k] / UNITS)
    for (let a = Math.ceil(low[0] - u); a <= high[0] - u; a++)
      for (let b = Math.ceil(low[1] - v); b <= high[1] - v; b++) {
        const x = (((u + a) * ax + (v + b) * bx - x0) / (x1 - x0)) * width
        const y = height - (((u + a) * ay + (v + b) * by - y0) / (y1 - y0)) * height
        context.moveTo(x + (radius / (x1 - x0)) * width, y)
        context.arc(x, y, (radius / (x1 - x0)) * width, 0, FULL_TURN)
      }
  }
  context.stroke()
}

// The pixels of a place given as fractions of the cell, in a state that was drawn; the image inside the cell
export function pixelOf({ view: [x0, x1, y0, y1], cell: [ax, ay, bx, by] }, [u, v], { width, height }) {
  const x = (((u % 1) * ax + (v % 1) * bx - x0) / (x1 - x0)) * width
  return [x, height - (((u % 1) * ay + (v % 1) * by - y0) / (y1 - y0)) * height]
}

const ARM = 7 // pixels from the middle of a cross to its ends

// Crosses at places given as fractions of the cell, over rings that are there or on a clean canvas
export function drawCrosses(canvas, state, places, name, clean = true) {
  const { clientWidth: width, clientHeight: height } = canvas
  const context = clean ? fresh(canvas).context : canvas.getContext("2d")
  for (const [style, wide] of [
    [colour("map"), 5],
    [colour(name), 2],
  ]) {
    context.strokeStyle = style
    context.lineWidth = wide
    context.beginPath()
    for (const place of places) {
      const [x, y] = pixelOf(state, place, { width, height })
      context.moveTo(x - ARM, y - ARM)
      context.lineTo(x + ARM, y + ARM)
      context.moveTo(x + ARM, y - ARM)
      context.lineTo(x - ARM, y + ARM)
    }
    context.stroke()
  }
}

const EDGE = { left: 46, right: 12, top: 8, bottom: 34 } // pixels around the plot
const TICKS = 5

// Stress against strain up to a strain, the axes as far as all of it
export function drawCurve(canvas, curve, strain, events) {
  const { context, width, height } = fresh(canvas)
  const stresses = [Math.min(0, ...curve.stress), Math.max(...curve.stress)]
  const strains = [Math.min(0, ...curve.strain), Math.max(...curve.strain) || 1e-3]
  const along = ([from, to], value) => (value - from) / (to - from || 1)
  const x = value => EDGE.left + along(strains, value) * (width - EDGE.left - EDGE.right)
  const y = value => height - EDGE.bottom - along(stresses, value) * (height - EDGE.top - EDGE.bottom)
  const ahead = curve.strain.findIndex(value => value > strain)
  const walked = ahead < 0 || strains[0] < 0 ? curve.strain.length : ahead
  drawAxes(context, { x, y, strains, stresses, width, height })
  context.strokeStyle = colour("accent")
  context.lineWidth = 2
  context.beginPath()
  for (let i = 0; i < walked; i++) context.lineTo(x(curve.strain[i]), y(curve.stress[i]))
  context.stroke()
  context.fillStyle = colour("event")
  for (const event of events) {
    const at = curve.strain.findIndex(value => value >= event.strain)
    context.beginPath()
    context.arc(x(event.strain), y(curve.stress[at]), 4, 0, FULL_TURN)
    context.fill()
  }
}

function drawAxes(context, { x, y, strains, stresses, width, height }) {
  const between = ([from, to], share) => from + share * (to - from)
  context.font = "11px sans-serif"
  context.fillStyle = colour("quiet")
  context.textAlign = "center"
  for (let i = 0; i <= TICKS; i++) {
    const at = between(strains, i / TICKS)
    context.fillText(String(+(100 * at).toPrecision(2)).replace("-", "−"), x(at), height - 20)
  }
  context.fillText("strain γ (%)", (EDGE.left + width) / 2, height - 4)
  context.textAlign = "right"
  for (const share of [0, 0.5, 1]) {
    const at = between(stresses, share)
    context.fillText(at.toFixed(2).replace("-", "−"), EDGE.left - 6, y(at) + 4)
  }
}
