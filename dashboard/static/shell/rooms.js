// Rooms of the page: a part names those that it is seen in as data-rooms (the style sheet hides it elsewhere), a button
// the one that it leads to as data-room.

import { $, $$ } from "./dom.js"

export function bindRooms(send) {
  const tabs = $$(".rooms [data-room]")
  const enter = name => {
    showRoom({ name })
    send("room", { name })
  }
  for (const tab of tabs) tab.addEventListener("click", () => enter(tab.dataset.room))
  $(".rooms").addEventListener("keydown", event => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (!by) return
    event.preventDefault()
    event.stopPropagation()
    const next = tabs[(tabs.indexOf(document.activeElement) + by + tabs.length) % tabs.length]
    next.focus()
    next.click()
  })
  const asked = new URLSearchParams(location.search).get("room")
  if (tabs.some(tab => tab.dataset.room === asked) && asked !== tabs[0].dataset.room) enter(asked)
  else document.documentElement.dataset.room = tabs[0].dataset.room
}

export function showRoom({ name }) {
  const tabs = $$(".rooms [data-room]")
  document.documentElement.dataset.room = name
  for (const tab of tabs) {
    const here = tab.dataset.room === name
    tab.setAttribute("aria-selected", String(here))
    tab.tabIndex = here ? 0 : -1
  }
}
