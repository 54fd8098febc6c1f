"""Links: an address is read as what it was written from, leads to the same state, and is told what nobody knows."""

import numpy as np
import pytest
from bokeh.document import Document
from waiting import wait_for

from glasscope.dashboard.gallery.entries import fingerprint
from glasscope.dashboard.gallery.recipes import Recipe, recipe_in
from glasscope.dashboard.moment.choices import Choices
from glasscope.dashboard.page.address import Spot, named, read, written
from glasscope.dashboard.run.history import History
from glasscope.dashboard.run.player import Player
from glasscope.dashboard.run.replay import Replay, Stretch
from glasscope.dashboard.session import Session
from glasscope.engine import Load

FULL = Spot(
    glass="lj-htl-1024-1",
    recipe="lj,htl,64,7,,parent_temperature:2.5",
    file="0123456789ab,my file, relaxed",
    path=(Stretch(Load.simple_shear(30.0), 0.1 / 3), Stretch(Load("simple_shear", 30.0, -1), -1.234567890123e-3)),
    choices={"indicator": "steric_order", "max_strain": 0.07, "show_cell": False, "scale": "percentile", "maps": 3},
    parameters={"cutoff": "1.5"},
    beside=("potential_energy", "steric_order", "vibrality"),
    plots="strength",
    room="side",
    view=(-1.5, 20.25, 1e-7, 18.0),
    span=(-0.1, 2 / 3),
    picked=17,
)


def test_an_address_is_read_as_what_it_was_written_from():
    found, problems = read(written(FULL), Choices())
    assert not problems
    assert found == FULL
    assert set(written(found).split("&")) == set(written(FULL).split("&"))
    assert written(Spot()) == ""
    assert written(Spot(room="scoreboard")) == "room=scoreboard"


@pytest.mark.parametrize("name", named(Choices()))
def test_every_choice_can_be_in_an_address(name):
    choices = Choices()
    declared = choices.param[name]
    if hasattr(declared, "objects"):
        others = [each for each in declared.objects if each != declared.default]
    elif isinstance(declared.default, bool) or declared.default is None:
        others = [True, False, declared.default] if name == "log" else [not declared.default]
    elif isinstance(declared.default, str):
        others = ["same", "own-1"]
    else:
        low, high = declared.bounds
        others = [type(declared.default)(low + 0.3 * (high - low))]
    others = [0.25] if name == "threshold" else others
    for other in others:
        found, problems = read(written(Spot(choices={name: other})), choices)
        assert not problems
        assert found.choices[name] == other
        setattr(choices, name, found.choices[name])


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("v=1&angle=east", "angle cannot be 'east'"),
        ("v=1&indicator=luck", "indicator cannot be 'luck'"),
        ("v=1&path=s:0:1", "path cannot be"),
        ("v=1&file=0123456789ab", "file cannot be"),
        ("v=1&file=0123456789zz,name", "file cannot be"),
        ("v=1&path=s:0:1:nan", "path cannot be"),
        ("v=1&path=q:0:1:0.1", "path cannot be"),
        ("v=1&path=s:0:3:0.1", "path cannot be"),
        ("v=1&view=1,0,0,1", "view cannot be"),
        ("v=1&view=1,2", "view cannot be"),
        ("v=1&picked=first", "picked cannot be"),
        ("v=1&luck=7", "there is no 'luck'"),
        ("room=cellar", "there is no room 'cellar'"),
        ("v=2&angle=30.0", "it is of version '2', this page reads 1"),
        ("v=1&angle=" + "9" * 5000, "longer than 4,000 characters"),
        ("&".join(f"a{k}=1" for k in range(300)), "more than 200 words"),
    ],
)
def test_what_is_not_understood_is_said(query, words):
    found, problems = read(query, Choices())
    assert words in problems[0]
    assert not found.path
    assert read("v=1&draw=raster&embed=yes", Choices()) == (Spot(), [])  # not ours


# the same state again ----------------------------------------------------------------------------------------------


@pytest.fixture
def led(glass, load):
    """A player with who leads it."""
    made = []

    def make(first=load):
        history = History()

        def changed():
            replay.look()

        player = Player(history, changed, errors.append)
        replay = Replay(history, player)
        player.load(glass, "small", first, 0.3)
        made.append(player)
        return history, player, replay

    errors = []
    yield make
    for player in made:
        player.close()
        assert player.join(60)
    assert not errors


def path_of(history, row):
    leg = history.rows.leg[row]
    ends = [each.first_row for each in history.legs[1 : leg + 1]] + [row]
    return [Stretch(each.load, history.rows.strain[end]) for each, end in zip(history.legs, ends, strict=False)]


def go(player, mode, until):
    player.play(mode)
    wait_for(until)
    player.pause()
    wait_for(lambda: not player.stepping)


def test_a_path_there_and_back_is_gone_again_to_the_same_state(led, load):
    history, player, _ = led()
    for _ in range(2):
        before = len(history.events)
        go(player, "event", lambda n=before: len(history.events) > n and player.mode == "idle")
    player.fork(load.reversed())
    go(player, "play", lambda: history.rows.strain[-1] < history.rows.strain[history.legs[1].first_row] - 0.004)
    again, other, replay = led()
    replay.begin(path_of(history, history.head))
    wait_for(lambda: replay.goal is None)
    wait_for(lambda: other.mode == "idle" and not other.stepping)
    assert again.rows.strain == history.rows.strain
    assert again.rows.stress == history.rows.stress
    assert np.array_equal(again.frames[-1].positions, history.frames[-1].positions)
    assert [event.core for event in again.events] == [event.core for event in history.events]
    assert not other.hurries


def test_the_state_before_an_event_is_found_again(led):
    history, player, _ = led()
    go(player, "event", lambda: history.events and player.mode == "idle")
    again, other, replay = led()
    replay.begin(path_of(history, history.events[0].row))
    wait_for(lambda: replay.goal is None and not other.stepping)
    shown = again.snapshot(other.cursor)
    assert shown.strain == history.events[0].strain
    assert np.array_equal(shown.frame.positions, history.frame_at(history.events[0].row).positions)


def test_who_pauses_ends_it(led, load):
    history, player, replay = led()
    replay.begin([Stretch(load, 0.3)])
    wait_for(lambda: history.head > 2)
    player.pause()
    wait_for(lambda: replay.goal is None)
    assert not player.hurries


# a session ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def opened():
    made = []

    def make(query):
        session = Session(Document(), dark=True)
        told = []
        session.wire.later = lambda action: action()  # there is no loop here
        session.wire.notify = lambda text, kind="error": told.append(text)
        session.open(query)
        made.append(session)
        return session, told

    yield make
    for session in made:
        session.close()


QUERY = (
    "v=1&glass=poly_ipl-swap-0.4-1024-1&path=s:90.0:-1:0.004&angle=90.0&sign=-1&indicator=steric_order"
    "&show_cell=0&range=0.1,0.4&view=1.0,9.0,2.0,10.0&picked=5&plots=strength&room=side"
)


def test_a_page_begins_where_its_address_says(opened):
    session, told = opened(QUERY)
    choices = session.choices
    assert not told
    assert choices.glass == "poly_ipl-swap-0.4-1024-1"
    chosen = (choices.indicator, choices.show_cell, choices.plots, choices.room)
    assert chosen == ("steric_order", False, "strength", "side")
    assert (choices.low, choices.high, choices.picked) == (0.1, 0.4, 5)
    assert session.camera.x_range.start == 1.0
    assert not session.camera.at_home
    session.start()
    wait_for(lambda: session.replay.goal is None)
    assert session.history.legs[0].load == Load("simple_shear", 90.0, -1)
    assert session.history.rows.strain[-1] >= 0.004
    words = session.links.words()
    assert words["rests"]
    assert "glass=poly_ipl-swap-0.4-1024-1" in words["query"]
    found, _ = read(words["query"], choices)
    assert found.path[0].strain == session.history.snapshot(session.player.cursor).strain
    assert (found.picked, found.span) == (5, (0.1, 0.4))


def test_what_cannot_be_opened_is_said_and_the_first_glass_is_there(opened):
    session, told = opened("v=1&glass=../../etc/passwd&path=s:0.0:1:0.1&indicator=luck")
    assert session.choices.glass == session.glasses.entries[0].key
    assert "there is no glass '../../etc/passwd' in the gallery" in told[0]
    assert "indicator cannot be 'luck'" in told[0]
    assert not session.links.start()


def test_back_and_forth_the_choices_go_and_the_run_stays(opened):
    session, told = opened("")
    first = session.links.words()["query"]
    assert first == ""
    run = session.history.run
    session.door.ask("set", name="indicator", value="steric_order")
    session.door.ask("set", name="show_voronoi", value=True)
    then = session.links.words()["query"]
    session.links.go(first)
    assert session.choices.indicator != "steric_order"
    assert not session.choices.show_voronoi
    session.links.go(then)
    assert session.choices.indicator == "steric_order"
    assert session.choices.show_voronoi
    assert session.history.run == run
    session.links.go("v=1&glass=lj-htl-1024-1&path=s:0.0:1:0.002")
    wait_for(lambda: session.replay.goal is None and session.history.rows.strain[-1] >= 0.002)
    assert session.history.run > run
    assert not told


def test_parameters_of_an_indicator_are_in_the_address(opened):
    session, told = opened("v=1&indicator=bond_orientational_order&p.fold=5&p.luck=1")
    assert session.indicators["bond_orientational_order"].fold == 5
    assert "p.luck cannot be '1'" in told[0]
    query = session.links.words()["query"]
    assert query == "v=1&indicator=bond_orientational_order&p.fold=5"
    session.links.go("")
    assert session.indicators["bond_orientational_order"].fold == 5  # what is not shown is left alone
    session.links.go("v=1&indicator=bond_orientational_order")
    assert session.indicators["bond_orientational_order"].fold == 6


def test_a_prepared_glass_is_prepared_again_and_sheared_to_the_same_strain(opened):
    recipe = Recipe("lj", 64, "htl", 7, None, {"parent_temperature": 2.5})
    assert recipe_in(recipe.word()) == recipe
    session, told = opened(f"v=1&recipe={recipe.word()}&path=s:0.0:1:0.01&indicator=steric_order")
    session.start()
    wait_for(lambda: session.history.glass.n_particles == 64)  # it is chosen a little before its run begins
    wait_for(lambda: session.replay.goal is None and session.history.head > 0)
    assert session.history.rows.strain[-1] >= 0.01
    words = session.links.words()
    assert not words["own"]
    assert f"recipe={recipe.word()}" in words["query"].replace("%3A", ":")
    own, run = session.choices.glass, session.history.run
    session.links.go("v=1&indicator=steric_order")  # back to the first glass
    assert session.choices.glass != own
    session.links.go(f"v=1&recipe={recipe.word()}")  # it is there still
    assert session.choices.glass == own
    assert session.history.run == run + 2
    assert not told


def test_an_opened_file_is_asked_for_by_name_and_checksum_and_sheared_to_the_same_strain(opened, glass):
    session, told = opened("v=1&indicator=steric_order")
    session.glasses.take_in(glass, "mine, relaxed")
    wait_for(lambda: session.history.rows.path[-1] > 0.003)
    session.player.pause()
    wait_for(lambda: not session.player.stepping)
    query = session.links.words()["query"]
    assert f"file={fingerprint(glass)},mine" in query.replace("%2C", ",")
    assert session.links.words()["own"]
    strain, stress = session.history.rows.strain[-1], session.history.rows.stress[-1]
    session.links.go("v=1&indicator=steric_order")
    assert session.choices.glass != "own-1"
    session.links.go(query)
    assert session.choices.glass == "own-1"
    wait_for(lambda: session.replay.goal is None and session.history.rows.strain[-1] == strain)
    assert not told
    other, told = opened(query)
    assert not other.links.start()
    assert "mine, relaxed, a file that is not here" in told[0]
    assert fingerprint(glass) in told[0]
    other.glasses.take_in(glass.with_positions(glass.positions + 0.1), "another")
    assert other.replay.goal is None  # it is not the one
    other.player.pause()
    other.glasses.take_in(glass, "named otherwise")
    wait_for(lambda: other.replay.goal is None and other.player.mode == "idle" and other.history.head > 2)
    assert (other.history.rows.strain[-1], other.history.rows.stress[-1]) == (strain, stress)


def test_the_results_shown_are_in_the_address_of_their_room(opened):
    session, told = opened("v=1&room=scoreboard&result=lj-htl&against=lj-gq&judged=nonaffine_velocity")
    session.links.enter()
    session.scoreboard.enter()
    wait_for(lambda: {"lj-htl", "lj-gq"} <= set(session.scoreboard._scored))
    board = session.scoreboard.board()
    assert board.against is not None
    assert (session.choices.result, session.choices.against) == ("lj-htl", "lj-gq")
    assert session.choices.judged == "nonaffine_velocity"
    query = session.links.words()["query"]
    assert "result=lj-htl" in query
    assert "against=lj-gq" in query
    session.door.ask("room", name="glass")
    assert "result" not in session.links.words()["query"]
    assert not told
    lost, told = opened("v=1&room=scoreboard&result=luck")
    lost.links.enter()
    lost.scoreboard.enter()
    wait_for(lambda: told)
    assert "no results 'luck'" in told[0]
    wait_for(lambda: lost.choices.result in lost.scoreboard._scored)


def test_a_recipe_that_nobody_can_follow_is_said(opened):
    long = "lj," * 300
    for word, why in (("lj", "by 'lj'"), ("ice,htl,64,7,", "there is no model 'ice'"), (long, "by 'lj,lj,")):
        session, told = opened(f"v=1&recipe={word}&path=s:0.0:1:0.01")
        assert why in told[0]
        assert len(told[0]) < 300
        assert not session.links.start()
