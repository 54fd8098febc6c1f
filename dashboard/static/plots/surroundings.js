// What is around the particles: which ones are looked at, the keys of the three plots, and how far they have come.

import { $, $$, h, rebuilt, select, settle, showKey, text } from "../shell/dom.js"

const COLOURS = ["accent", "event", "third", "fourth"]

export function showSurroundings({ around, arounds, share, shares, found, why_not, progress }, set) {
  const box = $("#about-surroundings")
  if (rebuilt(box, [arounds, shares]))
    box.append(
      h("span", { class: "of" }),
      h("progress", { max: 1, "aria-label": "Surroundings found" }),
      select("Around which particles", arounds, around, key => set("around", key)),
      h(
        "label",
        {
          class: "how-many",
          title: "So many of the particles, by the field on the map, are soft, and as many are hard",
        },
        select("Share of the particles", shares, share, key => set("share", key)),
      ),
    )
  const [of, bar, which, many] = box.children
  settle(which, around)
  settle($("select", many), share)
  const working = progress.fraction !== undefined
  bar.hidden = !working
  if (working) {
    bar.value = progress.fraction
    bar.title = progress.words
  }
  text(of, why_not ? "no field" : found ? `${found.symbol} ${found.state}` : "")
  of.hidden = working
  of.title = why_not
  $("section[aria-label='What is around the soft ones?']").classList.toggle("blank", !found)
  if (!found) return
  showKey(
    $("#pairs-key"),
    found.curves.map((name, k) => [COLOURS[k], name]),
  )
  const who = arounds.find(each => each.key === around).label
  text($("#directions-hint"), `g_ζ(r, θ), ${who}`)
  text($("#around-hint"), who)
  showRamp($("#directions-key"), found.ends.directions, found.colours, "θ: angle to the stretch")
  showRamp(
    $("#around-key"),
    found.ends.maps,
    found.colours,
    `${found.n} soft, ${found.n} hard${found.turned ? "; dashed: the stretch" : ""}`,
  )
  const none = !found.turned
  $("#directions-words").hidden = !none
  text($("#directions-words"), none ? found.why_not : "")
  $$(".pair figure").forEach((figure, k) => {
    figure.hidden = k >= found.names.length
    text($("figcaption", figure), found.names[k] === "all" ? "all" : `${found.names[k]} ones`)
  })
}

function showRamp(box, ends, colours, words) {
  if (!rebuilt(box, [ends, colours, words]) || !ends) return
  box.append(
    h(
      "span",
      {},
      h("b", {}, ends[0]),
      h("i", { class: "shades", style: `background:linear-gradient(to right, ${colours.join(",")})` }),
      h("b", {}, ends[1]),
    ),
    words && h("span", {}, words),
  )
}
