// Connects the page to its session: what the session shows goes to the parts, what the user does goes back.

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
import { bindTabs, showEvents } from "./plots/events.js"
import { showLegend } from "./plots/legend.js"
import { bindPanels, showPanel } from "./plots/panel.js"
import { showPick } from "./plots/picked.js"
import { bindSide, showSide } from "./plots/side.js"
import { bindScoreboard, showScoreboard } from "./scoreboard/scoreboard.js"
import { $, $$, text } from "./shell/dom.js"
import { bindExport, download } from "./shell/export.js"
import { bindKeys, showHelp } from "./shell/keys.js"
import { bindRooms, showRoom } from "./shell/rooms.js"

const FACES_LATER = 700 // milliseconds: thumbnails come after the glass itself and the first of its run

function connect(model) {
  const send = (name, more = {}) => model.send_msg({ do: name, ...more })
  const set = (name, value) => send("set", { name, value })
  const browse = key => openCabinet(key, model.gallery, model.thumbnails, send)
  const slots = {
    header: v => {
      text($("#chip-glass"), v.glass)
      text($("#chip-load"), v.load)
    },
    gallery: v => showGallery(v, model.thumbnails, send, browse),
    thumbnails: v => {
      showFaces(v)
      arrivedThumbnails(v)
    },
    making: arrivedMaking,
    progress: v => showProgress(v, send),
    form: answerForm,
    question: v => showQuestion(v, send),
    load_card: v => showLoad(v, send, set),
    field_card: v => showField(v, send, set),
    overlays: v => showOverlays(v, set),
    transport: v => showTransport(v, send),
    timeline: v => showTimeline(v),
    status: v => {
      text($("#strain"), v.strain)
      text($("#stress"), v.stress)
      text($("#rates"), v.rates)
      $("#rates").title =
        `${v.steps} steps in ${v.cpu.toFixed(1)} s of the engine's CPU time; ` +
        "frame: from sending a picture to its being painted"
    },
    sentence: showSentence,
    events: v => showEvents(v, send),
    panel: v => showPanel(v, send, set),
    side: v => showSide(v, send),
    legend: v => {
      showLegend(v, send)
      $("#side .home").hidden = !v.zoomed
    },
    picked: v => showPick(v, set),
    notice: showNotice,
    room: showRoom,
    scoreboard: v => showScoreboard(v, send),
    theme: showTheme,
  }
  const paint = name => {
    if (model[name] && Object.keys(model[name]).length + (name === "progress" || name === "picked"))
      slots[name](model[name])
  }
  for (const name of Object.keys(slots)) {
    model.on(name, () => paint(name))
    paint(name)
  }
  model.on("msg:custom", message => {
    if (message.download) download(message)
  })

  bindGate(model)
  // the map is moved, and the scoreboard chosen from, with the mouse: no frame around a plot because it was clicked
  for (const plot of [$("#map"), ...$$("#scoreboard .bokeh")])
    plot.addEventListener("focusin", event => {
      event.composedPath()[0].style.outline = "none"
    })
  bindGallery(browse)
  bindOpen(send)
  $("#prepare").addEventListener("click", () => openRecipe(model.recipes, send))
  bindTabs()
  bindSide(send)
  bindPanels(send)
  bindExport(send)
  bindKeys(send, () => model.timeline)
  $("#home").addEventListener("click", () => send("home"))
  $("#help").addEventListener("click", showHelp)
  $("#theme").addEventListener("click", () => chooseTheme(document.documentElement.dataset.theme !== "dark"))
  const chooseTheme = dark => {
    localStorage.setItem("glasscope-theme", dark ? "dark" : "light")
    set("dark", dark)
    showTheme({ dark })
  }
  if (!model.gallery.empty) $("#waiting").hidden = true
  document.documentElement.dataset.ready = "yes"
  send("hello", { dark: document.documentElement.dataset.theme === "dark", ratio: window.devicePixelRatio })
  tellTheme()
  bindScoreboard(send)
  bindRooms(send)
  setTimeout(() => send("thumbnails"), FACES_LATER)
}

// A push is acknowledged when the browser has painted it: Bokeh paints in the animation frame that it asked for when
// the push came, just before ours
function bindGate(model) {
  const acknowledge = () =>
    requestAnimationFrame(() =>
      setTimeout(() => {
        window.glasscope.painted = model.push
        model.send_msg({ do: "painted", push: model.push })
      }),
    )
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
  const bold = document.createElement("b")
  bold.textContent = strong
  $("#sentence").replaceChildren(lead, bold, rest)
  $("#sentence").title = words
}

let shownNotice = 0
function showNotice({ text: words, kind, number }) {
  if (!words || number === shownNotice) return
  shownNotice = number
  const box = $("#notice")
  const close = document.createElement("button")
  close.type = "button"
  close.textContent = "close"
  close.addEventListener("click", () => {
    box.hidden = true
  })
  box.className = kind
  box.replaceChildren(Object.assign(document.createElement("span"), { textContent: words }), close)
  box.hidden = false
  if (kind === "info")
    setTimeout(() => {
      if (number === shownNotice) box.hidden = true
    }, 6000)
}

if (window.glasscope?.model) connect(window.glasscope.model)
else window.addEventListener("glasscope-connected", () => connect(window.glasscope.model), { once: true })
