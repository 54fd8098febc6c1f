// The rooms of the page. A part that names rooms in data-rooms is there in these only; the style sheet hides it elsewhere.

import { $$ } from "./dom.js"

export function bindRooms(set) {
  for (const tab of $$("#rooms [data-room]")) tab.addEventListener("click", () => {
    enter(tab.dataset.room)
    set("room", tab.dataset.room)
  })
}

function enter(room) {
  document.documentElement.dataset.room = room
  for (const tab of $$("#rooms [data-room]")) tab.setAttribute("aria-selected", String(tab.dataset.room === room))
}
