// What the indicator knew: the words and the key of the plot of ranks.

import { $, h, rebuilt, text } from "../shell/dom.js"

export function showRanks(ranks) {
  text($("#ranks-hint"), `rank CDF, ${ranks.taken}`)
  text($("#ranks-words"), `${ranks.value} ${ranks.words}`.trim())
  $("#ranks-words").title = ranks.long
  const box = $("#ranks-key")
  if (!rebuilt(box, ranks.legend)) return
  if (ranks.legend.length) box.append(h("span", { title: `${ranks.symbol} = 2⟨r⟩ − 1: 1 always knew, 0 chance` }, "C"))
  box.append(
    ...ranks.legend.map(l =>
      h("span", { title: l.label }, h("i", { style: `background:${l.colour}` }), l.symbol, h("b", {}, l.C)),
    ),
  )
  if (ranks.first)
    box.append(h("span", { title: "The first event counts in a score of its own, C_min" }, "▾ first event"))
}
