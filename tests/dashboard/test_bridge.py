"""The bridge: slots as JSON, each sent where it has changed; files and messages past them."""

import base64
import json

import numpy as np
import pytest
from bokeh.document import Document

from glasscope.dashboard.wire.bridge import CHANNEL, SLOTS, Bridge


@pytest.fixture
def document():
    return Document()


@pytest.fixture
def bridge(document):
    made = Bridge(document)
    document.add_root(made.model)
    return made


@pytest.fixture
def sent(document, bridge):
    """What goes to the page."""
    events = []
    document.on_change(events.append)
    return events


def test_every_slot_is_there_and_empty(bridge):
    assert {slot: getattr(bridge.model, slot) for slot in SLOTS} == dict.fromkeys(SLOTS, "{}")
    assert bridge.push == 0


def test_only_what_has_changed_is_sent(bridge, sent):
    bridge.fill(header={"glass": "a"}, sentence={"lead": "b"})
    bridge.fill(header={"glass": "a"}, sentence={"lead": "c"})
    bridge.count()
    assert [(event.attr, event.new) for event in sent] == [
        ("header", '{"glass":"a"}'), ("sentence", '{"lead":"b"}'), ("sentence", '{"lead":"c"}'), ("push", 1),
    ]  # fmt: skip
    assert bridge.shown["sentence"] == {"lead": "c"}


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (np.float64(0.5), 0.5),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (np.arange(3), [0, 1, 2]),
        ((1, 2), [1, 2]),
        (float("nan"), None),
        ([np.inf, {"x": np.float64("nan")}, np.array([1.0, np.nan])], [None, {"x": None}, [1.0, None]]),
    ],
)
def test_numbers_are_those_of_json(bridge, value, read):
    bridge.fill(status={"value": value, "words": "NaN, ∞"})
    assert json.loads(bridge.model.status) == {"value": read, "words": "NaN, ∞"}


def test_what_no_page_knows_is_refused(bridge):
    with pytest.raises(TypeError, match="object is nothing that the page knows"):
        bridge.fill(status={"value": object()})


def test_a_file_goes_past_the_slots(bridge, sent):
    bridge.download("a.csv", b"1,2", "text/csv")
    (event,) = sent
    assert event.msg_type == CHANNEL
    assert json.loads(event.msg_data) == {
        "download": "a.csv", "kind": "text/csv", "data": base64.b64encode(b"1,2").decode(),
    }  # fmt: skip
    assert not any(getattr(bridge.model, slot) != "{}" for slot in SLOTS)  # and is not kept
