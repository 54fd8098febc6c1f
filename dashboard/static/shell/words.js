// Numbers as the session writes them (look/words.py), for what is drawn between two states.

import { $, text } from "./dom.js"

export function showDrawn({ strain, stress }) {
  text($("#strain"), percent(strain))
  text($("#stress"), number(stress))
}

export const percent = strain => `${(100 * strain).toFixed(3)} %`.replace("-", "−")

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"

export function number(value, digits = 3) {
  if (value === 0) return "0"
  const [mantissa, power] = value.toExponential(digits - 1).split("e")
  if (power < -4 || power >= digits) return `${+mantissa}·10${raised(power)}`.replace("-", "−")
  return String(+value.toPrecision(digits)).replace("-", "−")
}

const raised = power =>
  String(+power)
    .replace("-", "⁻")
    .replace(/\d/g, digit => RAISED[digit])
