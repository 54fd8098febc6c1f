// How the page gets its session: it asks for one, says what it waits for, and has BokehJS open it. A glass is there at
// once, and is sheared where one has to wait: recorded.

import { pause } from "./connection.js"
import { $, h, rebuilt, text } from "./dom.js"
import { playRun, showCast } from "./recorded.js"

const SILENT = { words: "The server does not answer. This page goes on as soon as it does.", again: 1 }
const LOADING = $("#waiting").textContent
const NOT_LOADED = "A script of this page could not be loaded. Reload it to try again."

export async function open() {
  const waiting = $("#waiting")
  showCast().then(() => {
    if (waiting.textContent === LOADING) waiting.hidden = true
  })
  const { session, token, roots } = await granted()
  document.documentElement.dataset.session = session
  await bokeh()
  const places = Object.entries(roots).map(([name, id]) => [id, `root-${name}`])
  const root_ids = Object.values(roots)
  window.Bokeh.embed.embed_items({}, [{ token, root_ids, roots: Object.fromEntries(places) }])
}

// A session; where there is none yet, it is asked for again. Who is not let in, or finds a fault, is told and stays
async function granted() {
  for (;;) {
    const answer = await ask()
    if (answer.token) return answer
    tell(answer)
    if (!answer.again) return new Promise(() => {})
    playRun()
    await pause(1000 * answer.again)
  }
}

async function ask() {
  const asked = window.asked ?? fetch("", { method: "POST" }) // the page's own head has asked first
  window.asked = undefined
  try {
    const answer = await asked
    const kind = answer.headers.get("Content-Type") ?? ""
    if (kind.startsWith("application/json")) return await answer.json()
    if (kind.startsWith("text/plain")) return { words: await answer.text() }
    return { words: `The server answers with an error, ${answer.status}. Reload this page to try again.` }
  } catch {
    return SILENT
  }
}

// What is waited for, and where it is known how much of it is done
function tell({ words, share, again }) {
  const waiting = $("#waiting")
  waiting.hidden = false
  waiting.classList.add("below")
  if (rebuilt(waiting, [again > 0, share >= 0]))
    waiting.append(...(again ? [h("b", {}, "A recorded run")] : []), h("span"), ...(share >= 0 ? [h("progress")] : []))
  text($("span", waiting), words)
  if (share >= 0) $("progress", waiting).value = share
}

function bokeh() {
  const script = $("#bokeh")
  return new Promise(done => {
    if (window.Bokeh) return done()
    script.addEventListener("load", done)
    script.addEventListener("error", () => tell({ words: NOT_LOADED }))
  })
}
