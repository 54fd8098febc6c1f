"""The wire between a session and its page: small dictionaries out, commands in, and the acknowledge gate."""

import base64
import json
import math
from collections.abc import Callable
from functools import partial

import numpy as np
from bokeh.core.properties import Int, String
from bokeh.document import Document
from bokeh.document.events import MessageSentEvent
from bokeh.model import DataModel

CHANNEL = "glasscope"
"""Name of the messages, both ways."""

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
    "mesoscale",
    "compare",
    "lessons",
    "lesson",
    "guess",
    "classroom",
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
    "address",
)
"""Parts of the page that a session fills."""


_Slots = type(
    "Slots",
    (DataModel,),
    {
        "__module__": __name__,
        "__view_module__": "bokeh",  # what it is comes with the document: there is no script to look for
        "__doc__": "The slots as they go to the page: JSON, as Bokeh's own words for tables take ten times as long.",
        "push": Int(default=0),
    }
    | {slot: String(default="{}") for slot in SLOTS},
)


class Bridge:
    """Carries what the page shows and what its user asks for.

    What slots hold are plain dictionaries. `push` counts what has been sent; the page answers each with the command
    "painted" and its number, and the session sends the next one only then.

    Parameters
    ----------
    document : Document
        The Bokeh document of the session.

    Attributes
    ----------
    model : bokeh.model.Model
        It in the document, of which it is to be a root.
    shown : dict of str to dict
        What each slot holds.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self.model = _Slots(name="bridge")
        self.shown: dict[str, dict] = {slot: {} for slot in SLOTS}

    def listen(self, hear: Callable[[object], None]) -> None:
        """Say who takes what the page asks for.

        Parameters
        ----------
        hear : callable
            Called with each message.
        """
        self._document.on_message(CHANNEL, hear)

    @property
    def push(self) -> int:
        """Number of the last push."""
        return self.model.push

    def count(self) -> None:
        """Another push is on its way."""
        self.model.push += 1

    def fill(self, **slots: dict) -> None:
        """Fill slots; those that have not changed are not sent.

        Parameters
        ----------
        **slots
            Dictionaries by slot.
        """
        changed = {name: value for name, value in slots.items() if value != self.shown[name]}
        self.shown |= changed
        self.model.update(**{name: _as_json(value) for name, value in changed.items()})

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
        message = _as_json({"download": name, "kind": kind, "data": base64.b64encode(data).decode("ascii")})
        self._document.callbacks.trigger_on_change(MessageSentEvent(self._document, CHANNEL, message))


def _as_json(value):
    written = partial(json.dumps, separators=(",", ":"), allow_nan=False, default=_plain)
    try:
        return written(value)
    except ValueError:  # JSON has no word for what is no number
        return written(_finite(value))


def _plain(value):
    """What JSON does not know by itself."""
    if isinstance(value, np.generic | np.ndarray):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} is nothing that the page knows")


def _finite(value):
    """The same with null where a number is none, or is infinite."""
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    if isinstance(value, np.generic | np.ndarray):
        return _finite(value.tolist())
    return None if isinstance(value, float) and not math.isfinite(value) else value
