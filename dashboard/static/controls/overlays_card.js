// The card of the overlays: what the map draws over the field.

import { $ } from "../shell/dom.js"
import { showCard } from "./control.js"

export function showOverlays(card, set) {
  showCard($("#overlay-card .body"), card.controls, set)
}
