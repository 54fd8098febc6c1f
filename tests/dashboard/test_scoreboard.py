"""A session's scoreboard: reading in the background, choosing, comparing, picking; and rooms in which the run rests."""

import base64
import time
from types import SimpleNamespace

import pytest
from bokeh.document import Document
from made_results import made_results

from glasscope.dashboard.moment.choices import State
from glasscope.dashboard.page.rooms import Rooms
from glasscope.dashboard.scoreboard.scoreboard import Scoreboard, result_sets
from glasscope.engine import GlassError
from glasscope.engine.ensembles import save_dataset


class Bridge:
    """Keeps what is shown."""

    def __init__(self):
        self.slots = {}

    def show(self, **slots):
        self.slots |= slots


class Runner:
    """Knows only whether it plays."""

    def __init__(self):
        self.mode = "idle"

    def play(self, mode="play"):
        self.mode = mode

    def pause(self):
        self.mode = "idle"


@pytest.fixture
def session():
    said, asked = [], []
    made = SimpleNamespace(
        state=State(), bridge=Bridge(), document=Document(), later=lambda action: action(), runner=Runner(),
        notify=said.append, said=said, actions=asked.append, asked=asked, indicators={}, answer=lambda: None,
    )  # fmt: skip
    made.scoreboard = Scoreboard(made)
    made.rooms = Rooms(made)
    return made


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(result_sets, "SHIPPED", tmp_path)
    save_dataset(made_results("first", strain=0.005), tmp_path / "first.nc")
    save_dataset(made_results("second", strain=0.02, seed=4), tmp_path / "second.nc")
    return tmp_path


def wait_until(condition, seconds=60.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def settled(session):
    wait_until(lambda: not session.bridge.slots.get("scoreboard", {"busy": True})["busy"])
    return session.bridge.slots["scoreboard"]


@pytest.fixture
def entered(session, folder):
    session.rooms.enter("scoreboard")
    settled(session)
    return session


def test_nothing_is_read_and_no_plot_is_made_before_the_room_is_entered(session):
    assert session.scoreboard.view is None
    session.scoreboard.restyle(True)
    assert "scoreboard" not in session.bridge.slots


def test_the_first_set_is_shown(entered):
    shown = entered.bridge.slots["scoreboard"]
    assert [each["label"] for each in shown["sets"]] == ["first", "second"]
    assert (shown["chosen"], shown["ready"], shown["words"]) == ("first", True, "")
    assert shown["picked"]
    assert entered.scoreboard.panes["score_bars"].object.name == "score_bars"


def test_without_results_it_says_how_to_get_some(session, tmp_path, monkeypatch):
    monkeypatch.setattr(result_sets, "SHIPPED", tmp_path / "nowhere")
    session.rooms.enter("scoreboard")
    shown = settled(session)
    assert not shown["ready"]
    assert "glasscope ensemble" in shown["words"]


def test_choosing_and_comparing(entered):
    entered.scoreboard.act("compare", key="second")
    assert settled(entered)["against_title"] == "second"
    entered.scoreboard.act("choose", key="second")
    shown = settled(entered)
    assert (shown["chosen"], shown["against"]) == ("second", ""), "a set is not compared with itself"
    entered.scoreboard.act("compare", key="first")
    entered.scoreboard.act("compare", key="")
    assert settled(entered)["against_title"] == ""


def test_a_pick_stays_from_set_to_set(entered):
    entered.scoreboard.act("pick", name="potential_energy")
    assert "Potential energy" in entered.bridge.slots["scoreboard"]["sentence"]["lead"]
    entered.scoreboard.act("choose", key="second")
    assert settled(entered)["picked"] == "potential_energy"


def test_the_picked_one_goes_to_the_map_with_its_parameters(entered):
    entered.scoreboard.act("pick", name="modes")
    entered.scoreboard.act("show")
    assert entered.asked == [{"do": "set", "name": "indicator", "value": "normal_mode_map"}]
    assert entered.indicators["normal_mode_map"].n_modes == 10
    assert entered.state.room == "glass"


def test_a_file_is_opened_and_shown(entered, folder):
    content = base64.b64encode((folder / "second.nc").read_bytes()).decode()
    entered.scoreboard.act("open", name="mine.nc", data=content)
    shown = settled(entered)
    assert shown["chosen"] == "own-1"
    assert len(shown["sets"]) == 3


def test_a_bad_file_says_so_and_changes_nothing(entered):
    before = entered.bridge.slots["scoreboard"]
    entered.scoreboard.act("open", name="bad.nc", data=base64.b64encode(b"nothing").decode())
    assert settled(entered) == before
    assert entered.said[0].startswith("bad.nc was not opened: bad.nc is no dataset")
    assert "untouched" in entered.said[0]
    with pytest.raises(GlassError, match="whole"):
        entered.scoreboard.act("open", name="bad.nc", data="§")


@pytest.mark.parametrize("asked", [{"what": "close"}, {"what": "choose", "key": "x"}, {"what": "pick", "name": "x"}])
def test_what_is_not_there_cannot_be_asked_for(entered, asked):
    with pytest.raises(GlassError):
        entered.scoreboard.act(**asked)


def test_the_theme_reaches_the_plots(entered):
    view = entered.scoreboard.view.views["score_bars"]
    before = list(view.bars.data["colour"])
    entered.state.dark = not entered.state.dark
    entered.rooms.restyle(entered.state.dark)
    assert list(view.bars.data["colour"]) != before


def test_the_run_rests_while_no_glass_is_seen(session, folder):
    session.rooms.start()
    assert session.runner.mode == "play"
    session.rooms.enter("scoreboard")
    assert session.runner.mode == "idle"
    session.rooms.enter("glass")
    assert session.runner.mode == "play"
    session.runner.pause()
    session.rooms.enter("scoreboard")
    session.rooms.enter("glass")
    assert session.runner.mode == "idle", "what rested before goes on resting"
    settled(session)


def test_a_page_that_opens_on_the_scoreboard_begins_its_run_later(session, folder):
    session.rooms.enter("scoreboard")
    session.rooms.start()
    assert session.runner.mode == "idle"
    session.rooms.enter("glass")
    assert session.runner.mode == "play"
    with pytest.raises(GlassError, match="rooms are"):
        session.rooms.enter("attic")
    settled(session)
