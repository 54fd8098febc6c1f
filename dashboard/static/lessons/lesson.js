// Lessons: the menu that they are chosen from, and the card of the one that is open, walked by buttons or keys.

import { $, $$, h, rebuilt } from "../shell/dom.js"
import { heading } from "./card.js"

const PLACES = {
  map: "#map",
  curve: "[data-card=curve]",
  ranks: "[data-card=ranks]",
  left: "[data-card=left]",
  "field-card": "#field-card",
  compare: "#compare",
  stress: "[data-pair=stress]",
  drops: "[data-pair=drops]",
  transport: "#transport",
}

let open = {}

export function bindLessons(send) {
  const button = $("#lessons button")
  const sheet = $("#lessons .sheet")
  const unfold = shown => {
    sheet.hidden = !shown
    button.setAttribute("aria-expanded", String(shown))
  }
  button.addEventListener("click", () => unfold(sheet.hidden))
  document.addEventListener("click", event => {
    if (!event.target.closest?.("#lessons") || event.target.closest(".sheet")) unfold(false)
  })
  document.addEventListener("keydown", event => {
    if (event.key === "Escape") unfold(false)
    const by = { PageDown: 1, PageUp: -1 }[event.key]
    if (!by || !open.title || $("dialog[open]")) return
    event.preventDefault()
    walk(open.at + by, send)
  })
}

const walk = (to, send) => {
  if (to >= 0 && to < open.steps) send("lesson_step", { to })
}

export function showLessons({ list }, send) {
  const sheet = $("#lessons .sheet")
  if (!rebuilt(sheet, list)) return
  sheet.append(
    h(
      "button",
      { type: "button", role: "menuitem", id: "play-guess", onclick: () => send("guess", { what: "begin" }) },
      h("b", {}, "Guess where it yields"),
      h("small", {}, "ten glasses, against the indicators"),
    ),
    h(
      "button",
      { type: "button", role: "menuitem", id: "class-open", onclick: () => send("class", { open: true }) },
      h("b", {}, "Show it to a class"),
      h("small", {}, "all watch on their own screens, and guess"),
    ),
    ...list.map(({ key, title, about }) =>
      h(
        "button",
        {
          type: "button",
          role: "menuitem",
          "data-lesson": key,
          disabled: !key,
          onclick: () => send("lesson", { key }),
        },
        h("b", {}, title),
        h("small", {}, about),
      ),
    ),
  )
}

export function showLesson(lesson, send) {
  const box = $("#lesson")
  const fresh = lesson.key !== open.key || lesson.at !== open.at
  open = lesson
  box.hidden = !lesson.title
  point(lesson.look)
  if (box.hidden || !rebuilt(box, lesson)) return
  box.append(
    head(lesson, send),
    ...lesson.say.map(words => h("p", {}, words)),
    ...rest(lesson, send),
    foot(lesson, send),
  )
  if (fresh) box.scrollIntoView({ block: "nearest" })
}

// The part of the page that is meant
function point(look) {
  for (const part of $$(".looked-at")) if (!look || part !== $(PLACES[look])) part.classList.remove("looked-at")
  if (look) $(PLACES[look])?.classList.add("looked-at")
}

const head = ({ title }, send) => heading(title, "Close the lesson", () => send("lesson", { key: "none" }))

const rest = ({ press, question }, send) =>
  [
    press.do
      ? h("button", { type: "button", class: "primary press", onclick: () => send(press.do) }, press.words)
      : null,
    question.ask ? asked(question, send) : null,
  ].filter(Boolean)

const asked = ({ ask, answers, chosen, right, told, lacking }, send) =>
  h(
    "div",
    { class: "asked", role: "group", "aria-label": ask },
    h("p", {}, h("b", {}, ask)),
    answers.map((words, which) =>
      h(
        "button",
        {
          type: "button",
          class: verdict(which, chosen, right),
          "aria-pressed": String(which === chosen),
          onclick: () => send("lesson_answer", { which }),
        },
        words,
        mark(which, chosen, right),
      ),
    ),
    told ? h("p", { class: "told", role: "status" }, told) : null,
    lacking ? h("p", { class: "words", role: "status" }, lacking) : null,
  )

// Not by colour alone
const mark = (which, chosen, right) =>
  which === right || which === chosen ? h("span", { class: "mark" }, which === right ? " ✓" : " ✗") : null

const verdict = (which, chosen, right) => (which === right ? "right" : which === chosen ? "wrong" : "")

const foot = ({ at, steps }, send) =>
  h(
    "div",
    { class: "row" },
    h("button", { type: "button", disabled: at === 0, title: "Page up", onclick: () => walk(at - 1, send) }, "back"),
    h("span", {}, `${at + 1} of ${steps}`),
    at + 1 < steps
      ? h("button", { type: "button", class: "primary", title: "Page down", onclick: () => walk(at + 1, send) }, "next")
      : h("button", { type: "button", onclick: () => send("lesson", { key: "none" }) }, "done"),
  )
