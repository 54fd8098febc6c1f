"""What comes over the socket past the commands: only what a page of ours says reaches its document."""

import base64
import gzip
import logging

import pytest
from bokeh.core.serialization import Serialized
from bokeh.document import Document
from bokeh.models import ColumnDataSource
from bokeh.plotting import figure

from glasscope.dashboard.wire.bridge import CHANNEL, Bridge
from glasscope.dashboard.wire.patches import guard


@pytest.fixture
def taps():
    return []


@pytest.fixture
def asked():
    return []


@pytest.fixture
def plot(taps):
    made = figure(x_range=(0.0, 1.0), y_range=(0.0, 1.0), name="map")
    made.on_event("tap", lambda tap: taps.append((tap.x, tap.y)))
    return made


@pytest.fixture
def source():
    return ColumnDataSource({"x": [1.0, 2.0]})


@pytest.fixture
def document(plot, source, asked, caplog):
    caplog.set_level(logging.WARNING)
    made = Document()
    bridge = Bridge(made)
    bridge.listen(asked.append)
    for each in (plot, source, bridge.model):
        made.add_root(each)
    guard(made)
    return made


@pytest.fixture
def bridge(document):
    return document.get_model_by_name("bridge")


def change(model, attribute, new):
    return {"kind": "ModelChanged", "model": {"id": model.id}, "attr": attribute, "new": new}


def event(name, entries):
    coded = {"type": "event", "name": name, "values": {"type": "map", "entries": entries}}
    return {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": coded}


def message(data):
    return {"kind": "MessageSent", "msg_type": CHANNEL, "msg_data": data}


def say(document, *events):
    """As the server hands it over."""
    document.apply_json_patch(Serialized(content={"events": list(events)}), setter=None)


def nested(depth):
    return "x" if depth == 0 else [nested(depth - 1)]


def test_what_a_page_of_ours_says_is_heard(document, plot, source, taps, asked, caplog):
    say(document, change(plot.x_range, "start", -3.5), change(plot.x_range, "end", 2), change(plot, "inner_width", 640))
    say(document, change(source.selected, "indices", [1]))
    say(document, event("tap", [["model", {"id": plot.id}], *([key, 1.5] for key in ("sx", "sy", "x", "y")),
                                ["modifiers", {"type": "map", "entries": [["ctrl", False]]}]]))  # fmt: skip
    answer = {"type": "map", "entries": [["do", "set"], ["value", {"type": "map", "entries": [["a", [1, None]]]}]]}
    say(document, message(answer))
    ready = {"type": "event", "name": "document_ready", "values": {"type": "map"}}
    say(document, {**event("document_ready", []), "msg_data": ready})
    assert (plot.x_range.start, plot.x_range.end, plot.inner_width, source.selected.indices) == (-3.5, 2, 640, [1])
    assert taps == [(1.5, 1.5)]
    assert asked == [{"do": "set", "value": {"a": [1, None]}}]
    assert not caplog.records


def test_of_a_model_that_is_described_only_the_name_is_heard(document, plot, taps, caplog):
    """As a page does that was cut off and has come back."""

    def described(model, **attributes):
        return {"type": "object", "name": type(model).__name__, "id": model.id, "attributes": attributes}

    where = [[key, 1.5] for key in ("sx", "sy", "x", "y")]
    held = ["modifiers", {"type": "map", "entries": []}]
    say(document, event("tap", [["model", described(plot, name="mine")], *where, held]))
    say(document, change(plot, "inner_width", 640) | {"model": described(plot, name="mine", width=3)})
    assert taps == [(1.5, 1.5)]
    assert plot.inner_width == 640
    assert plot.name != "mine"
    assert plot.width != 3
    assert not caplog.records


def strange(plot, source, bridge):
    """Patches that somebody wrote by hand."""
    bomb = base64.b64encode(gzip.compress(bytes(10**6))).decode()
    nan, datum = {"type": "number", "value": "nan"}, {"type": "object", "name": "Range1d", "id": "p9", "attributes": {}}
    elsewhere = ("title", "name", "tags", "inner_width", "document", "__class__", "nothing")
    changes = [
        *((plot.x_range, "start", value) for value in (nan, float("nan"), "left", None, True, 1e300, 10**400, [1], {})),
        *((plot, "inner_width", value) for value in (-1, 1e9, 640.5, "wide", nan)),
        *((plot, name, "strange") for name in elsewhere),
        *((source.selected, "indices", value) for value in ("0", [-1], [0.5], ["a"], [10**9], [0] * 10**5, nan, None)),
        (source, "data", {"type": "map", "entries": [["x", {"type": "bytes", "data": bomb}]]}),
        (bridge, "notice", '{"text":"mine"}'),
        (bridge, "push", 3),
    ]
    yield from (change(*each) for each in changes)
    values = [datum, {"type": "bytes", "data": bomb}, {"type": "ndarray"}, {"type": "slice"}, {"id": plot.id}, {"a": 1}]
    values += [{"id": "p0"}, nested(50), [0] * 10**5, {"type": "map", "entries": 3}, {"type": "number", "value": "0x"}]
    yield from map(message, values)
    yield {"kind": "MessageSent", "msg_type": CHANNEL}
    entries, more = [["model", {"id": plot.id}]], [[key, 1] for key in ("sx", "sy", "x", "y", "modifiers")]
    models = ({"id": "p0"}, 3, None, {"id": [bridge.id]}, {"type": "object", "name": "Range1d"})
    given = [[["model", model], *more] for model in models]
    given += [[], more, entries, [*entries, *more, ["more", 2]], 3, [3], [[1, 2]], {"model": 1}]
    given += [[*entries, *more[:-1], [more[-1][0], value]] for value in values]
    for each in given:
        yield event("tap", each)
    for name in ("tap", "pan", "data_event", "esm_event", "", None, "mousemove", [], {}):
        yield event(name, [["model", {"id": bridge.id}]])
    yield {**event("document_ready", []), "msg_type": "other"}
    yield {"kind": "RootAdded", "model": datum}
    yield {"kind": "RootRemoved", "model": {"id": plot.id}}
    yield {"kind": "TitleChanged", "title": "mine"}
    yield {"kind": "ColumnsStreamed", "model": {"id": source.id}, "attr": "data", "data": {"x": [3]}, "rollover": None}
    yield {"kind": "ColumnsPatched", "model": {"id": source.id}, "attr": "data", "patches": {"x": [[0, 9]]}}
    yield {"kind": "ColumnDataChanged", "model": {"id": source.id}, "attr": "data", "data": {"x": [3]}}
    yield change(plot, "inner_width", 3) | {"model": {"id": "p0"}}
    yield change(plot, "inner_width", 3) | {"model": datum}
    yield from ({}, None, 3, "ModelChanged", [], {"kind": None}, {"kind": []}, {"kind": "ModelChanged"})


def test_nothing_else_reaches_the_document(document, plot, source, bridge, taps, asked, caplog):
    before = str(document.to_json())
    patches = list(strange(plot, source, bridge))
    assert len(patches) > 70
    for each in patches:
        say(document, each)
    for content in (None, 3, "events", [], {}, {"events": {}}, {"events": None}):
        document.apply_json_patch(Serialized(content=content), setter=None)
    document.replace_with_json({"roots": []})
    assert str(document.to_json()) == before
    assert asked == taps == []
    assert len(caplog.records) == 1, "one line for all of it"


def test_what_is_ours_is_heard_among_what_is_not(document, plot, source, bridge):
    say(document, *strange(plot, source, bridge), change(plot.y_range, "end", 7.0))
    assert plot.y_range.end == 7.0
