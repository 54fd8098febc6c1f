// States of a run as they come, and what lies between them: places follow the quadratic in the strain through the last
// three states of a branch. Across an event, a turn or a jump nothing is drawn: there is no path of the glass.

export const UNITS = 65536 // places are fractions of the cell in so many steps, and come round
const UNEVEN = 4 // a step so many times as long as the one before it is a line: so far the curvature is not known
const FLIPPED = 0.2 // a cell that changes by this share from state to state was told by other vectors

// A state: { branch, path (strain walked), cell (ax, ay, bx, by), strain, stress, places (x, y of each particle) }
export class Branch {
  #states = []
  #differences = new Map() // of a state's places from those of the base

  get newest() {
    return this.#states.at(-1)
  }

  get begins() {
    return this.#states[0].path
  }

  // Whether it goes on from what was there
  add(state) {
    const goesOn = this.#states.length > 0 && follows(this.newest, state)
    if (!goesOn) this.#states = []
    this.#states.push(state)
    if (this.#states.length > 3) this.#states.shift()
    this.#differences.clear()
    return goesOn
  }

  // The state at some strain walked: base places, and shares of the differences (back, ahead) to be added to them
  at(path) {
    const [before, base, after] = this.#parts()
    const [back, ahead] = shares(before?.path, base.path, after?.path, path)
    const between = read => {
      const middle = read(base)
      return middle + (back ? back * (read(before) - middle) : 0) + (ahead ? ahead * (read(after) - middle) : 0)
    }
    return {
      base: base.places,
      back: this.#difference(before, base),
      ahead: this.#difference(after, base),
      shares: [back, ahead],
      cell: [0, 1, 2, 3].map(k => between(state => state.cell[k])),
      strain: between(state => state.strain),
      stress: between(state => state.stress),
    }
  }

  #parts() {
    const states = this.#states
    return states.length === 1
      ? [undefined, states[0], undefined]
      : states.length === 2
        ? [undefined, ...states]
        : states
  }

  #difference(state, base) {
    const of = state ?? base
    if (!this.#differences.has(of)) {
      const moved = new Int16Array(base.places.length)
      for (let k = 0; k < moved.length; k++) moved[k] = of.places[k] - base.places[k] // by the shorter way round
      this.#differences.set(of, moved)
    }
    return this.#differences.get(of)
  }
}

function follows(before, after) {
  const size = Math.max(...before.cell.map(Math.abs))
  return (
    before.branch === after.branch &&
    before.path < after.path &&
    before.places.length === after.places.length &&
    before.cell.every((value, k) => Math.abs(value - after.cell[k]) < FLIPPED * size)
  )
}

// Lagrange's weights of the states before and after the base
function shares(before, base, after, path) {
  if (after === undefined || path === base) return [0, 0]
  if (before === undefined || after - base > UNEVEN * (base - before))
    return [0, Math.max(0, (path - base) / (after - base))]
  return [
    ((path - base) * (path - after)) / ((before - base) * (before - after)),
    ((path - before) * (path - base)) / ((after - before) * (after - base)),
  ]
}
