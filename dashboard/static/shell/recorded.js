// A run that was recorded: its state as cast stands on the map until the session's picture comes, and the run is played
// while the server compiles. What is in the files, dashboard/recording.py says.

import { discsOf } from "../map/maps.js"
import { paletteOf } from "../map/palette.js"
import { drawCurve, drawRings } from "../map/sketch.js"
import { wholeView } from "../map/view.js"
import { pause } from "./connection.js"
import { $, h, text } from "./dom.js"
import { showDrawn } from "./words.js"

const VIEW = 1.02 // side of the whole view, in units of the cell's longest extent: as the server draws it
const RATE = 0.001 // strain a second
const BETWEEN = 100 // milliseconds between two pictures: the cores are needed by what is waited for
const AT_END = 2 // seconds that the last state stays, before it begins anew
const FINER = 4 // places are told in four times as large a share of the cell as the session tells them

let cast = null
let played = false
let ended = false
const over = []

const dressed = () => document.documentElement.dataset.theme

// Draw the state as cast, unless the session was quicker
export async function showCast() {
  const { head, arrays } = await read("first")
  const told = new Uint16Array(arrays, 0, 2 * head.n)
  const radii = Float32Array.from(new Uint8Array(arrays, 4 * head.n, head.n), share => (head.radius * share) / 255)
  const levels = new Uint8Array(arrays, 5 * head.n, head.n)
  cast = { ...head, told, theme: dressed() }
  if (ended) return
  const map = discsOf("map")
  map.wear({ radii, levels, palette: paletteOf(cast.colours[cast.theme]) })
  map.see(state => wholeView(state.cell, VIEW))
  map.go(stateOf(told, head.cell, { branch: "cast", path: 0, strain: 0, stress: 0 }), false)
}

// Play the run, again and again, until it is put away
export async function playRun() {
  if (played) return
  played = true
  if (!cast) await showCast()
  const run = readRun(await read("run"))
  if (ended) return
  const map = discsOf("map")
  map.between = BETWEEN
  const [rings, plot] = [0, 1].map(() => h("canvas", { class: "recorded" }))
  over.push(rings, plot)
  $("#map .bokeh").before(rings)
  $("[data-card=curve] .bokeh").append(plot)
  text($("#sentence"), `Recorded before: ${cast.glass} under ${cast.load}.`)
  map.onDrawn = state => {
    if (ended) return
    showDrawn(state)
    drawRings(rings, state, cast.radius, run.eventsBy(state.strain))
    drawCurve(plot, run.curve, state.strain, run.eventsBy(state.strain))
  }
  for (let round = 0; !ended; round++) await playOnce(map, run, round)
}

async function playOnce(map, { states }, round) {
  const began = performance.now()
  for (const state of states) {
    await pause((1000 * state.path) / RATE - (performance.now() - began))
    if (ended) return
    if (cast.theme !== dressed()) {
      cast.theme = dressed()
      map.wear({ palette: paletteOf(cast.colours[cast.theme]) })
    }
    map.go({ ...state, branch: `recorded ${round} ${state.events}` }, true)
  }
  await pause(1000 * AT_END)
}

export function putAway() {
  if (ended) return
  ended = true
  discsOf("map").between = 0
  for (const canvas of over) canvas.remove()
}

// files -----------------------------------------------------------------------------------------------------------

async function read(name) {
  const answer = await fetch(new URL(`../recorded/${name}.bin`, import.meta.url))
  const all = await answer.arrayBuffer()
  const length = new DataView(all).getUint32(0, true)
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(all, 4, length)))
  return { head, arrays: all.slice(4 + length) }
}

function stateOf(told, [[ax, ay], [bx, by]], more) {
  const places = new Uint16Array(told.length)
  const n = told.length / 2
  for (let p = 0; p < n; p++) {
    places[2 * p] = FINER * told[p]
    places[2 * p + 1] = FINER * told[n + p]
  }
  return { places, cell: [ax, ay, bx, by], ...more }
}

function readRun({ head, arrays }) {
  const { strains, cells, curve } = head
  const [strain, stress] = curve
  const bytes = new Uint8Array(arrays)
  const half = bytes.length / 2
  const size = half / strains.length
  const told = Int32Array.from(cast.told)
  const states = []
  let events = 0
  for (const [k, path] of strains.entries()) {
    for (let i = 0; i < size; i++) {
      const at = k * size + i
      told[i] += ((bytes[at] | (bytes[half + at] << 8)) << 16) >> 16
    }
    const row = strain.findLastIndex(value => value <= path)
    states.push(stateOf(told, cells[k], { path, strain: path, stress: stress[row], events }))
    if (head.events[events]?.[0] === path) events += 1 // the state was the last one before it
  }
  const eventsBy = path => head.events.filter(([at]) => at <= path).map(([at, core]) => ({ strain: at, core }))
  return { states, eventsBy, curve: { strain, stress } }
}
