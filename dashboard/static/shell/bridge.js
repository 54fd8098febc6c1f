// The page's end of the wire: slots that the session fills, and messages both ways.

const NAME = "bridge" // of the model whose properties are the slots
const CHANNEL = "glasscope" // of the messages
const LOOK_EVERY = 20 // milliseconds: Bokeh does not say when the document has come

class Bridge {
  #page
  #slots

  constructor(page, slots) {
    this.#page = page
    this.#slots = slots
    for (const slot of Object.keys(slots.properties))
      Object.defineProperty(this, slot, { get: () => this.#content(slot), enumerable: true })
  }

  // What a slot holds; it is read anew where it has changed
  #read = new Map()
  #content(slot) {
    const written = this.#slots.properties[slot].get_value()
    if (this.#read.get(slot)?.written !== written) this.#read.set(slot, { written, content: JSON.parse(written) })
    return this.#read.get(slot).content
  }

  on(slot, listener) {
    this.#slots.properties[slot].change.connect(() => listener())
  }

  send_msg(message) {
    const { MessageSentEvent } = window.Bokeh.require("document/events")
    this.#page._trigger_on_change(new MessageSentEvent(this.#page, CHANNEL, message))
  }
}

// first() is called when the page has its session, again() with each newer bridge: it was cut off and has come back;
// heard() with what comes past the slots
export function bridged(first, again, heard) {
  const page = window.Bokeh?.documents[0]
  const slots = page?.get_model_by_name(NAME)
  if (!slots) {
    setTimeout(bridged, LOOK_EVERY, first, again, heard)
    return
  }
  const { RootAddedEvent } = window.Bokeh.require("document/events")
  const renew = slots => {
    window.glasscope = { model: new Bridge(page, slots) }
  }
  page.on_change(event => {
    if (!(event instanceof RootAddedEvent && event.model.name === NAME)) return
    renew(event.model)
    setTimeout(again, 0, window.glasscope.model) // the page is heard as soon as the whole document is there
  })
  page.on_message(CHANNEL, message => heard(JSON.parse(message)))
  renew(slots)
  first()
}
