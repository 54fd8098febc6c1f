// A dial for the load's direction: drag it, or use the arrow keys.

import { $, $$, svg } from "../shell/dom.js"

const STEP = 5 // degrees

export function dial(set) {
  const box = svg("svg", {
    class: "dial",
    viewBox: "-30 -30 60 60",
    tabindex: 0,
    role: "slider",
    "aria-label": "Angle of the load",
    "aria-valuemin": -180,
    "aria-valuemax": 180,
  })
  const arrow = svg("g", { class: "arrow" })
  arrow.append(
    svg("line", { x1: -20, y1: 0, x2: 20, y2: 0 }),
    svg("path", { class: "head", d: "M13,-5 L21,0 L13,5" }),
    svg("line", { class: "other", x1: -20, y1: 9, x2: 20, y2: 9 }),
    svg("path", { class: "other", d: "M-13,4 L-21,9 L-13,14" }),
    svg("path", { class: "out", d: "M-13,-5 L-21,0 L-13,5" }),
    svg("path", { class: "in", d: "M-19,-5 L-11,0 L-19,5 M19,-5 L11,0 L19,5" }),
  )
  box.append(svg("circle", { r: 28 }), arrow)
  bindDial(box, set)
  return box
}

// The angle of a place around the middle of the dial, in whole steps
function angleAt(box, { clientX, clientY }) {
  const place = box.getBoundingClientRect()
  const x = clientX - place.left - place.width / 2
  const y = place.top + place.height / 2 - clientY
  return Math.round((Math.atan2(y, x) * (180 / STEP)) / Math.PI) * STEP
}

function bindDial(box, set) {
  let asked = null
  const drag = event => {
    const angle = angleAt(box, event)
    if (angle === asked) return
    asked = angle
    set("angle", angle)
  }
  box.addEventListener("pointerdown", event => {
    box.setPointerCapture(event.pointerId)
    asked = null
    drag(event)
  })
  box.addEventListener("pointermove", event => {
    if (box.hasPointerCapture(event.pointerId)) drag(event)
  })
  box.addEventListener("keydown", event => {
    const by = { ArrowLeft: STEP, ArrowUp: STEP, ArrowRight: -STEP, ArrowDown: -STEP }[event.key]
    if (!by) return
    event.preventDefault()
    event.stopPropagation()
    const next = Number(box.getAttribute("aria-valuenow")) + by
    set("angle", next > 180 ? next - 360 : next < -180 ? next + 360 : next)
  })
}

export function turnDial(box, { angle, sign, kind }) {
  box.setAttribute("aria-valuenow", angle)
  const simple = kind === "simple_shear"
  $(".arrow", box).setAttribute(
    "transform",
    simple ? `rotate(${-angle}) scale(${sign} 1) translate(0 -4.5)` : `rotate(${-angle})`,
  )
  const shown = { other: simple, head: simple || sign > 0, out: !simple && sign > 0, in: !simple && sign < 0 }
  for (const part of $$("[class]:not(g)", box)) part.style.display = shown[part.getAttribute("class")] ? "" : "none"
}
