// Discs of true radius, periodic images and all, drawn pixel by pixel where there is no graphics processor.
//
// Index of a pixel: 0 where there is no particle, else 4 * level + coverage, with the level of its value (0 stiff,
// 62 soft, 63 none) and its coverage of the pixel in quarters (1 to 4). A pixel belongs to the disc that covers most of
// it, to the later one where they are equal. The palette says what an index looks like.

import { UNITS } from "./branch.js"
import { FAINT, imagesOf, LEAST, NO_VALUE } from "./view.js"

export class Raster {
  static between = 28 // milliseconds from picture to picture of a run: its engine needs the cores as well

  #pen
  #index = new Uint8Array(0)
  #pixels

  constructor(canvas) {
    this.#pen = canvas.getContext("2d")
  }

  // The scene: a state as `Branch.at` gives it, { radii, levels, palette }, and the view (x0, x1, y0, y1)
  draw(state, look, view) {
    const { width, height } = this.#pen.canvas
    if (this.#pixels?.width !== width || this.#pixels.height !== height) {
      this.#pixels = this.#pen.createImageData(width, height)
      this.#index = new Uint8Array(width * height)
    }
    this.#index.fill(0)
    drawDiscs(this.#index, width, height, state, look, view)
    colour(this.#index, new Uint32Array(this.#pixels.data.buffer), width, height, look.palette)
    this.#pen.putImageData(this.#pixels, 0, 0)
  }

  // The indices of the last picture, its lowest row first
  get index() {
    return this.#index
  }
}

function drawDiscs(index, width, height, { base, back, ahead, shares, cell }, { radii, levels, largest }, view) {
  const [ax, ay, bx, by] = cell
  const [x0, x1, y0, y1] = view
  const [across, up] = [width / (x1 - x0), height / (y1 - y0)]
  const images = imagesOf(cell, view, largest)
  const [before, after] = shares
  for (let p = 0; p < radii.length; p++) {
    const u = (base[2 * p] + before * back[2 * p] + after * ahead[2 * p]) / UNITS
    const v = (base[2 * p + 1] + before * back[2 * p + 1] + after * ahead[2 * p + 1]) / UNITS
    const radius = Math.max(radii[p] * across, LEAST)
    for (let a = Math.ceil(images.low[0] - u); a <= images.high[0] - u; a++)
      for (let b = Math.ceil(images.low[1] - v); b <= images.high[1] - v; b++) {
        const x = ((u + a) * ax + (v + b) * bx - x0) * across - 0.5
        const y = ((u + a) * ay + (v + b) * by - y0) * up - 0.5
        if (x > -radius - 1 && x < width + radius && y > -radius - 1 && y < height + radius)
          drawDisc(index, width, height, x, y, radius, levels[p])
      }
  }
}

// Row by row: an edge, what is whole, an edge
function drawDisc(index, width, height, x, y, radius, told) {
  const level = told % FAINT
  const most = told < FAINT ? 4 : 2
  const reach = radius + 0.5
  const whole = Math.max(radius - 0.5, 0)
  const top = Math.min(height - 1, Math.floor(y + reach))
  for (let row = Math.max(0, Math.ceil(y - reach)); row <= top; row++) {
    const rise = (row - y) * (row - y)
    const far = Math.sqrt(Math.max(reach * reach - rise, 0))
    const begin = row * width
    const first = Math.max(0, Math.ceil(x - far))
    const last = Math.min(width - 1, Math.floor(x + far))
    let [from, to] = [last + 1, last]
    if (rise < whole * whole) {
      const near = Math.sqrt(whole * whole - rise)
      from = Math.max(first, Math.ceil(x - near))
      to = Math.min(last, Math.floor(x + near))
    }
    edge(index, begin, first, Math.min(from - 1, last), x, rise, reach, level, most)
    fill(index, begin + from, begin + to, level, most)
    edge(index, begin, Math.max(first, to + 1), last, x, rise, reach, level, most)
  }
}

function edge(index, begin, from, to, x, rise, reach, level, most) {
  for (let column = from; column <= to; column++) {
    const aside = column - x
    const quarters = (4 * (reach - Math.sqrt(rise + aside * aside)) + 0.5) | 0
    if (quarters > 0) cover(index, begin + column, level, Math.min(quarters, most))
  }
}

function fill(index, from, to, level, coverage) {
  const whole = Math.min(4 * level + coverage, 255)
  if (coverage === 4 && level !== NO_VALUE) for (let at = from; at <= to; at++) index[at] = whole
  else for (let at = from; at <= to; at++) cover(index, at, level, coverage)
}

function cover(index, at, level, coverage) {
  const before = index[at]
  if (before === 0 || ((before - 1) & 3) < rank(level, coverage)) index[at] = Math.min(4 * level + coverage, 255)
}

// What is full and without a value has no index of its own: there are 255 of them
const rank = (level, coverage) => (level === NO_VALUE && coverage === 4 ? 3 : coverage)

// A picture's rows go down, those of the indices up
function colour(index, pixels, width, height, palette) {
  const colours = new Uint32Array(palette.buffer, palette.byteOffset, 256)
  for (let row = 0; row < height; row++) {
    const to = row * width
    for (let at = (height - 1 - row) * width, k = to; k < to + width; k++, at++) pixels[k] = colours[index[at]]
  }
}
