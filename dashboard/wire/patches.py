"""What a page may say to its document: commands, taps, where it looks, how large its plots are, which marks are chosen.

Bokeh lets a page set any property of any model and add models of any kind. A page of ours says little, and nothing else
comes in: whoever writes to the socket by hand changes no colours, no data and no slot of the bridge, and makes nothing.
"""

from __future__ import annotations

import logging
import weakref
from collections.abc import Mapping
from typing import Annotated, Any

from bokeh.document import Document
from bokeh.models import DataRange1d, Plot, Range1d, Selection

from .bridge import CHANNEL
from .kinds import AtMost, Between, Kind, Real, brief, kind_of

_PIXELS = kind_of(Annotated[int, Between(0, 20_000)])
_INDICES = kind_of(Annotated[list[Annotated[int, Between(0, 10_000_000)]], AtMost(10_000)])

CHANGES: tuple[tuple[type, Mapping[str, Kind]], ...] = (
    (Plot, dict.fromkeys(("inner_width", "inner_height", "outer_width", "outer_height"), _PIXELS)),
    (Range1d, dict.fromkeys(("start", "end"), kind_of(Real))),
    (DataRange1d, dict.fromkeys(("start", "end"), kind_of(Real))),
    (Selection, {"indices": _INDICES}),
)
"""What of which models the page changes, and to what."""

EVENTS = {
    "tap": {"model", "sx", "sy", "x", "y", "modifiers"},
    "document_ready": set(),
    "client_reconnected": set(),
}
"""What may happen on the page, and what it comes with."""

DEEPEST, MOST = 8, 5_000
"""How deep what a command holds may be nested, and how many values may be in it."""

TOO_MUCH = "with nothing or too much in it, or with what is no plain value"

log = logging.getLogger(__name__)


def guard(document: Document) -> None:
    """Let a document hear of its page only what a page of ours says; the rest is dropped, with a line in the log.

    Parameters
    ----------
    document : Document
        The Bokeh document of a session.
    """
    reference = weakref.ref(document)
    told = False

    def drop(what: object) -> None:
        nonlocal told
        if not told:
            told = True
            log.warning("A page said to its document what no page of ours says, %s; such things are dropped.", what)

    def apply_json_patch(patch_json: Any, *, setter: Any = None) -> None:  # Any: whatever came over the socket
        content, here = getattr(patch_json, "content", patch_json), reference()
        events = content.get("events") if isinstance(content, dict) else None
        if here is None or not isinstance(events, list):
            drop("a patch without events")
            return
        heard = []
        for event in events:
            if why_not := _unheard_of(event, here):
                drop(why_not)
            else:
                heard.append(_by_name(event))
        if heard:
            Document.apply_json_patch(here, {"events": heard}, setter=setter)

    # the server asks the document itself for both
    document.__dict__["apply_json_patch"] = apply_json_patch
    document.__dict__["replace_with_json"] = lambda json: drop("another document in its place")


def _unheard_of(event, document):
    """Why an event of a patch is none of ours; empty where it is one."""
    kind = event.get("kind") if isinstance(event, dict) else None
    if kind == "ModelChanged":
        model, attribute = _model(event.get("model"), document), event.get("attr")
        allowed = next((kinds for cls, kinds in CHANGES if isinstance(model, cls)), {})
        if not isinstance(attribute, str) or attribute not in allowed:
            return f"a change of {brief(attribute)}"
        if not allowed[attribute].holds(event.get("new")):
            return f"{attribute} {brief(event.get('new'))}"
        return ""
    if kind == "MessageSent" and event.get("msg_type") == CHANNEL:
        whole = "msg_data" in event and _count(event["msg_data"], DEEPEST) <= MOST
        return "" if whole else f"a message {TOO_MUCH}"
    if kind == "MessageSent" and event.get("msg_type") == "bokeh_event":
        return _unheard_of_event(event.get("msg_data"), document)
    return f"an event {brief(kind)}"


def _unheard_of_event(message, document):
    name = message.get("name") if isinstance(message, dict) and message.get("type") == "event" else None
    wanted = EVENTS.get(name) if isinstance(name, str) else None
    values = _entries(message.get("values")) if wanted is not None else None
    if values is None or set(values) != wanted:
        return f"an event {brief(name)}"
    if "model" in values and _model(values.pop("model"), document) is None:
        return f"an event {name!r} of nothing that is there"
    if sum(_count(value, DEEPEST) for value in values.values()) > MOST:
        return f"an event {name!r} {TOO_MUCH}"
    return ""


def _model(reference, document):
    """The model that a reference names; None where there is none."""
    named = isinstance(reference, dict) and isinstance(reference.get("id"), str)
    return document.models.get_by_id(reference["id"]) if named else None


def _by_name(event):
    """An event with nothing but the name of its model: a page that was cut off and is back describes it as well."""
    if event["kind"] == "ModelChanged":
        return event | {"model": {"id": event["model"]["id"]}}
    message = event["msg_data"]
    values = _entries(message["values"]) if event["msg_type"] != CHANNEL else {}
    if "model" not in values:
        return event
    entries = [[key, {"id": value["id"]} if key == "model" else value] for key, value in values.items()]
    return event | {"msg_data": message | {"values": message["values"] | {"entries": entries}}}


def _entries(coded):
    """The table that Bokeh codes as a map; None where it is none."""
    pairs = coded.get("entries", []) if isinstance(coded, dict) and coded.get("type") == "map" else None
    if not isinstance(pairs, list) or not set(coded) <= {"type", "entries"}:
        return None
    if not all(isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str) for pair in pairs):
        return None
    return dict(pairs)


def _count(value, deepest):
    """How many plain values there are; more than `MOST` where one is not, or lies too deep."""
    if value is None or isinstance(value, bool | int | float | str):
        return 1
    if deepest == 0:
        return MOST + 1
    if isinstance(value, dict) and value.get("type") == "number":
        return 1 if value.get("value") in ("nan", "+inf", "-inf") else MOST + 1
    table = _entries(value)
    inside = value if isinstance(value, list) else list(table.values()) if table is not None else None
    if inside is None or len(inside) > MOST:
        return MOST + 1
    return 1 + sum(_count(each, deepest - 1) for each in inside)
