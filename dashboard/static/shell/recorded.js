// A run that was recorded: its state as cast stands on the map until the session's picture comes, and the run is played
// while the server compiles. What is in the files, dashboard/recording.py says.

import { $, h, text } from "./dom.js"

const VIEW = 1.02 // side of the whole view, in units of the cell's longest extent: as the server draws it
const RATE = 0.001 // strain a second
const EVERY = 100 // milliseconds between two pictures: the cores are needed by what is waited for
const AT_END = 2 // seconds that the last state stays, before it begins anew
const UNITS = 2 ** 14 // places are told in this share of the cell
const FULL_TURN = 2 * Math.PI
const RING = 1.6 // radius of the ring around an event, in units of the largest diameter

const canvas = h("canvas", { class: "recorded" })
let cast = null
let played = false
let ended = false

// Draw the state as cast, unless the session was quicker
export async function showCast() {
  const { head, arrays } = await read("first")
  const places = new Uint16Array(arrays, 0, 2 * head.n)
  const radii = new Uint8Array(arrays, 4 * head.n, head.n)
  cast = { ...head, places, radii, kinds: byLevel(new Uint8Array(arrays, 5 * head.n, head.n)) }
  if (ended) return
  $("#map").prepend(canvas)
  drawMap(cast.places, cast.cell, [])
}

// Play the run, again and again, until it is put away
export async function playRun() {
  if (played) return
  played = true
  if (!cast) await showCast()
  const run = readRun(await read("run"))
  const plot = h("canvas", { class: "recorded" })
  $("[data-card=curve] .bokeh").append(plot)
  text($("#sentence"), `Recorded before: ${cast.glass} under ${cast.load}.`)
  const length = run.strains.at(-1) / RATE + AT_END
  const began = performance.now()
  const step = () => {
    if (ended) return plot.remove()
    const strain = RATE * (((performance.now() - began) / 1000) % length)
    drawMap(
      ...run.at(strain),
      run.events.filter(event => event.strain <= strain),
    )
    drawCurve(plot, run, strain)
    setTimeout(step, EVERY)
  }
  step()
}

export function putAway() {
  ended = true
  canvas.remove()
}

// files -----------------------------------------------------------------------------------------------------------

async function read(name) {
  const answer = await fetch(new URL(`../recorded/${name}.bin`, import.meta.url))
  const all = await answer.arrayBuffer()
  const length = new DataView(all).getUint32(0, true)
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(all, 4, length)))
  return { head, arrays: all.slice(4 + length) }
}

// Particles by their level: those of one colour are drawn at once
function byLevel(levels) {
  const kinds = new Map()
  levels.forEach((level, particle) => {
    if (!kinds.has(level)) kinds.set(level, [])
    kinds.get(level).push(particle)
  })
  return kinds
}

function readRun({ head, arrays }) {
  const { strains, cells, curve } = head
  const bytes = new Uint8Array(arrays)
  const half = bytes.length / 2
  const size = half / strains.length
  const states = [Float32Array.from(cast.places)]
  for (let state = 1; state < strains.length; state++) {
    const places = states[state - 1].slice()
    for (let i = 0; i < size; i++) {
      const at = state * size + i
      places[i] += ((bytes[at] | (bytes[half + at] << 8)) << 16) >> 16
    }
    states.push(places)
  }
  const at = strain => {
    const after = strains.findIndex(each => each > strain)
    if (after < 0) return [states.at(-1), cells.at(-1)]
    const share = (strain - strains[after - 1]) / (strains[after] - strains[after - 1])
    const between = (a, b) => a + share * (b - a)
    const cell = cells[after].map((row, i) => row.map((value, j) => between(cells[after - 1][i][j], value)))
    return [states[after].map((value, i) => between(states[after - 1][i], value)), cell]
  }
  const events = head.events.map(([strain, core]) => ({ strain, core }))
  return { strains, events, at, curve: { strain: curve[0], stress: curve[1] } }
}

// pictures --------------------------------------------------------------------------------------------------------

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`)

// A clean context, in units of the page's pixels
function fresh(canvas) {
  const { clientWidth: width, clientHeight: height } = canvas.parentElement
  const ratio = window.devicePixelRatio
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  const context = canvas.getContext("2d")
  context.scale(ratio, ratio)
  return { context, width, height }
}

function drawMap(places, cell, events) {
  const { context, width, height } = fresh(canvas)
  const [[ax, ay], [bx, by]] = cell
  const extent = VIEW * Math.max(Math.abs(ax), Math.abs(by))
  const scale = width / extent
  const colours = cast.colours[document.documentElement.dataset.theme]
  const n = cast.n
  // every image of a particle that is seen
  const disc = (particle, radius) => {
    const x = places[particle] / UNITS
    const y = places[n + particle] / UNITS
    for (let i = -1; i <= 1; i++)
      for (let j = -1; j <= 1; j++) {
        const a = x - Math.floor(x) + i - 0.5
        const b = y - Math.floor(y) + j - 0.5
        const cx = width / 2 + scale * (a * ax + b * bx)
        const cy = height / 2 - scale * (a * ay + b * by)
        if (cx < -radius || cx > width + radius || cy < -radius || cy > height + radius) continue
        context.moveTo(cx + radius, cy)
        context.arc(cx, cy, radius, 0, FULL_TURN)
      }
  }
  for (const [level, particles] of cast.kinds) {
    context.fillStyle = colours[level]
    context.beginPath()
    for (const particle of particles) disc(particle, (scale * cast.radius * cast.radii[particle]) / 255)
    context.fill()
  }
  context.strokeStyle = colour("event")
  context.lineWidth = 2
  context.beginPath()
  for (const { core } of events) disc(core, 2 * RING * scale * cast.radius)
  context.stroke()
}

const EDGE = { left: 46, right: 12, top: 8, bottom: 34 } // pixels around the plot
const TICKS = 5

function drawCurve(canvas, { curve, events }, strain) {
  const { context, width, height } = fresh(canvas)
  const most = Math.max(...curve.stress)
  const end = curve.strain.at(-1)
  const x = value => EDGE.left + (value / end) * (width - EDGE.left - EDGE.right)
  const y = value => height - EDGE.bottom - (value / most) * (height - EDGE.top - EDGE.bottom)
  const walked = curve.strain.filter(value => value <= strain).length
  drawAxes(context, { x, y, end, most, width, height })
  context.strokeStyle = colour("accent")
  context.lineWidth = 2
  context.beginPath()
  for (let i = 0; i < walked; i++) context.lineTo(x(curve.strain[i]), y(curve.stress[i]))
  context.stroke()
  context.fillStyle = colour("event")
  for (const event of events.filter(each => each.strain <= strain)) {
    const at = curve.strain.findIndex(value => value >= event.strain)
    context.beginPath()
    context.arc(x(event.strain), y(curve.stress[at]), 4, 0, FULL_TURN)
    context.fill()
  }
  text($("#strain"), `${(100 * strain).toFixed(2)} %`)
  text($("#stress"), curve.stress[Math.max(0, walked - 1)].toFixed(3))
}

function drawAxes(context, { x, y, end, most, width, height }) {
  context.font = "11px sans-serif"
  context.fillStyle = colour("quiet")
  context.textAlign = "center"
  for (let i = 0; i <= TICKS; i++) context.fillText(String((100 * end * i) / TICKS), x((end * i) / TICKS), height - 20)
  context.fillText("strain γ (%)", (EDGE.left + width) / 2, height - 4)
  context.textAlign = "right"
  for (const share of [0, 0.5, 1]) context.fillText((share * most).toFixed(2), EDGE.left - 6, y(share * most) + 4)
}
