// Connects the page to its session: what the session shows goes to the parts, what the user does goes back.

import { bindCompare, showCompare } from "./compare/compare.js"
import { showField } from "./controls/field_card.js"
import { showLoad } from "./controls/load_card.js"
import { showOverlays } from "./controls/overlays_card.js"
import { showTimeline } from "./controls/timeline.js"
import { showTransport } from "./controls/transport.js"
import { arrivedMaking, arrivedThumbnails, openCabinet } from "./gallery/cabinet.js"
import { bindGallery, showFaces, showGallery } from "./gallery/gallery.js"
import { answerForm, openRecipe } from "./gallery/prepare.js"
import { showProgress } from "./gallery/progress.js"
import { bindOpen, showQuestion } from "./gallery/question.js"
import { showGuess } from "./lessons/guess.js"
import { bindLessons, showLesson, showLessons } from "./lessons/lesson.js"
import { bindMapKeys } from "./map/keys.js"
import { discsOf, drawn, Maps } from "./map/maps.js"
import { bindMesoscale, showMesoscale } from "./mesoscale/mesoscale.js"
import { bindTabs, showEvents } from "./plots/events.js"
import { showLegend } from "./plots/legend.js"
import { bindPanels, showPanel } from "./plots/panel.js"
import { bindPick, showPick } from "./plots/picked.js"
import { bindSide, showSide } from "./plots/side.js"
import { bindScoreboard, showScoreboard } from "./scoreboard/scoreboard.js"
import { bindAddress, showAddress } from "./shell/address.js"
import { bridged } from "./shell/bridge.js"
import { awaitArrival, bindConnection, isCut, tellSeen } from "./shell/connection.js"
import { $, $$, h, text } from "./shell/dom.js"
import { bindExport, download } from "./shell/export.js"
import { keep } from "./shell/kept.js"
import { bindKeys, showHelp } from "./shell/keys.js"
import { showNotice } from "./shell/notice.js"
import { open } from "./shell/opening.js"
import { bindProjector } from "./shell/projector.js"
import { putAway } from "./shell/recorded.js"
import { bindRooms, showRoom } from "./shell/rooms.js"
import { showDrawn } from "./shell/words.js"
import { drawGuesses, showClass } from "./watch/class.js"

const FACES_LATER = 700 // milliseconds: thumbnails come after the glass itself and the first of its run

// The model of the session; another one when the page was cut off and has come back
const now = () => window.glasscope?.model
const send = (name, more = {}) => {
  if (!isCut()) now().send_msg({ do: name, ...more })
}
const set = (name, value) => send("set", { name, value })
const browse = key => openCabinet(key, now().gallery, now().thumbnails, send)

function connect() {
  bindControls()
  for (const part of $$("[inert]")) part.inert = false
  bindModel(now())
  document.documentElement.dataset.ready = "yes"
  tellTheme()
  bindScoreboard(send)
  bindRooms(send)
  bindConnection(send)
  bindAddress(send)
  setTimeout(() => send("thumbnails"), FACES_LATER)
}

function bindModel(model) {
  bindSlots(model, { ...slotsOfGlasses(model, send, browse), ...slotsOfRun(send, set), ...slotsOfPlots(send, set) })
  bindGate(model)
  if (!model.gallery.empty) $("#waiting").hidden = true
  model.send_msg({
    do: "hello",
    dark: document.documentElement.dataset.theme === "dark",
    ratio: window.devicePixelRatio,
  })
  if (document.visibilityState !== "visible") tellSeen(send)
}

function bindControls() {
  bindGallery(browse)
  bindOpen(send)
  $("#prepare").addEventListener("click", () => openRecipe(now().recipes, send))
  bindTabs(send)
  bindSide(send)
  bindCompare(send)
  bindMesoscale(send)
  bindPanels(send)
  bindLessons(send)
  bindMapKeys(send, set)
  bindPick(set)
  bindExport(send)
  bindKeys(send, () => now().timeline, bindProjector(set))
  bindBar(send, set)
}

// Slots of the model, each with what shows it, in the order in which they are first shown
const slotsOfGlasses = (model, send, browse) => ({
  gallery: gallery => showGallery(gallery, model.thumbnails, send, browse),
  thumbnails: thumbnails => {
    showFaces(thumbnails)
    arrivedThumbnails(thumbnails)
  },
  making: arrivedMaking,
  progress: progress => showProgress(progress, send),
  form: answerForm,
  question: question => showQuestion(question, send),
})

const slotsOfRun = (send, set) => ({
  header: showHeader,
  load_card: card => showLoad(card, send, set),
  field_card: card => showField(card, send, set),
  overlays: card => showOverlays(card, set),
  transport: state => showTransport(state, send),
  timeline: showTimeline,
  status: showStatus,
  sentence: showSentence,
  notice: showNotice,
  room: showRoom,
  address: showAddress,
  theme: showTheme,
})

const slotsOfPlots = (send, set) => ({
  events: events => showEvents(events, send),
  panel: panel => showPanel(panel, send, set),
  side: side => showSide(side, send),
  compare: room => showCompare(room, send, set),
  mesoscale: room => showMesoscale(room, set),
  lessons: list => showLessons(list, send),
  classroom: room => showClass(room, send),
  guess: game => showGuess(game, send),
  lesson: lesson => showLesson(lesson, send),
  legend: legend => {
    showLegend(legend, send)
    for (const home of $$("#side .home, #compare .home, #mesoscale .home")) home.hidden = !legend.zoomed
  },
  picked: showPick,
  scoreboard: board => showScoreboard(board, send),
})

// What these show goes away when there is nothing
const SHOWN_EMPTY = ["progress", "picked", "lesson", "guess", "classroom"]

function bindSlots(model, slots) {
  const paint = name => {
    const content = model[name]
    if (content && (Object.keys(content).length || SHOWN_EMPTY.includes(name))) slots[name](content)
  }
  for (const name of Object.keys(slots)) {
    model.on(name, () => paint(name))
    paint(name)
  }
}

function bindBar(send, set) {
  // the map is moved, and the scoreboard chosen from, with the mouse: no frame around a plot because it was clicked
  for (const plot of [$("#map"), ...$$("#scoreboard .bokeh")])
    plot.addEventListener("focusin", event => {
      event.composedPath()[0].style.outline = "none"
    })
  $("#home").addEventListener("click", () => send("home"))
  $("#help").addEventListener("click", showHelp)
  $("#theme").addEventListener("click", () => {
    const dark = document.documentElement.dataset.theme !== "dark"
    keep("glasscope-theme", dark ? "dark" : "light")
    set("dark", dark)
    showTheme({ dark })
  })
}

function showHeader({ glass, load }) {
  text($("#chip-glass"), glass)
  text($("#chip-load"), load)
}

function showStatus({ rates, steps, cpu }) {
  text($("#rates"), rates)
  $("#rates").title =
    `${steps} steps in ${cpu.toFixed(1)} s of the engine's CPU time; ` +
    "frame: from sending a picture to its being painted"
}

function onDrawn(state) {
  showDrawn(state)
  drawGuesses(state)
}

// A push is acknowledged when the browser has painted it: Bokeh and the maps paint in the animation frame that they
// asked for when the push came, just before ours
function bindGate(model) {
  const maps = new Maps(window.Bokeh.documents[0], onDrawn)
  window.glasscope.discsOf = discsOf
  const acknowledge = () => {
    if (maps.show()) putAway() // what was played before there was a session
    requestAnimationFrame(() =>
      setTimeout(() => {
        window.glasscope.painted = model.push
        model.send_msg({ do: "painted", push: model.push, frames: drawn() })
      }),
    )
  }
  model.on("push", acknowledge)
  acknowledge()
}

let themed = false
function showTheme({ dark }) {
  if (!themed) {
    themed = true // the first word on the theme is the browser's own
    return
  }
  document.documentElement.dataset.theme = dark ? "dark" : "light"
  tellTheme()
}

// The server draws the first picture of the next visit in the theme that it reads here
function tellTheme() {
  const kept = `glasscope-theme=${document.documentElement.dataset.theme};path=/;max-age=31536000;samesite=lax`
  // biome-ignore lint/suspicious/noDocumentCookie: a page that came over plain http has no Cookie Store API
  document.cookie = kept
}

let said = ""
function showSentence({ lead, strong, rest }) {
  const words = lead + strong + rest
  if (words === said) return
  said = words
  $("#sentence").replaceChildren(lead, h("b", {}, strong), rest)
  $("#sentence").title = words
}

open().then(() => awaitArrival(now))
bridged(connect, bindModel, download)
