// The column of plots beside the map: tabs, and for the open panel its head, its progress and what stands on its cards.
// A panel is declared on the server; nothing here knows any of them.

import { $, $$, h, rebuilt, select, settle, text } from "../shell/dom.js"

const last = {} // which panel of a group was open last

export function bindPanels(send) {
  const open = key => {
    showTabs(key)
    send("panel", { key })
  }
  for (const tab of $$("#views [data-view]")) tab.addEventListener("click", () => open(tab.dataset.view))
  for (const tab of $$("#views [data-group]")) {
    tab.addEventListener("click", () => open(last[tab.dataset.group] ?? tab.dataset.panels.split(" ")[0]))
  }
}

function showTabs(key) {
  for (const tab of $$("#views [data-group]")) {
    const inside = tab.dataset.panels.split(" ").includes(key)
    if (inside) last[tab.dataset.group] = key
    tab.setAttribute("aria-selected", String(inside))
  }
  for (const tab of $$("#views [data-view]")) tab.setAttribute("aria-selected", String(tab.dataset.view === key))
  for (const part of $$("[data-of]")) part.hidden = !part.dataset.of.split(" ").includes(key)
}

export function showPanel(panel, send, set) {
  showHead(panel, send, set)
  for (const card of $$(`.plots section[data-of="${panel.shown}"]`)) {
    showCard(card, panel.cards[card.dataset.card] ?? {}, send, set)
  }
}

// What is looked at, the choices, how far it has come, and a way to call it off
function showHead({ shown, head, progress }, send, set) {
  const box = $(`#about-${shown}`)
  if (
    rebuilt(
      box,
      head.choices.map(choice => [choice.name, choice.options]),
    )
  ) {
    box.append(
      h("span", { class: "of" }),
      ...head.choices.map(choice => headChoice(choice, set)),
      h("progress", { max: 1, "aria-label": "Progress" }),
      h("span", { class: "left" }),
      h("button", {
        type: "button",
        class: "link",
        onclick: event => send("finding", { what: shown, stop: event.target.dataset.stop === "yes" }),
      }),
    )
  }
  for (const choice of head.choices) settle($(`[name=${choice.name}]`, box), choice.value)
  const working = progress.fraction !== undefined
  const resting = Boolean(progress.resting)
  const of = $(".of", box)
  text(of, head.words ?? "")
  of.title = head.title ?? ""
  of.hidden = working || resting || !head.words
  const bar = $("progress", box)
  bar.hidden = !working
  bar.value = progress.fraction ?? 0
  box.title = progress.words ?? ""
  text($(".left", box), progress.left ?? "")
  $(".left", box).hidden = !progress.left
  const button = $("button", box)
  button.hidden = !working && !resting
  button.disabled = Boolean(progress.stopping)
  button.dataset.stop = resting ? "no" : "yes"
  text(button, resting ? (working ? "resume" : "find them") : "cancel")
}

function headChoice({ name, label, options, value, title }, set) {
  const box = select(label, options, value, key => set(name, key))
  box.name = name
  return h("label", { class: "how-many", title: title || null }, box)
}

// A card has only the parts that it was declared with
function showCard(card, words, send, set) {
  const fill = (selector, show) => {
    const part = $(selector, card)
    if (part) show(part)
  }
  card.classList.toggle("blank", Boolean(words.blank))
  if (words.hint !== undefined) fill(".hint", hint => text(hint, words.hint))
  fill(".key", key => showKey(key, words.key ?? [], set, send))
  fill(".words:not(.instead)", line => {
    text(line, words.words ?? "")
    line.title = words.title ?? ""
  })
  fill(".instead", line => {
    text(line, words.instead ?? "")
    line.hidden = !words.instead
  })
  fill("h2 .links:not([data-pane])", box => showLinks(box, words.links ?? [], send))
  fill(".pair", pair => showCaptions(pair, words.captions ?? []))
  fill(".place", place => showFacts(place, words.facts))
}

function showCaptions(pair, captions) {
  for (const [k, figure] of $$("figure", pair).entries()) {
    figure.hidden = captions.length > 0 && k >= captions.length
    text($("figcaption", figure), captions[k] ?? "")
  }
}

function showLinks(box, links, send) {
  if (!rebuilt(box, links)) return
  box.append(
    ...links.map(link =>
      h(
        "button",
        {
          type: "button",
          class: "link",
          "data-do": link.do,
          title: link.title,
          onclick: () => send(link.do, link.arguments),
        },
        link.words,
      ),
    ),
  )
}

// A control in the key is kept while only its value changes
export function showKey(box, entries, set, send) {
  const shape = entries.map(({ choice, ...entry }) => (choice ? [choice.name, choice.options] : entry))
  if (rebuilt(box, shape)) box.append(...entries.map(entry => keyEntry(entry, set, send)))
  for (const [k, entry] of entries.entries()) if (entry.choice) settleKeyChoice(box.children[k], entry)
}

function keyEntry({ sign, colour, words, strong, title, ramp, ends, choice, drop }, set, send) {
  if (ramp) return h("span", {}, h("b", {}, ends[0]), shades(ramp), h("b", {}, ends[1]))
  if (choice) {
    const box = select(choice.label, choice.options, choice.value, key => set(choice.name, key))
    return h("span", { class: "choice" }, h("i", { class: sign }), box, h("span", {}, words))
  }
  const style = colour ? `background:${colour}` : null
  const mark = sign || colour ? h("i", { class: sign, style }) : null
  return h(
    "span",
    { title: title || null },
    mark,
    words,
    strong ? h("b", {}, strong) : null,
    drop ? cross(drop, send) : null,
  )
}

const cross = (drop, send) =>
  h(
    "button",
    {
      type: "button",
      class: "link",
      title: drop.title,
      "aria-label": drop.title,
      onclick: () => send(drop.do, drop.arguments),
    },
    "×",
  )

function settleKeyChoice(box, { sign, words, choice }) {
  settle($("select", box), choice.value)
  $("i", box).className = sign
  text($("span", box), words)
}

const shades = ramp => h("i", { class: "shades", style: `background:linear-gradient(to right, ${ramp.join(",")})` })

function showFacts(box, facts) {
  if (!facts || !rebuilt(box, facts)) return
  box.append(
    h("b", {}, facts.title),
    h(
      "table",
      {},
      facts.rows.map(([name, value]) => h("tr", {}, h("th", {}, name), h("td", {}, value))),
    ),
    ...facts.notes.map(note =>
      h(
        "small",
        {},
        note.map(({ sign, words }) => (sign ? h("span", {}, h("i", { class: sign }), words) : words)),
      ),
    ),
  )
}
