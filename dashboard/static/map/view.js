// What both ways of drawing agree on: levels, the smallest disc, and which periodic images a view shows.

export const NO_VALUE = 63 // level of a particle without a value
export const FAINT = 64 // added to the level of a particle that is drawn half transparent
export const LEAST = 0.6 // radius of the smallest disc, in pixels of the picture

// Bounds of the view, grown by a margin, in units of the lattice vectors
export function imagesOf([ax, ay, bx, by], [x0, x1, y0, y1], margin) {
  const volume = ax * by - ay * bx
  const low = [Infinity, Infinity]
  const high = [-Infinity, -Infinity]
  for (const x of [x0 - margin, x1 + margin])
    for (const y of [y0 - margin, y1 + margin])
      for (const [k, fraction] of [(x * by - y * bx) / volume, (y * ax - x * ay) / volume].entries()) {
        low[k] = Math.min(low[k], fraction)
        high[k] = Math.max(high[k], fraction)
      }
  return { low, high }
}

export const extentOf = ([ax, , , by]) => Math.max(Math.abs(ax), Math.abs(by))

// The view of the whole cell, so many of its longest extents wide
export function wholeView(cell, widths) {
  const half = 0.5 * widths * extentOf(cell)
  const [ax, ay, bx, by] = cell
  const [x, y] = [0.5 * (ax + bx), 0.5 * (ay + by)]
  return [x - half, x + half, y - half, y + half]
}
