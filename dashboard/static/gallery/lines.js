// Small plots of one or two series, as SVG that fills its box; words beside them are the caller's.

import { svg } from "../shell/dom.js"

// A plot for `drawLines`: its lines are styled by their classes, so they follow the theme
export function emptyPlot(label) {
  return svg("svg", {
    class: "lines",
    viewBox: "0 0 100 100",
    preserveAspectRatio: "none",
    role: "img",
    "aria-label": label,
  })
}

// series: [{ x, y, low, high, name }], x between `from` and `to`; marks: [{ x | y, name }] are straight lines
export function drawLines(plot, series, { from, to }, marks = []) {
  const across = value => ((100 * (value - from)) / (to - from || 1)).toFixed(2)
  const straight = ({ x, name }) => svg("line", { class: name, x1: across(x), x2: across(x), y1: 0, y2: 100 })
  const level = ({ y, name }) => svg("line", { class: name, x1: 0, x2: 100, y1: 100 * (1 - y), y2: 100 * (1 - y) })
  plot.replaceChildren(
    ...marks.map(mark => (mark.x === undefined ? level(mark) : straight(mark))),
    ...series.map(({ x, y, low, high, name }) => {
      const up = value => (100 * (1 - (value - low) / (high - low || 1))).toFixed(2)
      return svg("polyline", { class: name, points: x.map((value, k) => `${across(value)},${up(y[k])}`).join(" ") })
    }),
  )
}

// Lower and upper end of values that begin with a few far above the rest: those may leave the plot
export function range(values, share = 1) {
  const sorted = [...values].sort((a, b) => a - b)
  const low = sorted[0]
  const high = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  const room = 0.06 * (high - low) || Math.abs(high) * 0.01 || 1
  return { low: low - room, high: high + room }
}

export const number = (value, digits = 4) => String(Number(value.toPrecision(digits))).replace("-", "−")
