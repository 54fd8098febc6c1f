// The gallery in its card: a line for each class, by model, from ductile to ultrastable; size and seed below.

import { $, $$, h, rebuilt, select, text } from "../shell/dom.js"
import { find, firstEvent, memberOf, named, remember, seedsOf, sizesOf, thousands } from "./members.js"
import { thumbnail } from "./thumbnail.js"

const CORNER = 0.42 // of the corner that a line's thumbnail shows

export function showGallery({ groups, chosen, problem, empty }, thumbnails, send, browse) {
  const box = $("#entries")
  if (rebuilt(box, groups)) build(box, groups, problem, send, thumbnails)
  const here = find(groups, chosen)
  if (here) remember(here.member)
  let chosenNow = null
  for (const line of $$(".entry", box)) {
    const kind = line.kind,
      selected = kind.key === here?.kind.key
    const member = selected ? here.member : memberOf(kind)
    text($(".first", line), firstEvent(member))
    line.title = `${kind.label}, N ${thousands(member.n)}${member.seed === null ? "" : `, seed ${member.seed}`}`
    if (selected && line.getAttribute("aria-selected") !== "true") chosenNow = line
    line.setAttribute("aria-selected", String(selected))
    line.tabIndex = selected ? 0 : -1
  }
  if (!here && $(".entry", box)) $(".entry", box).tabIndex = 0
  showWhich($("#which"), here, send, browse)
  chosenNow?.scrollIntoView({ block: "nearest" })
  const waiting = $("#waiting")
  waiting.hidden = !empty
  if (empty) text(waiting, empty)
}

function build(box, groups, problem, send, thumbnails) {
  if (problem) box.append(h("p", { class: "words" }, problem))
  for (const group of groups) {
    box.append(
      h("h3", { role: "presentation" }, group.label),
      ...group.classes.map(kind => {
        const line = h(
          "button",
          {
            type: "button",
            class: "entry",
            role: "option",
            "data-key": kind.key,
            onclick: () => send("glass", { key: memberOf(kind).key }),
          },
          h("span", { class: "face" }, thumbnail(thumbnails[kind.key], CORNER)),
          h("b", {}, named(kind)),
          h("small", { class: "first" }),
        )
        line.kind = kind
        return line
      }),
    )
  }
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
  const sizes = sizesOf(kind),
    seeds = seedsOf(kind, member.n)
  const menu = (label, values, now, change) =>
    values.length < 2
      ? h("span", {}, label, " ", now)
      : h(
          "label",
          {},
          label,
          select(
            label,
            values.map(([key, words]) => ({ key, label: words })),
            values.find(v => v[1] === now)[0],
            change,
          ),
        )
  const made = [
    menu(
      "N",
      sizes.map(n => [n, thousands(n)]),
      thousands(member.n),
      n => choose(n, member.seed),
    ),
  ]
  if (member.seed !== null)
    made.push(
      menu(
        "seed",
        seeds.map(seed => [seed, String(seed)]),
        String(member.seed),
        seed => choose(member.n, seed),
      ),
    )
  return made
}

// Arrows go from line to line; one of them is in the tab order
export function bindGallery(browse) {
  const box = $("#entries")
  box.addEventListener("keydown", event => {
    const lines = $$(".entry", box),
      at = lines.indexOf(document.activeElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 }[event.key]
    if (to === undefined || at < 0) return
    event.preventDefault()
    lines[Math.min(Math.max(to, 0), lines.length - 1)].focus()
  })
  // the chosen line stays in sight when something else needs the room
  new ResizeObserver(() => $("[aria-selected=true]", box)?.scrollIntoView({ block: "nearest" })).observe(box)
  $("#browse").addEventListener("click", () => browse(null))
}
