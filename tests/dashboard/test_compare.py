"""The room of two glasses in a session: what is compared with what, in which colours, and what is said of both."""

import numpy as np
import pytest
from bokeh.document import Document
from waiting import wait_for

from glasscope.dashboard.compare.plots import BothCurves, BothDrops, Pair, frame_of, largest_stress, rounded
from glasscope.dashboard.compare.presets import PRESETS
from glasscope.dashboard.session import Session
from glasscope.engine import Load

SMALL = "v=1&glass=lj-htl-1024-1&room=compare&pair_glass=lj-htl-1024-2&indicator=steric_order"


@pytest.fixture
def opened(told):
    """Makes a session in the room; its other glass is there, and both rest at a strain."""
    made = []

    def make(query=SMALL, path="s:0.0:1:0.004"):
        session = Session(Document(), dark=True)
        made.append(session)
        session.open(f"{query}&path={path}" if path else query)
        session.pusher.push()
        session.start()
        if path:
            wait_for(lambda: session.replay.goal is None)
            wait_for(lambda: other_of(session) is not None and rests(session))
        return session

    yield make
    for each in made:
        each.close()


def other_of(session):
    session.pusher.push()
    return session.compare._other


def rests(session):
    other = other_of(session)
    behind = session.history.rows.path[-1] - other.history.rows.path[-1]
    return session.player.mode == other.player.mode == "idle" and behind <= 1e-12


def pair_of(session):
    return session.compare._pair(session.taking.moment())


def test_another_glass_stands_beside_the_first_at_the_same_strain(opened):
    session = opened()
    pair = pair_of(session)
    assert pair.first.glass is not pair.other.glass
    assert pair.other.history.label == session.glasses.entry("lj-htl-1024-2").label
    assert abs(pair.other.snapshot.strain - pair.first.snapshot.strain) <= 1e-4
    wait_for(lambda: all(each.field is not None for each, _ in pair_of(session).each))
    pair = pair_of(session)
    assert pair.other.indicator is pair.first.indicator
    assert pair.other.shading is pair.first.shading  # the same model: the same colours mean the same
    assert not np.array_equal(pair.other.field.values, pair.first.field.values)
    session.compare.draw(pair.first, True)
    words = session.compare.words(pair.first)
    assert words["why"] == ""
    assert words["chosen"] == "lj-htl-1024-2"
    assert [each["name"] for each in words["maps"]] == [f"{each.history.label}, N 1,024" for each, _ in pair.each]


def test_the_same_glass_under_a_turned_load_keeps_the_picked_particle(opened):
    session = opened(f"{SMALL}&pair_turned=90.0".replace("pair_glass=lj-htl-1024-2", "pair_glass=same"))
    session.choices.picked = 5
    pair = pair_of(session)
    assert pair.other.glass is pair.first.glass
    assert pair.other.load == Load.simple_shear(90.0)
    assert pair.other.choices.picked == 5
    words = session.compare.words(pair.first)
    assert words["keys"][0] != words["keys"][1]  # their names are alike
    session.door.ask("set", name="pair_glass", value="lj-htl-1024-2")
    session.pusher.push()
    assert pair_of(session).other.choices.picked is None


def test_a_glass_that_is_not_there_is_said_and_the_first_goes_on(opened):
    session = opened(path="")
    session.player.pause()
    session.door.ask("set", name="pair_glass", value="no-such-glass")
    session.pusher.push()
    session.compare.draw(session.taking.moment(), True)
    words = session.compare.words(session.taking.moment())
    assert "no glass 'no-such-glass'" in words["why"]
    assert words["maps"][1] is None
    before = session.history.head
    session.player.play()
    wait_for(lambda: session.history.head > before + 5)
    session.player.pause()


def test_a_dilation_cannot_be_turned_and_both_rest_with_a_word(opened, told):
    session = opened(f"{SMALL}&pair_turned=30.0", path="")
    session.player.pause()
    session.door.ask("set", name="load", value="dilation")
    session.door.ask("reset")
    session.pusher.push()
    wait_for(lambda: told)
    assert "no direction that could be turned" in told[0]
    assert "Press play" in told[0]


@pytest.mark.parametrize("key", PRESETS)
def test_a_preset_begins_both_anew(opened, told, key):
    session = opened()
    run, indicator = session.history.run, session.choices.indicator
    session.door.ask("preset", key=key)
    session.pusher.push()
    assert not told
    assert session.history.run > run
    assert session.choices.indicator == indicator
    assert session.choices.glass == (PRESETS[key].glass or "lj-htl-1024-1")
    assert session.choices.pair_glass == PRESETS[key].choices["pair_glass"]
    wait_for(lambda: session.history.head > 3)
    assert (session.replay.goal is not None) == bool(PRESETS[key].path)
    session.player.pause()
    wait_for(lambda: rests(session))
    assert pair_of(session).opposite == (key == "back")


def test_from_an_opened_glass_one_goes_to_that_of_a_preset_and_of_a_game(opened, told, glass):
    session = opened(path="")
    session.glasses.take_in(glass, "mine")
    session.door.ask("preset", key="turned")
    assert session.choices.glass == "own-1"  # it is the glass that is shown
    session.door.ask("preset", key="brittle")
    assert session.choices.glass == PRESETS["brittle"].glass
    session.glasses.take_in(glass, "mine again")
    session.door.ask("guess", what="begin")
    assert session.choices.glass in session.guess._glasses
    assert not told


def test_a_dilation_that_is_only_chosen_shows_the_fields_of_the_load_that_runs(opened, told):
    session = opened(f"{SMALL}&pair_turned=30.0")
    session.door.ask("set", name="load", value="dilation")  # the run goes on under its own load until it is taken up
    session.pusher.push()
    assert pair_of(session).other.load == Load.simple_shear(30.0)
    assert not told


def test_an_unknown_preset_is_refused(opened, told):
    session = opened(path="")
    session.door.ask("preset", key="luck")
    assert "there is no 'luck'" in told[-1]


def test_elsewhere_the_other_glass_rests_and_waits_for_nobody(opened):
    session = opened()
    other = other_of(session)
    session.door.ask("room", name="glass")
    there = other.history.head
    session.player.play()
    at = session.history.head
    wait_for(lambda: session.history.head > at + 20)
    session.player.pause()
    assert other.history.head <= there + 4
    assert session.camera.around is None
    session.door.ask("room", name="compare")
    wait_for(lambda: rests(session))


def test_the_address_says_all_and_leads_to_the_same_states(opened):
    session = opened(f"{SMALL}&pair_turned=30.0&pair_sign=opposite")
    query = session.links.words()["query"]
    again = opened(query, path="")
    wait_for(lambda: again.replay.goal is None and other_of(again) is not None and rests(again))
    assert again.links.words()["query"] == query
    pairs = [pair_of(each) for each in (session, again)]
    for k in (0, 1):
        a, b = (pair.each[k][0].snapshot for pair in pairs)
        assert (a.strain, a.stress) == (b.strain, b.stress)
        assert np.array_equal(a.frame.positions, b.frame.positions)


def test_plots_have_both_in_the_directions_of_the_first(opened):
    session = opened(f"{SMALL}&pair_sign=opposite".replace("pair_glass=lj-htl-1024-2", "pair_glass=same"))
    pair = pair_of(session)
    curves, drops = BothCurves(), BothDrops()
    curves.update(pair)
    drops.update(pair)
    first, other = (source.data for source in curves._curves)
    strain, stress = pair.other.history.curve(0, pair.other.snapshot.row)
    np.testing.assert_allclose(other["x"], -100.0 * strain)
    np.testing.assert_allclose(other["y"], -stress)
    assert first["x"].max() > 0.0 > other["x"].min()
    assert curves.figure.x_range.start < 100.0 * -strain[-1]
    for source, (each, sign) in zip(drops._sources, pair.each, strict=True):
        assert source.data["x"] == [100.0 * sign * event.strain for event in each.events]
        shares = [event.stress_drop / largest_stress(each) for event in each.events]
        assert source.data["y"] == pytest.approx(shares)
    alone = Pair(pair.first, None, False)
    curves.update(alone)
    assert not len(curves._curves[1].data["x"])
    assert frame_of(alone)[0] == 0.0
    assert frame_of(alone)[1] == pytest.approx(103.0 * session.choices.max_strain)


@pytest.mark.parametrize(("value", "end"), [(0.0, 0.0), (0.1, 0.1), (0.101, 0.15), (0.65, 0.8), (99.0, 100.0)])
def test_the_stress_axis_ends_at_a_round_number(value, end):
    assert rounded(value) == pytest.approx(end)
