// Pictures of the plots, made in the browser, and files made by the session.

import { discsOf } from "../map/maps.js"
import { $, $$, h } from "./dom.js"

const CHOICES = [
  ["map", "Map, PNG"],
  ["curve", "Stress–strain, PNG"],
  ["ranks", "Rank CDF, PNG"],
  ["left", "P(τ_y), PNG"],
  ["distribution", "Distribution, PNG"],
  ["density", "Density of states, PNG"],
  ["participation", "Participation, PNG"],
  ["tail", "Tail, PNG"],
  ["pairs", "Pair distribution, PNG"],
  ["directions", "By direction, PNG"],
  ["modes-csv", "Modes found, CSV"],
  ["state", "State shown, npz"],
  ["field", "Field shown, npz"],
  ["curve-csv", "Stress–strain, CSV"],
  ["events-csv", "Events, CSV"],
]

export function bindExport(send) {
  const button = $("#export button")
  const sheet = $("#export .sheet")
  const open = shown => {
    sheet.hidden = !shown
    button.setAttribute("aria-expanded", String(shown))
  }
  sheet.append(
    ...CHOICES.map(([key, label]) =>
      h(
        "button",
        {
          type: "button",
          role: "menuitem",
          "data-key": key,
          onclick: () => {
            open(false)
            if (label.endsWith("PNG")) picture(key)
            else send("export", { what: key.replace("-csv", "") })
          },
        },
        label,
      ),
    ),
  )
  $("#table-csv").addEventListener("click", () => send("export", { what: "events" }))
  button.addEventListener("click", () => open(sheet.hidden))
  document.addEventListener("click", event => {
    if (!event.target.closest?.("#export")) open(false)
  })
  document.addEventListener("keydown", event => {
    if (event.key === "Escape") open(false)
  })
}

const TO_APPEAR = 900 // milliseconds that a plot is given to be drawn once its tab is opened

// Open the room, the panel and the tab that a plot stands in: what is hidden is not drawn
async function bringUp(element) {
  const [room, ...others] = element.closest("[data-rooms]").dataset.rooms.split(" ")
  if (![room, ...others].includes(document.documentElement.dataset.room)) $(`#rooms [data-room=${room}]`).click()
  for (const { part, tab } of [
    { part: "of", tab: "view" },
    { part: "pane", tab: "tab" },
  ]) {
    const box = element.closest(`[data-${part}]`)
    if (!box?.hidden) continue
    $(`[data-${tab}=${box.dataset[part]}]`).click()
    await new Promise(done => setTimeout(done, TO_APPEAR))
  }
}

async function picture(name) {
  const view = findView(name)
  await bringUp(view.el)
  const source = view.export("png", true).canvas
  const canvas = h("canvas", { width: source.width, height: source.height })
  const pen = canvas.getContext("2d")
  pen.fillStyle = colour(name === "map" ? "--map" : "--card")
  pen.fillRect(0, 0, canvas.width, canvas.height)
  if (name === "map") {
    const { picture } = discsOf(name)
    pen.globalAlpha = Number(picture.style.opacity)
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
    pen.globalAlpha = 1
  }
  pen.drawImage(source, 0, 0)
  if (name === "map") addLegend(pen, source.width / view.el.clientWidth)
  canvas.toBlob(blob => save(`glasscope-${name}.png`, blob), "image/png")
}

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name)

function findView(name) {
  for (const root of Object.values(window.Bokeh.index)) if (root.model.name === name) return root
  throw new Error(`no plot ${name}`)
}

// The legend is text on the page: draw it once more into the picture
function addLegend(pen, scale) {
  const box = $("#legend")
  const frame = $("#map").getBoundingClientRect()
  const at = element => {
    const place = element.getBoundingClientRect()
    return {
      left: (place.left - frame.left) * scale,
      top: (place.top - frame.top) * scale,
      width: place.width * scale,
      height: place.height * scale,
    }
  }
  drawGround(pen, at(box), 6 * scale)
  drawRamp(pen, at($(".ramp", box)), $(".ramp", box).style.background)
  drawScale(pen, at($(".scale i", box)), scale)
  pen.textBaseline = "middle"
  for (const part of $$("b, small, span", box)) {
    const style = getComputedStyle(part)
    const { left, top, height } = at(part)
    pen.font = `${style.fontWeight} ${parseFloat(style.fontSize) * scale}px ${style.fontFamily}`
    pen.fillStyle = style.color
    pen.fillText(part.textContent, left, top + height / 2)
  }
}

function drawGround(pen, { left, top, width, height }, radius) {
  pen.globalAlpha = 0.85
  pen.fillStyle = colour("--card")
  pen.beginPath()
  pen.roundRect(left, top, width, height, radius)
  pen.fill()
  pen.globalAlpha = 1
}

function drawRamp(pen, { left, top, width, height }, background) {
  const gradient = pen.createLinearGradient(left, 0, left + width, 0)
  const stops = background.match(/rgb\([^)]*\)|#[0-9a-f]{6}/gi) ?? []
  for (const [k, stop] of stops.entries()) gradient.addColorStop(k / Math.max(1, stops.length - 1), stop)
  pen.fillStyle = gradient
  pen.fillRect(left, top, width, height)
}

function drawScale(pen, { left, top, width, height }, lineWidth) {
  pen.strokeStyle = colour("--quiet")
  pen.lineWidth = lineWidth
  pen.beginPath()
  pen.moveTo(left, top)
  pen.lineTo(left, top + height)
  pen.lineTo(left + width, top + height)
  pen.lineTo(left + width, top)
  pen.stroke()
}

export function download({ download: name, kind, data }) {
  const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0))
  save(name, new Blob([bytes], { type: kind }))
}

function save(name, blob) {
  const link = h("a", { href: URL.createObjectURL(blob), download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10000)
}
