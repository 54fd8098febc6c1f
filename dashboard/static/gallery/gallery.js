// The gallery in its card: a line for each class, by model, from ductile to ultrastable; size and seed below.

import { $, $$, h, rebuilt, select, text } from "../shell/dom.js"
import { find, firstEvent, memberOf, named, remember, seedsOf, sizesOf, thousands } from "./members.js"
import { thumbnail } from "./thumbnail.js"

const HEADING = 20 // pixels of the model's name, which stays at the top of the list
const CORNER = 0.42 // of the corner that a line's thumbnail shows

export function showGallery({ groups, chosen, problem, empty }, thumbnails, send, browse) {
  const box = $("#entries")
  if (rebuilt(box, groups)) {
    if (problem) box.append(h("p", { class: "words" }, problem))
    for (const group of groups)
      box.append(
        h("h3", { role: "presentation" }, group.label),
        ...group.classes.map(kind => lineOf(kind, thumbnails[kind.key], send)),
      )
  }
  const here = find(groups, chosen)
  if (here) remember(here.member)
  const chosenNow = showLines($$(".entry", box), here)
  if (!here && $(".entry", box)) $(".entry", box).tabIndex = 0
  showWhich($("#which"), here, send, browse)
  if (chosenNow) bringIntoView(box, chosenNow)
  const waiting = $("#waiting")
  waiting.hidden = !empty
  if (empty) text(waiting, empty)
}

// Within the list alone: the page itself stays where it is
function bringIntoView(box, line) {
  const [frame, place] = [box.getBoundingClientRect(), line.getBoundingClientRect()]
  const above = place.top - HEADING - frame.top
  const below = place.bottom - frame.bottom
  if (above < 0) box.scrollTop += above
  else if (below > 0) box.scrollTop += below
}

function lineOf(kind, discs, send) {
  const line = h(
    "button",
    {
      type: "button",
      class: "entry",
      role: "option",
      "data-key": kind.key,
      onclick: () => send("glass", { key: memberOf(kind).key }),
    },
    h("span", { class: "face" }, thumbnail(discs, CORNER)),
    h("b", {}, named(kind)),
    h("small", { class: "first" }),
  )
  line.kind = kind
  return line
}

// Show what each line stands for, and which one is chosen; gives the line that was not chosen before
function showLines(lines, here) {
  let chosenNow = null
  for (const line of lines) {
    const { kind } = line
    const selected = kind.key === here?.kind.key
    const member = selected ? here.member : memberOf(kind)
    text($(".first", line), firstEvent(member))
    line.title = `${kind.label}, N ${thousands(member.n)}${member.seed === null ? "" : `, seed ${member.seed}`}`
    if (selected && line.getAttribute("aria-selected") !== "true") chosenNow = line
    line.setAttribute("aria-selected", String(selected))
    line.tabIndex = selected ? 0 : -1
  }
  return chosenNow
}

export function showFaces(thumbnails) {
  for (const line of $$("#entries .entry")) {
    if (thumbnails[line.kind.key]) $(".face", line).replaceChildren(thumbnail(thumbnails[line.kind.key], CORNER))
  }
}

// Size and seed of the glass in use, as menus where there is something to choose
function showWhich(box, here, send, browse) {
  box.hidden = !here
  if (!here || !rebuilt(box, [here.kind, here.member])) return
  box.append(
    ...sizeAndSeed(here, (n, seed) => send("glass", { key: memberOf(here.kind, { n, seed }).key })),
    h(
      "button",
      { type: "button", class: "link", title: "How this glass was made", onclick: () => browse(here.member.key) },
      "how made?",
    ),
  )
}

export function sizeAndSeed({ kind, member }, choose) {
  const sizes = sizesOf(kind).map(n => ({ key: n, label: thousands(n) }))
  const made = [menu("N", sizes, member.n, n => choose(n, member.seed))]
  if (member.seed === null) return made
  const seeds = seedsOf(kind, member.n).map(seed => ({ key: seed, label: String(seed) }))
  return [...made, menu("seed", seeds, member.seed, seed => choose(member.n, seed))]
}

// A menu where there is something to choose
function menu(label, options, now, change) {
  if (options.length < 2) return h("span", {}, label, " ", options.find(option => option.key === now).label)
  return h("label", {}, label, select(label, options, now, change))
}

// Arrows go from line to line; one of them is in the tab order
export function bindGallery(browse) {
  const box = $("#entries")
  box.addEventListener("keydown", event => {
    const lines = $$(".entry", box)
    const at = lines.indexOf(document.activeElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 }[event.key]
    if (to === undefined || at < 0) return
    event.preventDefault()
    lines[Math.min(Math.max(to, 0), lines.length - 1)].focus()
  })
  // the chosen line stays in sight when something else needs the room
  new ResizeObserver(() => {
    const chosen = $("[aria-selected=true]", box)
    if (chosen) bringIntoView(box, chosen)
  }).observe(box)
  $("#browse").addEventListener("click", () => browse(null))
}
