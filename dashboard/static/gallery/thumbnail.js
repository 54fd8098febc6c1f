// Thumbnails: a corner of a glass, its particles at their true sizes, shaded from well to badly packed.

import { svg } from "../shell/dom.js"

const UNITS = 1000 // width of the corner in the numbers that the session sends
const SHADES = 5

// One path for each shade; `share` of the corner is shown, so that particles stay visible where the picture is small
export function thumbnail(discs, share = 1) {
  const size = UNITS * share
  const picture = svg("svg", { class: "thumbnail", viewBox: `0 0 ${size} ${size}`, "aria-hidden": "true" })
  const paths = Array.from({ length: SHADES }, () => [])
  for (let k = 0; k + 3 < (discs?.length ?? 0); k += 4) {
    const [x, y, r, shade] = [discs[k], size - discs[k + 1], discs[k + 2], discs[k + 3]]
    if (x > -r && x < size + r && y > -r && y < size + r)
      paths[shade].push(`M${x - r},${y}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0`)
  }
  picture.append(...paths.map((parts, shade) => svg("path", { class: `shade-${shade}`, d: parts.join("") })))
  return picture
}
