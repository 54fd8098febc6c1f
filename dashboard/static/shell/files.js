// Files that the user chooses.

import { $ } from "./dom.js"
import { tell } from "./notice.js"

const MB = 2 ** 20

// Read a file: its name, and its bytes in base64. One that is too large for the page is not sent
export function bindFile(input, take) {
  input.addEventListener("change", () => {
    const [file] = input.files
    if (!file) return
    const wrong = refusal(file)
    if (wrong) tell(wrong)
    else read(file, take)
    input.value = ""
  })
}

function read(file, take) {
  const reader = new FileReader()
  reader.onload = () => {
    const [, data = ""] = reader.result.split(",")
    take({ name: file.name, data })
  }
  reader.onerror = () => tell(`${file.name} could not be read: ${reader.error.message}`)
  reader.readAsDataURL(file)
}

// Why a file is not sent; empty for one that is. The server has the last word, see wire/received.py
export function refusal(file) {
  const largest = Number($("#file").dataset.largest)
  if (!file || file.size <= largest) return ""
  const size = (file.size / MB).toFixed(1)
  return `${file.name} has ${size} MB; the page opens files of up to ${largest / MB} MB. Load it in Python instead.`
}
