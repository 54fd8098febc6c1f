// What the index of a pixel looks like: 0 nothing, else 4 * level + coverage in quarters.

const QUARTERS = 4
const INDICES = 256

// Of the colours of all levels, "#rrggbb": red, green, blue and opacity, one index after the other
export function paletteOf(colours) {
  const palette = new Uint8Array(4 * INDICES)
  for (const [level, colour] of colours.entries()) {
    const rgb = [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16))
    for (let coverage = 1; coverage <= QUARTERS; coverage++) {
      const index = Math.min(QUARTERS * level + coverage, INDICES - 1)
      palette.set([...rgb, Math.round((255 * coverage) / QUARTERS)], 4 * index)
    }
  }
  return palette
}
