// The plots beside the map: those of the run, or those of the structure, which are computed when they are looked at.

import { $, $$, h, rebuilt, select, settle, showKey, text } from "../shell/dom.js"
import { showStrength } from "./strength.js"
import { showSurroundings } from "./surroundings.js"

let within = "structure" // which plots of the structure were open last

export function bindViews(set) {
  for (const tab of $$("#views [role=tab]"))
    tab.addEventListener("click", () => {
      const top = tab.parentElement.getAttribute("aria-label") === "Plots"
      const view = top && tab.dataset.view === "structure" ? within : tab.dataset.view
      showView(view)
      set("plots", view)
    })
}

function showView(view) {
  if (view !== "run") within = view
  for (const each of $$("#views [aria-label=Plots] [role=tab]"))
    each.setAttribute("aria-selected", String((each.dataset.view === "run") === (view === "run")))
  for (const each of $$("#views .within [role=tab]"))
    each.setAttribute("aria-selected", String(each.dataset.view === view))
  for (const part of $$("[data-of]")) part.hidden = !part.dataset.of.split(" ").includes(view)
}

export function showStructure(structure, send, set) {
  if (structure.shown === "structure") showVibrations(structure, send, set)
  if (structure.shown === "surroundings") showSurroundings(structure, set)
  if (structure.shown === "strength") showStrength(structure, send, set)
}

function showVibrations(structure, send, set) {
  showModes(structure, send, set)
  showKey($("#density-key"), [
    ["line", "waves, ω"],
    ["line four", "quasilocalised, ω⁴"],
  ])
  showKey($("#participation-key"), [
    [null, "e: share of particles"],
    ["line", "plane wave"],
  ])
  showKey($("#tail-key"), structure.tail.slope ? [["line dashed", `theory: ${structure.tail.slope}`]] : [])
  text($("#tail-hint"), structure.tail.hint)
  text($("#modes-words"), structure.spectrum.modes)
  $("#modes-words").title = structure.spectrum.range
}

// How many modes, of which state; while they are being found, how far that has come
function showModes({ n, choices, declined, progress, spectrum }, send, set) {
  const box = $("#about-modes")
  if (rebuilt(box, choices))
    box.append(
      h("span", { class: "of" }),
      h(
        "label",
        { class: "how-many" },
        select(
          "Number of modes",
          choices.map(k => ({ key: k, label: `${k} modes` })),
          n,
          k => set("n_modes", k),
        ),
      ),
      h("progress", { max: 1, "aria-label": "Modes found" }),
      h("button", {
        type: "button",
        class: "link",
        onclick: e => send("spectrum", { stop: e.target.dataset.stop === "yes" }),
      }),
    )
  const [of, many, bar, button] = box.children
  text(of, spectrum.state)
  settle($("select", many), n)
  const working = progress.fraction !== undefined
  bar.hidden = !working
  of.hidden = working || declined
  if (working) {
    bar.value = progress.fraction
    bar.title = progress.words
  }
  button.hidden = !working && !declined
  button.disabled = working && progress.stopping
  button.dataset.stop = working ? "yes" : "no"
  text(button, working ? "cancel" : "find them")
}
