// The address of the page: it leads whoever opens it to what is shown now. Steps that one would want to undo are kept
// in the history of the browser; how far a run has come is in the address while it rests, and where the page is loaded
// again.

import { $ } from "./dom.js"
import { keepHere } from "./kept.js"
import { tell } from "./notice.js"

const OF_THE_MOMENT = ["path", "view", "range", "picked"] // words whose change is no step

let latest = { query: "", rests: false, label: "", own: false, names: [] }
let first = true
let travelled = false // whether the browser's history was used just now: what comes next is no step

export function bindAddress(send) {
  addEventListener("popstate", () => {
    travelled = true
    send("address", { query: location.search.slice(1) })
  })
  // a reload comes back to this state: the page's head looks for it
  addEventListener("pagehide", () => keepHere("glasscope-left", addressOf(latest.query)))
  $("#link").addEventListener("click", copy)
}

export function showAddress(address) {
  latest = address
  const query = address.rests ? address.query : without(address.query, ["path"])
  const step = !first && !travelled && differ(query, location.search)
  write(query, step ? "pushState" : "replaceState")
  first = travelled = false
  $("#out").href = location.pathname + (address.query ? `?${address.query}` : "")
}

// What the session said last of itself: the query of its address, the name of its glass, and whether that is its own
export const lastAddress = () => latest

function addressOf(query) {
  const whole = withForeign(query)
  return `${location.pathname}${whole ? `?${whole}` : ""}${location.hash}`
}

function write(query, how) {
  const target = addressOf(query)
  if (target !== `${location.pathname}${location.search}${location.hash}`) history[how](null, "", target)
}

// Words of this address that are not the session's stay as they are
function withForeign(query) {
  const ours = name => latest.names.includes(name) || name.startsWith("p.")
  const foreign = [...new URLSearchParams(location.search)].filter(([name]) => !ours(name))
  return [query, new URLSearchParams(foreign).toString()].filter(Boolean).join("&")
}

function without(query, names) {
  const kept = query.split("&").filter(word => !names.includes(word.split("=")[0]))
  return kept.length === 1 && kept[0].startsWith("v=") ? "" : kept.join("&")
}

function differ(query, other) {
  const steps = words =>
    JSON.stringify(
      [...new URLSearchParams(words)]
        .filter(([name]) => latest.names.includes(name) && name !== "v" && !OF_THE_MOMENT.includes(name))
        .sort(),
    )
  return steps(query) !== steps(other)
}

async function copy() {
  const { query, label, own } = latest
  const link = `${location.origin}${location.pathname}${query ? `?${query}` : ""}`
  const lacks = own ? ` ${label} is a file of yours: who opens the link is asked for it.` : ""
  try {
    await navigator.clipboard.writeText(link)
    tell(`The link to what is shown is copied.${lacks}`, "info")
  } catch {
    tell(`Copy this link: ${link}${lacks}`) // the browser keeps its clipboard to itself
  }
}
