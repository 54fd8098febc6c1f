// What the page does when its connection is cut: it says so, comes back into its run, or offers the same choices anew.

import { lastAddress } from "./address.js"
import { $, h } from "./dom.js"
import { dropHere, keepHere, keptHere } from "./kept.js"

// milliseconds before each try to come back; the last one again and again
const WAITS = [0, 500, 1000, 2000, 3000, 5000]
const COVER_AFTER = 300 // milliseconds: what is mended sooner needs no words
const ANSWER_WITHIN = 5000 // milliseconds that the server has to answer
const CHECK_EVERY = 15000 // milliseconds between two looks whether the server still sees this page
const ARRIVE_WITHIN = 20000 // milliseconds in which a page connects for the first time
const RELOADED = "glasscope-reloaded" // whether it was this script that reloaded the page

const SILENT = "The server does not answer."
const GOES_ON = "This page goes on as soon as it does."

export const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds))

// Where the server tells about this page's session
const visit = () => `visit/${document.documentElement.dataset.session}`

let leaving = false
let cut = false

export const isCut = () => cut

// send() asks the session for something
export function bindConnection(send) {
  dropHere(RELOADED)
  const page = window.Bokeh.documents[0]
  let connection = null
  page.on_event("connection_lost", (_, event) => {
    connection = event.connection.deref() ?? connection
    if (!leaving && !cut && connection) comeBack(page, connection)
  })
  bindLeaving()
  document.addEventListener("visibilitychange", () => tellSeen(send))
  setInterval(() => check(send), CHECK_EVERY)
}

// Tell the session whether anybody looks: a page in the background rests
export function tellSeen(send) {
  send("seen", { visible: document.visibilityState === "visible" })
}

function bindLeaving() {
  addEventListener("pagehide", () => {
    leaving = true
    navigator.sendBeacon(visit()) // a word over the socket may not get out any more
  })
  addEventListener("pageshow", event => {
    if (event.persisted) location.reload() // the browser kept the page, but its session has ended
  })
}

async function comeBack(page, connection) {
  cut = true
  const cover = setTimeout(() => coverWith("The connection to the server is cut.", tries()), COVER_AFTER)
  keepBuffers(page, connection)
  for (let n = 0; cut; n++) {
    await pause(WAITS[Math.min(n, WAITS.length - 1)])
    const known = await isKnown()
    if (known === false) {
      clearTimeout(cover)
      return coverAsGone()
    }
    if (known && (await connects(connection))) cut = false
  }
  clearTimeout(cover)
  uncover()
}

const tries = () =>
  h("p", {}, "Your run rests and is kept for some minutes. This page comes back to it as soon as the server answers.")

// Whether the server knows the session: undefined where it does not answer
async function isKnown() {
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN)
    const answer = await fetch(visit(), { cache: "no-store", signal })
    return answer.ok ? (await answer.json()).connections >= 0 : undefined
  } catch {
    return undefined
  }
}

async function connects(connection) {
  connection._receiver = new connection._receiver.constructor() // the cable may have been cut amid a message
  try {
    await connection.connect()
    return true
  } catch {
    return false
  }
}

// BokehJS replaces the document by the server's when it has connected again, but forgets the arrays that came with it,
// and would send all of it back as if it were new
function keepBuffers(page, connection) {
  if (connection.keepsBuffers) return
  connection.keepsBuffers = true
  const pull = connection._pull_doc_json.bind(connection)
  let arrays
  connection._pull_doc_json = async () => {
    const pulled = await pull()
    arrays = pulled.buffers
    return pulled
  }
  page.replace_with_json = json => {
    const listener = connection.session._document_listener
    page.remove_on_change(listener)
    page.constructor.from_json(json, [], arrays).destructively_move(page)
    page.on_change(listener, true)
  }
}

// A cable that was pulled tells nobody: what is sent into it finds out, and until then the server does not answer
async function check(send) {
  if (cut || leaving || document.visibilityState !== "visible") return
  tellSeen(send)
  if ((await isKnown()) !== undefined || cut) return
  coverWith(SILENT, h("p", {}, GOES_ON))
  while (!cut && (await isKnown()) === undefined) await pause(WAITS.at(-1))
  if (!cut) uncover()
}

function coverAsGone() {
  const { label, own } = lastAddress()
  const words = own
    ? `${label} was your own and is lost with it: prepare it again, or open its file. The other choices are kept.`
    : `Opened again, the page shows the same${label ? `: ${label}` : ""}, sheared anew to the same strain.`
  coverWith(
    "The server was started anew, or has let this run go: it is lost.",
    h("p", {}, words),
    h(
      "div",
      { class: "buttons" },
      h("button", { type: "button", class: "primary", onclick: () => location.reload() }, "open again"),
    ),
  )
}

function coverWith(title, ...rest) {
  const cover = $("#cover")
  cover.replaceChildren(h("h2", {}, title), ...rest)
  if (!cover.open) cover.showModal()
  cover.oncancel = event => event.preventDefault()
}

function uncover() {
  $("#cover").close()
}

// A page whose session was let go before it had connected comes again, once
export async function awaitArrival(arrived) {
  for (;;) {
    await pause(ARRIVE_WITHIN)
    if (arrived()) return
    const known = await isKnown()
    if (known === undefined) coverWith(SILENT, h("p", {}, GOES_ON))
    else if (known) uncover()
    else if (known === false && !keptHere(RELOADED)) {
      keepHere(RELOADED, "yes")
      location.reload()
    }
  }
}
