// For a whole room to see: the maps and plots alone, on the whole screen, their text readable from the last row.

import { $ } from "./dom.js"

export function bindProjector(set) {
  const page = document.documentElement
  const show = on => {
    if (on === (page.dataset.projector === "yes")) return
    if (on) page.dataset.projector = "yes"
    else delete page.dataset.projector
    $("#projector").setAttribute("aria-pressed", String(on))
    set("large", on)
  }
  const toggle = () => {
    const on = page.dataset.projector !== "yes"
    show(on)
    if (on)
      page.requestFullscreen?.().catch(() => {}) // without it the window is what there is
    else if (document.fullscreenElement) document.exitFullscreen()
  }
  $("#projector").addEventListener("click", toggle)
  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement) show(false)
  })
  return toggle
}
