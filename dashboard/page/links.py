"""Links: the address of what is shown, and what is shown of an address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

from ..gallery.entries import Entry
from ..gallery.glasses import Glasses
from ..gallery.recipes import recipe_in
from ..map.camera import Camera
from ..moment.choices import ROOMS, WITHOUT_GLASS, Choices
from ..moment.colour_range import Ranges
from ..moment.declared import changeable, with_parameter
from ..panels import PANELS
from ..physics import Glass, GlassError, Indicator
from ..run.history import History
from ..run.player import Player
from ..run.replay import Replay, Stretch
from ..wire.door import Ask, command
from ..wire.kinds import AtMost, brief
from ..wire.wire import Wire
from .address import BESIDES, LONGEST, OF_INDICATOR, OF_SCORES, Spot, named, read, value_of, written
from .here import Here

OF_GLASS = ("threshold", "log")
"""Choices that are forgotten as another glass comes."""


class Links:
    """Writes the address of a session, and goes where one leads.

    Parameters
    ----------
    here : Here
        Where the page is.
    choices, indicators, ranges : Choices, dict of str to Indicator, Ranges
        What is chosen.
    history, player, replay : History, Player, Replay
        The run, and who shears it anew.
    camera : Camera
        What is seen of it.
    glasses : Glasses
        Those on offer.
    wire : Wire
        To the page.
    begin : callable
        Begins a run with a glass, by its name.
    ask : callable
        Asks the session for a command.
    """

    def __init__(
        self,
        here: Here,
        choices: Choices,
        indicators: dict[str, Indicator],
        ranges: Ranges,
        history: History,
        player: Player,
        replay: Replay,
        camera: Camera,
        glasses: Glasses,
        wire: Wire,
        begin: Callable[[Glass, str], None],
        ask: Ask,
    ) -> None:
        self._here, self._choices, self._indicators, self._ranges = here, choices, indicators, ranges
        self._history, self._player, self._replay, self._camera = history, player, replay, camera
        self._glasses, self._wire, self._begin, self._ask = glasses, wire, begin, ask
        self._pending = Spot()
        self._expected: Spot | None = None  # waits for a glass that is being prepared
        self._due = False
        choices.param.watch(lambda *_: self._show_soon(), ["room", "plots", "glass", "indicator", *OF_SCORES])

    # written ---------------------------------------------------------------------------------------------------

    def words(self) -> dict[str, object]:
        """What the page needs for its address.

        Returns
        -------
        dict
            "query"; whether the run "rests", for while it plays its path is in no address; "label" of the glass, and
            whether it is the session's "own", a file that others are asked for; and "names", all words of an address.
        """
        return {
            "query": written(self._here.spot()),
            "rests": self._player.mode == "idle" and self._replay.goal is None,
            "label": self._history.label,
            "own": self._here.own and self._here.recipe is None,
            "names": [*BESIDES, *named(self._choices)],
        }

    def _show_soon(self):
        if not self._due:
            self._due = True
            self._wire.later(self._show)

    def _show(self):
        self._due = False
        self._wire.show(address=self.words())

    # read ------------------------------------------------------------------------------------------------------

    def open(self, query: str) -> tuple[Entry, Glass] | None:
        """What a page begins with: choices are made, and the glass is returned.

        Parameters
        ----------
        query : str
            Of its address.

        Returns
        -------
        Entry, Glass or None
            The glass; None where the library has none.
        """
        first = self._glasses.first()
        self._here.first = "" if first is None else first[0].key
        spot, problems = read(query, self._choices)
        found = self._glass(spot.glass, problems) if spot.glass else None
        self._choose(spot, problems)
        lost = (spot.glass and found is None) or (spot.recipe and not self._can_be_prepared(spot.recipe, problems))
        self._pending = replace(spot, path=(), view=None, recipe="") if lost or spot.file else spot
        self._tell(problems)
        self._ask_for_file(spot)
        return found or first

    def arrive(self) -> None:
        """The glass of the address is there, as cast."""
        self._look(self._pending)

    def enter(self) -> None:
        """The first picture is drawn: from now on the room of the address is seen."""
        if self._pending.room:
            self._choices.room = self._pending.room
        self._show()

    def start(self) -> bool:
        """Shear that glass to where the address leads; whether it leads anywhere."""
        spot = self._pending
        if spot.recipe:
            self._prepare(spot)
        elif spot.path:
            self._again(spot.path)
            return True
        return False

    def play(self) -> None:
        """A glass has come: it plays, or is sheared to where the address that asked for it leads."""
        spot = self._expected
        if spot is not None and self._has_come(spot):
            self._expected = None
            self._look(spot)
            if spot.path:
                self._again(spot.path)
                return
        self._player.play()

    def _has_come(self, spot):
        """Whether the glass that is shown is the one that is waited for."""
        if spot.file:
            return spot.file.partition(",")[0] == self._glasses.entry(self._choices.glass).fingerprint
        return self._here.recipe is not None and self._here.recipe.word() == spot.recipe

    def _ask_for_file(self, spot):
        if spot.file and not self._opened(spot.file):
            self._expected = spot
            digest, _, name = spot.file.partition(",")
            self._wire.notify(
                f"This link is of {name}, a file that is not here (checksum {digest}): open it, and it is sheared to "
                "where the link leads. Until then this is another glass."
            )

    def _opened(self, file):
        """Key of a glass of this session with a checksum; empty where there is none."""
        digest = file.partition(",")[0]
        own = (each for each in self._glasses.entries if each.recipe is None)
        return next((each.key for each in own if digest and each.fingerprint == digest), "")

    def _prepare(self, spot):
        recipe = recipe_in(spot.recipe)
        self._expected = replace(spot, recipe=recipe.word())
        self._ask("prepare", form=0, **vars(recipe))

    @command("address", weight=20.0)
    def go(self, query: Annotated[str, AtMost(LONGEST)]) -> None:
        """Go where an address of this page leads: back, or forth.

        Parameters
        ----------
        query : str
            Without its question mark.
        """
        spot, problems = read(query, self._choices)
        self.visit(spot, problems)

    def visit(self, spot: Spot, problems: list[str], anew: bool = False) -> None:
        """Go to a spot.

        Parameters
        ----------
        spot : Spot
            What is to be shown.
        problems : list of str
            What was not understood of it; the reader is told.
        anew : bool
            Whether a run is begun also where the glass is the one that is shown.
        """
        here = self._made_by(spot.recipe) or self._opened(spot.file)
        key = here or spot.glass or self._here.first
        loads = [leg.load for leg in self._history.legs]
        made = not spot.recipe or bool(self._made_by(spot.recipe))
        stays = key == self._choices.glass or bool(spot.file and not here)  # until that is opened
        found = None
        if made and (anew or not stays):
            found = self._glass(self._choices.glass if stays else key, problems)
        self._choose(spot, problems)
        if not made and self._can_be_prepared(spot.recipe, problems):
            self._prepare(spot)
        if found is not None:
            entry, glass = found
            self._choices.glass = entry.key
            self._begin(glass, entry.label)
        self._look(spot)
        if found is not None:
            self._again(spot.path) if spot.path else self._player.play()
        elif spot.path and [each.load for each in spot.path] == loads:
            self._seek(spot.path[-1].strain)
        room = spot.room or next(iter(ROOMS))
        if room != self._choices.room or room in WITHOUT_GLASS:
            self._ask("room", name=room)
        self._tell(problems)
        self._ask_for_file(spot)

    def _made_by(self, word):
        """Key of the glass that was prepared by a recipe on this page; empty where there is none."""
        made = (each.key for each in self._glasses.entries if each.recipe is not None and each.recipe.word() == word)
        return next(made, "") if word else ""

    @staticmethod
    def _can_be_prepared(word, problems):
        try:
            recipe_in(word).in_words()
        except GlassError as error:
            problems.append(str(error))
            return False
        return True

    def _glass(self, key, problems):
        try:
            entry = self._glasses.entry(key)
            return entry, entry.load()
        except GlassError as error:
            problems.append(str(error))
            return None

    def _again(self, path):
        history, player = self._history, self._player
        if history.glass is not None:
            player.load(history.glass, history.label, path[0].load, self._choices.max_strain, history.key)
            self._replay.begin(path)

    def _seek(self, strain):
        history = self._history
        with history.lock:
            first = history.legs[-1].first_row
            path = history.rows.path[first] + abs(strain - history.rows.strain[first])
            head = history.head
            beyond = path > history.rows.path[-1] + 1e-12
        if beyond:
            self._player.seek(head)
            self._replay.begin([Stretch(history.legs[-1].load, strain)])
        else:
            self._player.seek(history.row_at(path))

    def _choose(self, spot, problems):
        """Every choice as an address says, those that it does not name as at first."""
        choices = self._choices
        for name in named(choices):
            if name in OF_SCORES and name not in spot.choices:
                continue
            wanted = spot.choices.get(name, choices.param[name].default)
            if getattr(choices, name) != wanted:
                try:
                    setattr(choices, name, wanted)
                except ValueError:
                    problems.append(f"{name} cannot be {brief(wanted)}")
                if name == "indicator":
                    self._ranges.forget()
        self._choose_parameters(spot, problems)
        beside, plots = self._here.at_first
        strange = set(spot.beside) - set(self._indicators)
        choices.beside = list(spot.beside) if len(spot.beside) == len(beside) and not strange else list(beside)
        choices.plots = spot.plots if spot.plots in PANELS else plots
        if (spot.beside and choices.beside != list(spot.beside)) or (spot.plots and choices.plots != spot.plots):
            problems.append("some of its maps or plots are not known here")

    def _look(self, spot):
        """What belongs to one glass, and is forgotten as another one comes: its colours, and what is seen of it."""
        choices, glass = self._choices, self._history.glass
        low, high = spot.span or (None, None)
        choices.param.update(low=low, high=high, **{name: spot.choices.get(name) for name in OF_GLASS})
        there = glass is not None and spot.picked is not None and 0 <= spot.picked < glass.n_particles
        choices.picked = spot.picked if there else None
        self._camera.look_at(spot.view)

    def _choose_parameters(self, spot, problems):
        key = self._choices.indicator
        indicator = type(self._indicators[key])()
        for name, word in spot.parameters.items():
            try:
                declared = changeable(indicator).get(name)
                value = word if declared is None else value_of(declared, name, word)
                indicator = with_parameter(indicator, name, value)
            except (ValueError, GlassError):
                problems.append(f"{OF_INDICATOR}{name} cannot be {brief(word)}")
        self._indicators[key] = indicator

    def _tell(self, problems):
        if problems:
            words = "; ".join(problems[:4])
            self._wire.notify(f"Not all of this link is understood: {words}. What it does not say is as at first.")

