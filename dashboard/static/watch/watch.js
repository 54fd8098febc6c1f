// The page of somebody who watches a class: the run as it is shown, and a guess of one's own where they are asked for.

import { discsOf } from "../map/maps.js"
import { paletteOf } from "../map/palette.js"
import { drawCrosses, drawCurve, drawRings } from "../map/sketch.js"
import { wholeView } from "../map/view.js"
import { $, h, text } from "../shell/dom.js"
import { keep, kept } from "../shell/kept.js"
import { showDrawn } from "../shell/words.js"

const VIEW = 1.02 // side of the whole view, in units of the cell's longest extent: as the teacher's page has it
const AGAIN = 2000 // milliseconds until a class that is not there is asked for again
const NAME = "glasscope-name"

const code = (new URLSearchParams(location.search).get("code") ?? "").toUpperCase()
const rings = h("canvas", { class: "recorded" })
let glass = null
let state = null
let worn = null // colours of a glass whose state has not come yet
let mine = null // the place that was guessed
let phase = ""
let socket = null

export function start() {
  text($("#class-code"), code ? `class ${code}` : "no class")
  $("#name").value = kept(NAME) ?? ""
  $("#name").addEventListener("change", () => keep(NAME, $("#name").value))
  $("#root-map").before(rings)
  const map = discsOf("map")
  map.onDrawn = drawn => {
    showDrawn(drawn)
    drawRings(rings, drawn, glass.radius, state.events)
    if (mine) drawCrosses(rings, drawn, [mine], "accent", false)
  }
  $("#map").addEventListener("click", guess)
  new ResizeObserver(() => showCurve()).observe($("#curve"))
  connect()
}

function connect() {
  const address = new URL("watch/states", location.href)
  address.protocol = address.protocol.replace("http", "ws")
  address.search = new URLSearchParams({ code }).toString()
  socket = new WebSocket(address)
  socket.binaryType = "arraybuffer"
  socket.addEventListener("message", ({ data }) => take(data))
  socket.addEventListener("close", ({ reason }) => {
    $("#waiting").hidden = false
    text($("#waiting"), `${reason || "the connection was lost"}; asking again…`)
    setTimeout(connect, AGAIN)
  })
}

function take(data) {
  const length = new DataView(data).getUint32(0, true)
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, length)))
  const arrays = data.slice(4 + length)
  if (head.kind === "glass") wear(head, arrays)
  else go(head, new Uint16Array(arrays))
}

function wear(head, arrays) {
  glass = head
  const radii = Float32Array.from(new Uint8Array(arrays, 0, head.n), share => (head.radius * share) / 255)
  const palette = paletteOf(head.colours[document.documentElement.dataset.theme])
  worn = { radii, levels: new Uint8Array(arrays, head.n, head.n), palette }
}

function go(head, places) {
  const [strain, stress] = head.curve
  const another = !state || state.branch.split(" ")[0] !== head.branch.split(" ")[0]
  if (another || (head.phase === "aim" && phase !== "aim")) mine = null
  phase = head.phase
  state = {
    ...head,
    places,
    curve: { strain, stress },
    events: head.events.map(([number, core, at]) => ({ number, core, strain: at })),
  }
  $("#waiting").hidden = true
  document.documentElement.dataset.ready = "yes"
  const map = discsOf("map")
  if (worn) map.wear(worn)
  worn = null
  map.see(drawn => wholeView(drawn.cell, VIEW))
  map.go(state, head.plays)
  text($("#sentence"), head.sentence)
  showCurve()
  ask()
}

function showCurve() {
  if (state) drawCurve($("#curve"), state.curve, state.strain, state.events)
}

function ask() {
  const words = {
    aim: mine ? "Your guess is in; tap elsewhere to change it." : "Where will it give way first? Tap the place.",
    running: "Sheared to its first event…",
  }
  const best = state.table.map(({ place, name, rank }) => `${place}. ${name} ${rank}`).join("   ")
  text($("#ask"), words[phase] ?? best)
}

// A tap is a guess: its place as fractions of the cell
function guess(event) {
  const drawn = discsOf("map").shown
  if (phase !== "aim" || !drawn || socket.readyState !== WebSocket.OPEN) return
  const box = rings.getBoundingClientRect()
  const [x0, x1, y0, y1] = drawn.view
  const x = x0 + ((event.clientX - box.left) / box.width) * (x1 - x0)
  const y = y0 + ((box.bottom - event.clientY) / box.height) * (y1 - y0)
  const [ax, ay, bx, by] = drawn.cell
  const volume = ax * by - ay * bx
  const inside = value => value - Math.floor(value)
  mine = [inside((x * by - y * bx) / volume), inside((y * ax - x * ay) / volume)]
  socket.send(JSON.stringify({ name: $("#name").value, place: mine }))
  discsOf("map").redraw()
  ask()
}

start()
