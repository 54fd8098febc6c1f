// The scoreboard: which results, compared with which, which indicator; keys and words of its plots.

import { $, $$, h, rebuilt, settle, text } from "../shell/dom.js"

export function bindScoreboard(send) {
  $("#score-file").addEventListener("change", event => {
    const file = event.target.files[0]
    if (!file) return
    const reader = new FileReader()
    reader.onload = () => send("scoreboard", { what: "open", name: file.name, data: reader.result.split(",")[1] ?? "" })
    reader.readAsDataURL(file)
    event.target.value = ""
  })
}

export function showScoreboard(board, send) {
  const ask = (what, more = {}) => send("scoreboard", { what, ...more })
  showHead(board, ask)
  const waiting = $("#score-waiting")
  waiting.hidden = board.ready
  text(waiting, board.words)
  for (const card of $$("[data-score]")) card.hidden = !board.ready
  if (!board.ready) return
  showSentence(board.sentence)
  showKeys(board, ask)
  for (const card of $$("[data-score]")) {
    const lack = board.lacks[card.dataset.score]
    $(".bokeh", card).hidden = $(".key", card).hidden = Boolean(lack)
    $(".lack", card).hidden = !lack
    text($(".lack", card), lack ?? "")
  }
}

function showHead(board, ask) {
  const box = $("#score-head")
  const shape = [board.sets, board.indicators, board.ready]
  if (rebuilt(box, shape))
    box.append(
      h(
        "label",
        {},
        "results",
        menu("results", [{ options: board.sets }], key => ask("choose", { key })),
      ),
      h(
        "label",
        {},
        "against",
        menu("against", [{ options: [{ key: "", label: "nothing" }, ...board.sets] }], key => ask("compare", { key })),
      ),
      h(
        "button",
        {
          type: "button",
          class: "link",
          title: "Open an ensemble.nc of your own",
          onclick: () => $("#score-file").click(),
        },
        "open…",
      ),
      h("span", { class: "about-set" }),
      h(
        "label",
        { class: "score-pick" },
        menu("indicator", board.indicators ?? [], name => ask("pick", { name })),
      ),
      h(
        "button",
        { type: "button", class: "primary", id: "score-show", onclick: () => ask("show") },
        "show on the map",
      ),
    )
  const [results, against, , about, pick, show] = box.children
  results.hidden = !board.sets.length
  against.hidden = board.sets.length < 2
  pick.hidden = show.hidden = !board.ready
  settle($("select", results), board.chosen)
  settle($("select", against), board.against)
  for (const option of $("select", against).options)
    option.disabled = option.value !== "" && option.value === board.chosen
  const words = board.ready ? board.words || board.about : ""
  text(about, words)
  about.title = !board.ready
    ? words
    : board.against_about
      ? `${board.about}; against ${board.against_title}: ${board.against_about}`
      : `${words} (γ₁: mean strain of the first event)`
  about.classList.toggle("busy", board.busy)
  if (!board.ready) return
  settle($("select", pick), board.picked)
  show.disabled = Boolean(board.map)
  show.title = board.map || "The field of this indicator on the glass"
}

function menu(label, groups, choose) {
  const option = o => h("option", { value: o.key }, o.label)
  return h(
    "select",
    { "aria-label": label, onchange: event => choose(event.target.value) },
    groups.map(g => (g.label ? h("optgroup", { label: g.label }, g.options.map(option)) : g.options.map(option))),
  )
}

function showSentence({ lead, strong, rest }) {
  const box = $("#score-sentence")
  if (!rebuilt(box, [lead, strong, rest])) return
  box.append(lead, h("b", {}, strong), rest)
  box.title = lead + strong + rest
}

function showKeys(board, ask) {
  const key = name => $(`[data-score=${name}] .key`)
  if (rebuilt(key("bars"), [board.against_title]))
    key("bars").append(
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
      board.against_title
        ? h("span", { class: "other", title: `In ${board.against_title}` }, `◇ ${board.against_title}`)
        : "",
    )
  if (rebuilt(key("matrix"), board.ramp))
    key("matrix").append(
      h(
        "span",
        {},
        "−1",
        h("i", { class: "ramp", style: `background: linear-gradient(to right, ${board.ramp.join(",")})` }),
        "1",
      ),
    )
  for (const [name, entries] of Object.entries(board.keys)) {
    const note = board.notes[name]
    if (!rebuilt(key(name), [entries, note])) continue
    key(name).append(
      ...entries.map(e =>
        name === "bins"
          ? h("span", {}, h("i", { style: `background:${e.colour}` }), e.symbol)
          : h(
              "button",
              {
                type: "button",
                class: "link",
                "aria-pressed": String(e.picked),
                title: e.label,
                onclick: () => ask("pick", { name: e.name }),
              },
              h("i", { style: `background:${e.colour}` }),
              e.symbol,
            ),
      ),
      note ? h("span", { class: "note" }, note) : "",
    )
  }
}
