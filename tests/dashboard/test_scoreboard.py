"""A session's scoreboard: reading in the background, choosing, comparing, picking; and rooms in which the run rests."""

import base64
from dataclasses import dataclass

import pytest
from bokeh.document import Document
from made_results import made_results
from page_end import PageEnd

from glasscope.dashboard.moment.choices import Choices
from glasscope.dashboard.page.rooms import Rooms
from glasscope.dashboard.scoreboard import result_sets
from glasscope.dashboard.scoreboard.scoreboard import Scoreboard
from glasscope.dashboard.wire.door import Door, command
from glasscope.dashboard.wire.kinds import Key, Plain
from glasscope.engine import GlassError, Indicator
from glasscope.engine.ensembles import save_dataset


class Player:
    """Knows only whether it plays."""

    def __init__(self):
        self.mode = "idle"

    def play(self, mode="play"):
        self.mode = mode

    def pause(self):
        self.mode = "idle"


@dataclass
class Rest:
    """The rest of a session, as far as a scoreboard asks it for something."""

    asked: list[tuple[str, object]]

    @command("set")
    def choose(self, name: Key, value: Plain) -> None:
        self.asked.append((name, value))


@dataclass
class House:
    """A scoreboard and what it is handed."""

    page: PageEnd
    choices: Choices
    indicators: dict[str, Indicator]
    door: Door
    player: Player
    scoreboard: Scoreboard
    rooms: Rooms
    asked: list[tuple[str, object]]


@pytest.fixture
def house():
    page, choices, indicators, player = PageEnd(), Choices(), {}, Player()
    door = Door(lambda error: page.said.append(str(error)), answered=lambda: None, why_not=lambda: "")
    scoreboard = Scoreboard(page, Document(), choices, indicators, door.ask)
    rooms = Rooms(choices, player, page, {"scoreboard": scoreboard.enter})
    rest = Rest([])
    for part in (scoreboard, rooms, rest):
        door.open_to(part)
    return House(page, choices, indicators, door, player, scoreboard, rooms, rest.asked)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(result_sets, "SHIPPED", tmp_path)
    save_dataset(made_results("first", strain=0.005), tmp_path / "first.nc")
    save_dataset(made_results("second", strain=0.02, seed=4), tmp_path / "second.nc")
    return tmp_path


def settled(house):
    house.page.until(lambda: not house.page.slots["scoreboard"].get("busy", True))
    return house.page.slots["scoreboard"]


@pytest.fixture
def entered(house, folder):
    house.rooms.enter("scoreboard")
    settled(house)
    return house


def test_nothing_is_read_and_no_plot_is_made_before_the_room_is_entered(house):
    assert house.scoreboard.view is None
    house.scoreboard.restyle(True)
    assert not house.page.slots["scoreboard"]


def test_the_first_set_is_shown(entered):
    shown = entered.page.slots["scoreboard"]
    assert [each["label"] for each in shown["sets"]] == ["first", "second"]
    assert (shown["chosen"], shown["ready"], shown["words"]) == ("first", True, "")
    assert shown["picked"]
    assert entered.scoreboard.panes["score_bars"].children[0].name == "score_bars"


def test_without_results_it_says_how_to_get_some(house, tmp_path, monkeypatch):
    monkeypatch.setattr(result_sets, "SHIPPED", tmp_path / "nowhere")
    house.rooms.enter("scoreboard")
    shown = settled(house)
    assert not shown["ready"]
    assert "glasscope ensemble" in shown["words"]


def test_choosing_and_comparing(entered):
    entered.scoreboard.compare(key="second")
    assert settled(entered)["against_title"] == "second"
    entered.scoreboard.choose(key="second")
    shown = settled(entered)
    assert (shown["chosen"], shown["against"]) == ("second", ""), "a set is not compared with itself"
    entered.scoreboard.compare(key="first")
    entered.scoreboard.compare(key="")
    assert settled(entered)["against_title"] == ""


def test_a_pick_stays_from_set_to_set(entered):
    entered.scoreboard.pick(name="potential_energy")
    assert "Potential energy" in entered.page.slots["scoreboard"]["sentence"]["lead"]
    entered.scoreboard.choose(key="second")
    assert settled(entered)["picked"] == "potential_energy"


def test_a_click_in_a_plot_picks_and_one_on_what_a_new_set_has_not_says_nothing(entered):
    rows = entered.scoreboard.view.views["score_bars"].rows
    rows.selected.indices = [2]
    assert entered.page.slots["scoreboard"]["picked"] == entered.choices.judged == rows.data["name"][2]
    rows.data["name"][1] = "of the set before"
    rows.selected.indices = [1]
    assert entered.choices.judged == rows.data["name"][2]
    assert not entered.page.said


def test_what_cannot_be_is_said_through_the_door(entered):
    entered.door.ask("judged", name="x")
    assert entered.page.said == ["there is no indicator 'x' in this set"]


def test_the_picked_one_goes_to_the_map_with_its_parameters(entered):
    entered.scoreboard.pick(name="modes")
    entered.scoreboard.show()
    assert entered.asked == [("indicator", "normal_mode_map")]
    assert entered.indicators["normal_mode_map"].share == 0.05
    assert entered.choices.room == "glass"


def test_a_file_is_opened_and_shown(entered, folder):
    content = base64.b64encode((folder / "second.nc").read_bytes()).decode()
    entered.scoreboard.open(name="mine.nc", data=content)
    shown = settled(entered)
    assert shown["chosen"] == "own-1"
    assert len(shown["sets"]) == 3


def test_a_bad_file_says_so_and_changes_nothing(entered):
    before = entered.page.slots["scoreboard"]
    entered.scoreboard.open(name="bad.nc", data=base64.b64encode(b"nothing").decode())
    assert settled(entered) == before
    assert entered.page.said[0].startswith("bad.nc was not opened: bad.nc is no dataset")
    assert "untouched" in entered.page.said[0]
    with pytest.raises(GlassError, match="whole"):
        entered.scoreboard.open(name="bad.nc", data="§")


def test_what_is_not_there_cannot_be_asked_for(entered):
    with pytest.raises(GlassError, match="no results"):
        entered.scoreboard.choose("x")
    with pytest.raises(GlassError, match="no indicator"):
        entered.scoreboard.pick("x")


def test_the_theme_reaches_the_plots(entered):
    view = entered.scoreboard.view.views["score_bars"]
    before = list(view.bars.data["colour"])
    entered.choices.dark = not entered.choices.dark
    entered.scoreboard.restyle(entered.choices.dark)
    assert list(view.bars.data["colour"]) != before


def test_the_run_rests_while_no_glass_is_seen(house, folder):
    house.rooms.start()
    assert house.player.mode == "play"
    house.rooms.enter("scoreboard")
    assert house.player.mode == "idle"
    house.rooms.enter("glass")
    assert house.player.mode == "play"
    house.player.pause()
    house.rooms.enter("scoreboard")
    house.rooms.enter("glass")
    assert house.player.mode == "idle", "what rested before goes on resting"
    settled(house)


def test_a_page_that_opens_on_the_scoreboard_begins_its_run_later(house, folder):
    house.rooms.enter("scoreboard")
    house.rooms.start()
    assert house.player.mode == "idle"
    house.rooms.enter("glass")
    assert house.player.mode == "play"
    with pytest.raises(GlassError, match="rooms are"):
        house.rooms.enter("attic")
    settled(house)
