// The particles of one map: they move between the states that come, and follow the view at once.

import { h } from "../shell/dom.js"
import { Branch } from "./branch.js"
import { Raster } from "./raster.js"
import { WebGL } from "./webgl.js"

const SLOW = 20 // milliseconds that a picture by WebGL may take: with more it is no graphics processor that draws
const LARGEST = { raster: 1400, webgl: 4096 } // pixels along a side of a picture
const SHARE = 2 // a picture may be drawn half of the time
const LONGEST = 4000 // milliseconds in which a state is reached, however late it came

export class Discs {
  #host
  #canvas
  #drawer
  #largest
  #branch = new Branch()
  #look = null
  #view = null // what is seen of a state: a function
  #asked = false
  #drawnAt = 0
  #cost = 0
  #goal = { from: 0, began: 0, lasts: 0 }
  #arrived = 0
  #gap = 0 // milliseconds between the last two states of a branch

  shown = null // the state that was drawn, and the view of it
  drawn = 0 // pictures so far
  between = 0 // milliseconds from picture to picture of a run, at least
  onDrawn = () => {}

  constructor(host) {
    this.#host = host
    this.#rasterise()
    new ResizeObserver(() => this.redraw()).observe(host)
  }

  get newest() {
    return this.#branch.newest
  }

  // The canvas, drawn just now: one of WebGL keeps its picture no longer
  get picture() {
    if (this.shown) this.draw(this.#path(performance.now()))
    return this.#canvas
  }

  // Let the graphics processor draw where there is one that is quick enough. The address may ask for a way to draw:
  // ?draw=raster, ?draw=webgl
  speedUp() {
    const asked = new URLSearchParams(location.search).get("draw")
    if (!this.shown || asked === "raster" || this.#canvas.dataset.by === "webgl") return
    const canvas = h("canvas", {
      class: "discs",
      "data-by": "webgl",
      width: this.#canvas.width,
      height: this.#canvas.height,
    })
    const webgl = WebGL.on(canvas, asked === "webgl")
    if (webgl && (asked === "webgl" || this.#milliseconds(webgl) < SLOW)) this.#put(webgl, canvas, LARGEST.webgl)
  }

  // What a picture takes that is not the first
  #milliseconds(webgl) {
    const draw = () => {
      webgl.draw(this.#branch.at(this.#branch.newest.path), this.#look, this.shown.view)
      webgl.finish()
    }
    draw()
    const began = performance.now()
    draw()
    return performance.now() - began
  }

  #put(drawer, canvas, largest) {
    this.#drawer = drawer
    this.#largest = largest
    canvas.addEventListener("webglcontextlost", () => this.#rasterise())
    if (this.#canvas) {
      canvas.style.opacity = this.#canvas.style.opacity
      this.#canvas.replaceWith(canvas)
    } else this.#host.prepend(canvas)
    this.#canvas = canvas
    this.redraw()
  }

  #rasterise() {
    const canvas = h("canvas", { class: "discs", "data-by": "raster" })
    this.#put(new Raster(canvas), canvas, LARGEST.raster)
  }

  // { radii, levels, palette }: arrays, a new one of each that has changed
  wear(look) {
    this.#look = { ...this.#look, ...look }
    if (look.radii) this.#look.largest = look.radii.reduce((a, b) => Math.max(a, b), 0)
    this.redraw()
  }

  fade(opacity) {
    this.#canvas.style.opacity = opacity
  }

  // What part is seen: of a state, (x0, x1, y0, y1)
  see(view) {
    this.#view = view
    this.redraw()
  }

  // Go to a state: along the branch while the run goes on, else at once
  go(state, goesOn) {
    const now = performance.now()
    const from = this.#path(now)
    const along = this.#branch.add(state) && goesOn
    const gap = along ? now - this.#arrived : 0
    const lasts = Math.min(Math.max(gap, this.#gap), LONGEST) // the longer one: it is not to stand still and wait
    this.#goal = { from: Math.max(from, this.#branch.begins), began: now, lasts: along ? lasts : 0 }
    this.#gap = gap
    this.#arrived = now
    this.redraw()
  }

  #path(now) {
    const { from, began, lasts } = this.#goal
    const newest = this.#branch.newest?.path ?? 0
    return now - began < lasts ? from + ((newest - from) * (now - began)) / lasts : newest
  }

  redraw() {
    this.#ask(SHARE * this.#cost)
  }

  // Draw soon, so many milliseconds after the last time
  #ask(between) {
    if (this.#asked) return
    this.#asked = true
    const wait = this.#drawnAt + between - performance.now()
    const next = () => requestAnimationFrame(() => this.#frame())
    if (wait > 4) setTimeout(next, wait)
    else next()
  }

  #frame() {
    this.#asked = false
    const began = performance.now()
    if (!this.#look?.levels || !this.#branch.newest || !this.#view || !this.#fit()) return
    this.draw(this.#path(began))
    this.#drawnAt = began
    this.#cost = performance.now() - began
    const between = Math.max(this.between, this.#drawer.constructor.between, SHARE * this.#cost)
    if (began - this.#goal.began < this.#goal.lasts) this.#ask(between)
  }

  // Draw the state at some strain walked now
  draw(path) {
    const state = this.#branch.at(path)
    const { radii, levels } = this.#look
    const places = state.base.length / 2
    if (places !== radii.length || levels.length !== radii.length)
      throw new Error(`${radii.length} particles have ${places} places and ${levels.length} shades`)
    const view = this.#view(state)
    this.#drawer.draw(state, this.#look, view)
    this.shown = { ...state, view }
    this.drawn += 1
    this.onDrawn(this.shown)
  }

  // The canvas as large as its place; false where it has none
  #fit() {
    const { clientWidth, clientHeight } = this.#canvas
    if (!clientWidth || !clientHeight) return false
    const ratio = Math.min(window.devicePixelRatio, this.#largest / Math.max(clientWidth, clientHeight))
    const [width, height] = [Math.round(clientWidth * ratio), Math.round(clientHeight * ratio)]
    if (this.#canvas.width !== width) this.#canvas.width = width
    if (this.#canvas.height !== height) this.#canvas.height = height
    return true
  }
}
