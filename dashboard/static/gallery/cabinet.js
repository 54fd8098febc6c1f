// The gallery at large: every class as a picture, and how the one looked at was made. The run goes on behind it.

import { $, $$, h, rebuilt } from "../shell/dom.js"
import { sizeAndSeed } from "./gallery.js"
import { showMaking } from "./making.js"
import { classesOf, find, firstEvent, memberOf, named, thousands } from "./members.js"
import { thumbnail } from "./thumbnail.js"

let looked = null // key of the glass looked at
let told = null // how a glass was made: the one that was told last
let shown = null // what the session shows: { groups, chosen }, and its thumbnails

export function openCabinet(key, gallery, thumbnails, send) {
  if (!gallery.groups.length) return
  shown = { gallery, thumbnails, send }
  const dialog = $("#cabinet")
  if (rebuilt(dialog, "built"))
    dialog.append(
      h(
        "header",
        {},
        h("h2", {}, "Glasses"),
        h("small", {}, "from ductile to ultrastable; the more a particle stands out, the worse it is packed"),
        h("button", { type: "button", class: "link close", "aria-label": "Close", onclick: () => dialog.close() }, "×"),
      ),
      h("div", { class: "shelves", role: "listbox", "aria-label": "Classes of glasses", onkeydown: move }),
      h(
        "section",
        { class: "about-glass", "aria-label": "The glass looked at" },
        h("div", { class: "look" }),
        h("div", { class: "making" }),
      ),
    )
  fillShelves($(".shelves", dialog))
  dialog.showModal()
  look(key ?? gallery.chosen ?? null)
}

function fillShelves(box) {
  box.replaceChildren(
    ...shown.gallery.groups.map(({ label, classes }) =>
      h(
        "div",
        { role: "group", "aria-label": label },
        h("h3", { role: "presentation" }, label),
        h("div", { class: "shelf" }, classes.map(tileOf)),
      ),
    ),
  )
}

function tileOf(kind) {
  const tile = h(
    "button",
    {
      type: "button",
      class: "tile",
      role: "option",
      "data-key": kind.key,
      tabindex: -1,
      onclick: () => look(memberOf(kind).key),
      ondblclick: shear,
    },
    h("span", { class: "face" }, thumbnail(shown.thumbnails[kind.key])),
    h("b", {}, named(kind)),
    h("small", {}, firstEvent(memberOf(kind))),
    h("small", {}, `N ${thousands(memberOf(kind).n)}`),
  )
  tile.kind = kind
  return tile
}

function shear() {
  $("#cabinet").close()
  shown.send("glass", { key: looked })
}

// Show a glass at the right, and ask the session how it was made
function look(key) {
  const here = find(shown.gallery.groups, key) ?? firstOf(shown.gallery.groups)
  if (!here) return
  looked = here.member.key
  for (const tile of $$("#cabinet .tile")) {
    const selected = tile.kind.key === here.kind.key
    tile.setAttribute("aria-selected", String(selected))
    tile.tabIndex = selected ? 0 : -1
    if (selected) {
      tile.focus({ preventScroll: true })
      tile.scrollIntoView({ block: "nearest" })
    }
  }
  $("#cabinet .look").replaceChildren(...lookOf(here))
  showMaking($("#cabinet .making"), told?.key === looked ? told : null) // what has not changed is not sent again
  shown.send("making", { key: looked })
}

function lookOf({ kind, member }) {
  const choose = (n, seed) => look(memberOf(kind, { n, seed }).key)
  const first = firstEvent(member)
  return [
    h("span", { class: "face" }, thumbnail(shown.thumbnails[kind.key])),
    h(
      "div",
      {},
      h("b", {}, named(kind)),
      h("small", {}, first && `first event: ${first}`),
      h("div", { class: "which" }, sizeAndSeed({ kind, member }, choose)),
      h(
        "button",
        { type: "button", class: "primary", onclick: shear },
        member.key === shown.gallery.chosen ? "shear it anew" : "shear it",
      ),
    ),
  ]
}

function firstOf(groups) {
  const [kind] = classesOf(groups)
  return kind && { kind, member: memberOf(kind) }
}

export function arrivedMaking(making) {
  told = making
  if (making.key === looked && $("#cabinet").open) showMaking($("#cabinet .making"), making)
}

export function arrivedThumbnails(thumbnails) {
  if (!$("#cabinet").open) return
  shown.thumbnails = thumbnails
  const show = (box, key) => {
    if (thumbnails[key]) $(".face", box).replaceChildren(thumbnail(thumbnails[key]))
  }
  for (const tile of $$("#cabinet .tile")) show(tile, tile.kind.key)
  show($("#cabinet .look"), find(shown.gallery.groups, looked)?.kind.key)
}

// Arrows go from picture to picture: along the shelf, or to the nearest one above or below
function move(event) {
  const tiles = $$("#cabinet .tile")
  const at = tiles.indexOf(document.activeElement)
  if (at < 0 || !event.key.startsWith("Arrow")) return
  event.preventDefault()
  event.stopPropagation()
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
  const to = step ? tiles[at + step] : nearest(tiles, tiles[at], event.key === "ArrowDown" ? 1 : -1)
  if (to) look(memberOf(to.kind).key)
}

function nearest(tiles, from, way) {
  const here = from.getBoundingClientRect()
  const away = tile => {
    const there = tile.getBoundingClientRect()
    const up = way * (there.top - here.top)
    return up < here.height / 2 ? Infinity : 4 * up + Math.abs(there.left - here.left)
  }
  const best = tiles.reduce((nearer, tile) => (away(tile) < away(nearer) ? tile : nearer))
  return away(best) < Infinity ? best : null
}
