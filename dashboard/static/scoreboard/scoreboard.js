// The scoreboard: which results, compared with which, which indicator; keys and words of its plots.

import { $, $$, h, rebuilt, refs, settle, text } from "../shell/dom.js"
import { bindFile } from "../shell/files.js"

export function bindScoreboard(send) {
  bindFile($("#score-file"), file => send("open_results", file))
}

export function showScoreboard(board, send) {
  showHead(board, send)
  const waiting = $("#score-waiting")
  waiting.hidden = board.ready
  text(waiting, board.words)
  for (const card of $$("[data-score]")) card.hidden = !board.ready
  if (!board.ready) return
  showSentence(board.sentence)
  showKeys(board, send)
  for (const card of $$("[data-score]")) {
    const lack = board.lacks[card.dataset.score]
    $(".bokeh", card).hidden = $(".key", card).hidden = Boolean(lack)
    $(".lack", card).hidden = !lack
    text($(".lack", card), lack ?? "")
  }
}

function showHead(board, send) {
  const box = $("#score-head")
  if (rebuilt(box, [board.sets, board.indicators, board.ready])) box.append(...headOf(board, send))
  const parts = refs(box)
  showChoices(parts, board)
  showAbout(parts.about, board)
  if (!board.ready) return
  settle($("select", parts.pick), board.picked)
  parts.show.disabled = Boolean(board.map)
  parts.show.title = board.map || "The field of this indicator on the glass"
}

function headOf({ sets, indicators }, send) {
  const others = [{ key: "", label: "nothing" }, ...sets]
  const open = () => $("#score-file").click()
  return [
    h(
      "label",
      { ref: "results" },
      "results",
      menu("results", [{ options: sets }], key => send("results", { key })),
    ),
    h(
      "label",
      { ref: "against" },
      "against",
      menu("against", [{ options: others }], key => send("against", { key })),
    ),
    h("button", { type: "button", class: "link", title: "Open an ensemble.nc of your own", onclick: open }, "open…"),
    h("span", { ref: "about", class: "about-set" }),
    h(
      "label",
      { ref: "pick", class: "score-pick" },
      menu("indicator", indicators ?? [], name => send("judged", { name })),
    ),
    h(
      "button",
      { ref: "show", type: "button", class: "primary", id: "score-show", onclick: () => send("show_judged") },
      "show on the map",
    ),
  ]
}

function showChoices({ results, against, pick, show }, board) {
  results.hidden = !board.sets.length
  against.hidden = board.sets.length < 2
  pick.hidden = show.hidden = !board.ready
  settle($("select", results), board.chosen)
  settle($("select", against), board.against)
  for (const box of [results, against]) {
    const select = $("select", box)
    select.title = select.selectedOptions[0]?.text ?? "" // names longer than the menu is wide
  }
  for (const option of $("select", against).options)
    option.disabled = option.value !== "" && option.value === board.chosen
}

function showAbout(box, board) {
  const words = board.ready ? board.words || board.about : ""
  text(box, words)
  box.title = !board.ready
    ? words
    : board.against_about
      ? `${board.about}; against ${board.against_title}: ${board.against_about}`
      : `${words} (γ₁: mean strain of the first event)`
  box.classList.toggle("busy", board.busy)
}

function menu(label, groups, choose) {
  const option = ({ key, label: words }) => h("option", { value: key }, words)
  return h(
    "select",
    { "aria-label": label, onchange: event => choose(event.target.value) },
    groups.map(group => {
      const options = group.options.map(option)
      return group.label ? h("optgroup", { label: group.label }, options) : options
    }),
  )
}

function showSentence({ lead, strong, rest }) {
  const box = $("#score-sentence")
  if (!rebuilt(box, [lead, strong, rest])) return
  box.append(lead, h("b", {}, strong), rest)
  box.title = lead + strong + rest
}

function showKeys(board, send) {
  const key = name => $(`[data-score=${name}] .key`)
  if (rebuilt(key("bars"), [board.against_title])) key("bars").append(...keyOfBars(board.against_title))
  if (rebuilt(key("matrix"), board.ramp)) key("matrix").append(keyOfMatrix(board.ramp))
  for (const [name, entries] of Object.entries(board.keys)) {
    const note = board.notes[name]
    if (!rebuilt(key(name), [entries, note])) continue
    key(name).append(
      ...entries.map(entry => (name === "bins" ? symbolOf(entry) : choiceOf(entry, send))),
      note ? h("span", { class: "note" }, note) : "",
    )
  }
}

const keyOfBars = other => [
  h(
    "span",
    { title: "Standard error over glasses: the loads of one glass go together" },
    h("i", { class: "error" }),
    "± one standard error",
  ),
  h(
    "span",
    { title: "So far C of an indicator that knows nothing strays in 95 % of cases" },
    h("i", { class: "chance" }),
    "chance",
  ),
  other ? h("span", { class: "other", title: `In ${other}` }, `◇ ${other}`) : "",
]

const keyOfMatrix = ramp =>
  h("span", {}, "−1", h("i", { class: "ramp", style: `background: linear-gradient(to right, ${ramp.join(",")})` }), "1")

const symbolOf = ({ colour, symbol }) => h("span", {}, h("i", { style: `background:${colour}` }), symbol)

const choiceOf = ({ colour, symbol, picked, label, name }, send) =>
  h(
    "button",
    {
      type: "button",
      class: "link",
      "aria-pressed": String(picked),
      title: label,
      onclick: () => send("judged", { name }),
    },
    h("i", { style: `background:${colour}` }),
    symbol,
  )
