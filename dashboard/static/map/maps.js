// The maps of the page: each is drawn from the model of the session that bears its name.

import { $ } from "../shell/dom.js"
import { Discs } from "./discs.js"
import { paletteOf } from "./palette.js"
import { extentOf, wholeView } from "./view.js"

const ROOMS = {
  glass: ["map"],
  side: ["side0", "side1", "side2", "side3"],
  compare: ["pair0", "pair1"],
  mesoscale: ["meso"],
}

const SAME = 1e-6 // share of a view by which two of them may differ and be the same

const WHEN_THERE = 2000 // milliseconds from the first state until a faster way to draw is tried

const discs = new Map()

// The discs of a map, made when it is first asked for
export function discsOf(name) {
  if (!discs.has(name)) discs.set(name, new Discs($(`#root-${name}`).closest(".map")))
  return discs.get(name)
}

// Pictures drawn so far, on all maps
export const drawn = () => [...discs.values()].reduce((sum, each) => sum + each.drawn, 0)

// Takes over what comes for the maps of a document
export class Maps {
  #page
  #onDrawn
  #bound = new Map()

  constructor(page, onDrawn) {
    this.#page = page
    this.#onDrawn = onDrawn
  }

  // Whether any map has been given something to draw
  show() {
    for (const name of ROOMS[document.documentElement.dataset.room] ?? []) if (!this.#bound.has(name)) this.#bind(name)
    return [...this.#bound.values()].map(take => take()).some(Boolean)
  }

  #bind(name) {
    const model = this.#page.get_model_by_name(`discs ${name}`)
    if (!model) return
    const mine = discsOf(name)
    if (matchMedia("(pointer: coarse)").matches) letSwipesScroll(name)
    const ranges = [model.x_range, model.y_range]
    for (const range of ranges)
      for (const end of ["start", "end"]) range.properties[end].change.connect(() => mine.redraw())
    const taken = {}
    const changed = (key, read) => {
      if (taken[key] === model[key]) return undefined
      taken[key] = model[key]
      return read(model[key])
    }
    let first = true
    this.#bound.set(name, () => {
      if (model.about === "{}") return false
      if (first) {
        if (Object.values(ROOMS).some(([chief]) => chief === name)) mine.onDrawn = this.#onDrawn
        setTimeout(() => mine.speedUp(), WHEN_THERE)
      }
      first = false
      wear(mine, changed)
      go(mine, changed, ranges)
      return true
    })
  }
}

// On a screen that is touched a swipe up or down scrolls the page, two fingers zoom, a swipe aside moves the map
function letSwipesScroll(name) {
  const within = view => [view, ...(view.child_views ?? []).flatMap(within)]
  for (const view of Object.values(window.Bokeh.index).flatMap(within))
    if (view.model.name === name && view.canvas_view) view.canvas_view.events_el.style.touchAction = "pan-y"
}

function wear(mine, changed) {
  const look = {
    radii: changed("radii", bytes => new Float32Array(bytes)),
    levels: changed("levels", bytes => new Uint8Array(bytes)),
    palette: changed("colours", words => paletteOf(JSON.parse(words))),
  }
  const known = Object.entries(look).filter(([, array]) => array)
  if (known.length) mine.wear(Object.fromEntries(known))
}

function go(mine, changed, ranges) {
  const places = changed("places", bytes => new Uint16Array(bytes))
  const about = changed("about", JSON.parse)
  if (!about) return
  mine.fade(about.opacity)
  mine.see(viewThrough(ranges, about))
  if (places || about.path !== mine.newest.path)
    mine.go({ ...about, places: places ?? mine.newest.places }, about.plays)
}

// What is seen of a state: where the reader has moved the map to; else the whole cell, wherever it is on its way to the
// state that was sent
function viewThrough(ranges, { view, home, cell }) {
  const width = view[1] - view[0]
  return state => {
    const seen = ranges.flatMap(range => [range.start, range.end])
    const moved = seen.some((end, k) => Math.abs(end - view[k]) > SAME * width)
    return home && !moved ? wholeView(state.cell, width / extentOf(cell)) : seen
  }
}
