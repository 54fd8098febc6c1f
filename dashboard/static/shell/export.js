// Pictures of the plots, made in the browser, and files made by the session.

import { $, h } from "./dom.js"

const CHOICES = [
  ["map", "Map, PNG"],
  ["curve", "Stress–strain, PNG"],
  ["ranks", "Rank CDF, PNG"],
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
  const [button, sheet] = [$("#export button"), $("#export .sheet")]
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

async function picture(name) {
  const view = findView(name)
  const room = view.el.closest("[data-rooms]").dataset.rooms.split(" ")
  if (!room.includes(document.documentElement.dataset.room)) $(`#rooms [data-room=${room[0]}]`).click()
  for (const [attribute, tab] of [
    ["of", "view"],
    ["pane", "tab"],
  ]) {
    const part = view.el.closest(`[data-${attribute}]`)
    if (!part?.hidden) continue
    $(`[data-${tab}=${part.dataset[attribute]}]`).click()
    await new Promise(done => setTimeout(done, TO_APPEAR))
  }
  const source = view.export("png", true).canvas
  const colours = getComputedStyle(document.documentElement)
  const canvas = h("canvas", { width: source.width, height: source.height })
  const pen = canvas.getContext("2d")
  pen.fillStyle = colours.getPropertyValue(name === "map" ? "--map" : "--card")
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(source, 0, 0)
  if (name === "map") addLegend(pen, source.width / view.el.clientWidth)
  canvas.toBlob(blob => save(`glasscope-${name}.png`, blob), "image/png")
}

function findView(name) {
  for (const root of Object.values(window.Bokeh.index)) if (root.model.name === name) return root
  throw new Error(`no plot ${name}`)
}

// the legend is text on the page: draw it once more into the picture
function addLegend(pen, scale) {
  const box = $("#legend")
  const [place, frame] = [box.getBoundingClientRect(), $("#map").getBoundingClientRect()]
  const colours = getComputedStyle(document.documentElement)
  const at = rect => [
    (rect.left - frame.left) * scale,
    (rect.top - frame.top) * scale,
    rect.width * scale,
    rect.height * scale,
  ]
  pen.globalAlpha = 0.85
  pen.fillStyle = colours.getPropertyValue("--card")
  pen.beginPath()
  pen.roundRect(...at(place), 6 * scale)
  pen.fill()
  pen.globalAlpha = 1
  const ramp = $(".ramp", box)
  const [x, y, width, height] = at(ramp.getBoundingClientRect())
  const gradient = pen.createLinearGradient(x, 0, x + width, 0)
  const stops = ramp.style.background.match(/rgb\([^)]*\)|#[0-9a-f]{6}/gi) ?? []
  for (const [k, stop] of stops.entries()) gradient.addColorStop(k / Math.max(1, stops.length - 1), stop)
  pen.fillStyle = gradient
  pen.fillRect(x, y, width, height)
  pen.textBaseline = "middle"
  const [left, top, wide, tall] = at($(".scale i", box).getBoundingClientRect())
  pen.strokeStyle = colours.getPropertyValue("--quiet")
  pen.lineWidth = scale
  pen.beginPath()
  for (const [px, py] of [
    [0, 0],
    [0, tall],
    [wide, tall],
    [wide, 0],
  ])
    pen.lineTo(left + px, top + py)
  pen.stroke()
  for (const part of box.querySelectorAll("b, small, span")) {
    const style = getComputedStyle(part)
    const [left, top, , tall] = at(part.getBoundingClientRect())
    pen.font = `${style.fontWeight} ${parseFloat(style.fontSize) * scale}px ${style.fontFamily}`
    pen.fillStyle = style.color
    pen.fillText(part.textContent, left, top + tall / 2)
  }
}

export function download({ download: name, kind, data }) {
  const bytes = Uint8Array.from(atob(data), c => c.charCodeAt(0))
  save(name, new Blob([bytes], { type: kind }))
}

function save(name, blob) {
  const link = h("a", { href: URL.createObjectURL(blob), download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10000)
}
