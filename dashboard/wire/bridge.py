"""The wire between a session and its page: small dictionaries out, commands in, and the acknowledge gate."""

import base64
from collections.abc import Callable

import param
from panel.custom import JSComponent

SLOTS = (
    "header",
    "gallery",
    "load_card",
    "field_card",
    "overlays",
    "transport",
    "timeline",
    "status",
    "sentence",
    "events",
    "panel",
    "side",
    "legend",
    "picked",
    "notice",
    "progress",
    "thumbnails",
    "making",
    "form",
    "question",
    "recipes",
    "room",
    "scoreboard",
    "theme",
    "kept",
)
"""Parts of the page that a session fills; each is one parameter of the bridge."""


class Bridge(JSComponent):
    """Invisible component that carries what the page shows and what its user asks for.

    Values of the slots are plain dictionaries. `push` counts what has been sent; the page answers each with the command
    "painted" and its number, and the session sends the next one only then. (A parameter would be slower: Panel waits
    50 ms before it passes a change on.)

    Parameters
    ----------
    **params
        Values of slots to begin with.
    """

    push = param.Integer(default=0, doc="Number of the last push.")

    header = param.Dict(default={})
    gallery = param.Dict(default={})
    load_card = param.Dict(default={})
    field_card = param.Dict(default={})
    overlays = param.Dict(default={})
    transport = param.Dict(default={})
    timeline = param.Dict(default={})
    status = param.Dict(default={})
    sentence = param.Dict(default={})
    events = param.Dict(default={})
    panel = param.Dict(default={})
    side = param.Dict(default={})
    legend = param.Dict(default={})
    picked = param.Dict(default={})
    notice = param.Dict(default={})
    progress = param.Dict(default={})
    thumbnails = param.Dict(default={})
    making = param.Dict(default={})
    form = param.Dict(default={})
    question = param.Dict(default={})
    recipes = param.Dict(default={})
    room = param.Dict(default={})
    scoreboard = param.Dict(default={})
    theme = param.Dict(default={})
    kept = param.Dict(default={})

    _esm = """
export function render({ model }) {
  window.glasscope = { model }
  window.dispatchEvent(new Event("glasscope-connected"))
  return document.createElement("span")
}
"""

    def __init__(self, **params: dict) -> None:
        super().__init__(**params)
        self._hear: Callable[[object], None] | None = None

    def listen(self, hear: Callable[[object], None]) -> None:
        """Say who takes what the page asks for.

        Parameters
        ----------
        hear : callable
            Called with each message.
        """
        self._hear = hear

    def _handle_msg(self, data: object) -> None:
        if self._hear is not None:
            self._hear(data)

    def fill(self, **slots: dict) -> None:
        """Fill slots; those that have not changed are not sent.

        Parameters
        ----------
        **slots
            Dictionaries by slot.
        """
        changed = {name: value for name, value in slots.items() if value != getattr(self, name)}
        if changed:
            self.param.update(**changed)

    def download(self, name: str, data: bytes, kind: str) -> None:
        """Hand a file to the browser.

        Parameters
        ----------
        name : str
            File name.
        data : bytes
            Content.
        kind : str
            Media type.
        """
        self._send_msg({"download": name, "kind": kind, "data": base64.b64encode(data).decode("ascii")})
