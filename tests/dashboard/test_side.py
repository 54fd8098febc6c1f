"""Side by side: several indicators at once, each with its own range; nothing is computed or drawn for hidden maps."""

import time

import numpy as np
import pytest
from bokeh.document import Document
from waiting import wait_for

from glasscope.dashboard.fields.field import Field
from glasscope.dashboard.fields.maker import Want
from glasscope.dashboard.moment.choices import MAPS, Choices
from glasscope.dashboard.moment.colour_range import Ranges
from glasscope.dashboard.session import Session
from glasscope.engine import rank

KEYS = ("steric_order", "local_heat_capacity", "potential_energy")


def test_every_map_has_its_field_as_cast_and_live(fields, history, indicators, glass, load):
    shown, *beside = (indicators[key] for key in KEYS)
    fields.want(Want(shown, beside=tuple(beside)))
    wait_for(lambda: all(fields.cast(each) is not None for each in (shown, *beside)))
    assert np.allclose(fields.cast(beside[0]).values, beside[0](glass, load))
    fields.want(Want(shown, beside=tuple(beside), live_row=history.head, lead=0.0))
    wait_for(lambda: all(fields.live(each) is not None for each in (shown, *beside)))
    last = history.rebuild(history.frames[-1], anew=True)
    for each in (shown, *beside):
        assert fields.live(each).row == history.head
        assert np.allclose(fields.live(each).values, each(last, load), rtol=1e-6)


def test_every_map_ranks_with_a_lead(fields, history, indicators):
    shown, *beside = (indicators[key] for key in KEYS)
    fields.want(Want(shown, beside=tuple(beside), live_row=history.head, lead=1e-4))
    event = history.events[0]
    wait_for(lambda: all(fields.lead_rank(each, event) is not None for each in (shown, *beside)))


def test_one_that_is_only_marked_scores_nothing(fields, history, indicators):
    shown, marked = indicators["steric_order"], indicators["nonlinear_modes"]
    fields.want(Want(shown, marked=(marked,)))
    wait_for(lambda: fields.cast(marked) is not None)
    assert fields.cast(marked).modes is not None
    fields.want(Want(shown, marked=(marked,), live_row=history.head, lead=1e-4))
    wait_for(lambda: fields.live(marked) is not None and fields.lead_rank(shown, history.events[0]) is not None)
    time.sleep(0.2)
    assert fields.lead_rank(marked, history.events[0]) is None


def test_one_that_is_not_wanted_is_not_computed(fields, indicators):
    fields.want(Want(indicators["steric_order"]))
    wait_for(lambda: fields.cast(indicators["steric_order"]) is not None)
    time.sleep(0.2)
    assert fields.cast(indicators["potential_energy"]) is None


def test_it_begins_with_four_families(indicators):
    choices = Choices()
    keys = [choices.indicator, *choices.beside]
    assert len(keys) == MAPS[-1] == choices.maps
    assert len({indicators[key].family for key in keys}) >= 3


@pytest.fixture
def said():
    """What is said to the reader."""
    return []


@pytest.fixture
def acting(said):
    session = Session(Document(), dark=True)
    session.wire.notify = said.append
    yield session
    session.close()


def test_no_map_shows_what_another_shows(acting, said):
    choices, ask = acting.choices, acting.door.ask
    first, _, third, fourth = choices.indicator, *choices.beside
    ask("beside", at=1, key="potential_energy")
    assert [choices.indicator, *choices.beside] == [first, "potential_energy", third, fourth]
    ask("beside", at=3, key=third)
    assert [choices.indicator, *choices.beside] == [first, "potential_energy", fourth, third]
    ask("beside", at=2, key=first)
    assert [choices.indicator, *choices.beside] == [fourth, "potential_energy", first, third]
    ask("set", name="indicator", value=third)
    assert [choices.indicator, *choices.beside] == [third, "potential_energy", first, fourth]
    assert said == []
    ask("beside", at=7, key=first)
    ask("beside", at=1, key="nobody")
    assert len(said) == 2


def test_one_that_needs_a_reference_is_shown_live(acting):
    acting.door.ask("beside", at=1, key="nonaffine_displacement")
    assert acting.choices.taken == "live"


def test_a_range_is_chosen_once_and_stays(indicators):
    choices = Choices()
    ranges, values = Ranges(choices), np.linspace(1.0, 2.0, 100)
    field, other = (Field(each, 0.0) for each in (values, 10.0 * values))
    assert ranges.own(indicators["steric_order"], None).low is None
    own = ranges.own(indicators["steric_order"], field)
    assert 1.0 <= own.low < own.high <= 2.0
    assert ranges.own(indicators["steric_order"], other).high == own.high
    assert ranges.own(indicators["potential_energy"], other).high > 10.0
    assert own.key == choices.scale
    assert choices.low is None
    ranges.forget()
    assert ranges.own(indicators["steric_order"], other).high > 10.0


def pictures(session):
    maps = {"map": session.map, **session.side.maps}
    return {name: view.discs.model.about + str(view.discs.model.levels) for name, view in maps.items()}


def shown(session):
    session.pusher._asked = True
    session.pusher.push()
    return session.taking.moment()


def test_only_the_maps_of_the_open_room_are_drawn(session):
    shown(session)
    before = pictures(session)
    assert set(before) == {"map"}  # the others are made when they are first looked at
    session.choices.param.update(room="side", maps=3)
    wait_for(lambda: all(each.field is not None for each in (shown(session), *session.taking.moment().beside)))
    shown(session)
    after = pictures(session)
    assert {name for name in after if after[name] != before.get(name)} == {"side0", "side1", "side2"}
    session.player.seek(0)
    shown(session)
    assert pictures(session)["map"] == before["map"]
    session.choices.room = "glass"
    shown(session)
    assert {name for name, each in pictures(session).items() if each != after[name]} >= {"map"}


def test_what_is_said_beside_the_maps(session, glass):
    session.choices.param.update(room="side", maps=2, picked=7)
    wait_for(lambda: all(m["rank"]["value"] for m in (shown(session) and session.bridge.shown["side"]["maps"])))
    moment = shown(session)  # once more: a field may have come in the middle of the push before
    for each, said in zip((moment, *moment.beside), session.bridge.shown["side"]["maps"], strict=True):
        event = moment.snapshot.event
        expected = rank(each.field.values, event.core, each.indicator.soft)
        assert said["rank"]["value"] == f"rank {expected:.2f}"
        assert said["rank"]["words"].startswith(f"event {event.number}: softer than")
        assert [number for number, _ in said["rank"]["marks"]] == [e.number for e in session.history.events]
        assert said["picked"].startswith("particle 7: ")
        assert not said["computing"]
    rings = [session.side.maps[name].overlays.rings.data["text"] for name in ("side0", "side1")]
    assert rings[0] == rings[1] != []
    picks = [session.side.maps[name].overlays.pick.data["x"] for name in ("side0", "side1")]
    assert picks[0] == picks[1] != []
    ranges = {view.figure.x_range.id for view in (session.map, *session.side.maps.values())}
    assert len(ranges) == 1
