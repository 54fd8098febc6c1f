"""The scoreboard of one session: it reads and judges ensembles in the background, and draws what is chosen."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import panel as pn
from bokeh.document import Document

from ..look.words import describe
from ..moment.choices import Choices
from ..moment.declared import with_parameters
from ..physics import INDICATORS, GlassError, Indicator
from ..run.background import Background
from ..wire.door import Ask, command
from ..wire.kinds import FileName, Key, brief
from ..wire.lazy_plots import place_for
from ..wire.received import LARGEST, Content, content_of
from ..wire.wire import Wire
from .board import Board, first_pick
from .judged import Scored
from .plots import NOTHING, PLOTS, ScoreboardView
from .result_sets import ResultSet, opened, shipped

Outcome = TypeVar("Outcome")


class Scoreboard:
    """Result sets on offer in one session, and what is shown of them.

    Parameters
    ----------
    wire : Wire
        To the page.
    document : Document
        The Bokeh document of the session, in which the plots are.
    choices : Choices
        Where it is kept which set is shown, and which indicator is picked.
    indicators : dict of str to Indicator
        Those of the session by their keys; one that goes to the map is put in.
    ask : callable
        Asks the session for a command.

    Attributes
    ----------
    sets : list of ResultSet
        Those opened in this session, then the shipped ones in their order.
    panes : dict
        Where its plots go, by their name on the page; they are made when the room is entered for the first time.
    """

    def __init__(
        self, wire: Wire, document: Document, choices: Choices, indicators: dict[str, Indicator], ask: Ask
    ) -> None:
        self._wire, self._document, self._choices = wire, document, choices
        self._indicators, self._ask = indicators, ask
        self.view: ScoreboardView | None = None
        self.panes = {name: place_for(name) for name in PLOTS}
        self.sets: list[ResultSet] = []
        self._scored: dict[str, Scored] = {}
        self._reading: list[str] = []
        self._drawn = ""
        self._n_opened = 0
        self._problems: list[str] = []

    def enter(self) -> None:
        """The room was entered: at the first time its plots are made and the shipped sets are read."""
        if self.view is None:
            self._begin("reading the results", shipped, self._listed, self._not_listed)
            self.view = ScoreboardView(self._clicked)
            self.restyle(self._choices.dark)
            for name, view in self.view.views.items():
                self.panes[name].children = [view.figure]
        elif self.sets:
            self._show_chosen()
        self.draw()

    def _clicked(self, name):
        """A plot that is clicked as another set arrives may name what that set has not: then nothing was picked."""
        if self._shows(name):
            self._ask("judged", name=name)

    def _shows(self, name):
        shown = self._scored.get(self._drawn)
        return shown is not None and shown.of(name) is not None

    def restyle(self, dark: bool) -> None:
        """Give the plots the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        if self.view is not None:
            for view in self.view.views.values():
                view.restyle(dark)
            self.draw()

    # what the user does ----------------------------------------------------------------------------------------

    @command("results")
    def choose(self, key: Key) -> None:
        """Show a set.

        Parameters
        ----------
        key : str
            Its key.
        """
        self._choices.result = self._set(key).key
        if self._choices.against == key:
            self._choices.against = ""
        self._judge(key)

    @command("against")
    def compare(self, key: Key) -> None:
        """Compare with another set.

        Parameters
        ----------
        key : str
            Its key; empty for none.
        """
        self._choices.against = self._set(key).key if key else ""
        self._judge(key) if key else self.draw()

    @command("judged")
    def pick(self, name: Key) -> None:
        """Pick an indicator.

        Parameters
        ----------
        name : str
            Its name in the set.
        """
        if not self._shows(name):
            raise GlassError(f"there is no indicator {name!r} in this set")
        self._choices.judged = name
        self.draw()

    @command("show_judged")
    def show(self) -> None:
        """Show the picked indicator on the map, with the parameters that it has in the set."""
        shown = self._scored.get(self._drawn)
        judged = shown and shown.of(self._choices.judged)
        if not judged or judged.key not in INDICATORS:
            raise GlassError("choose an indicator that this version knows")
        self._indicators[judged.key] = with_parameters(INDICATORS[judged.key], judged.parameters)
        self._ask("set", name="indicator", value=judged.key)
        self._ask("room", name="glass")

    @command("open_results", weight=20.0)
    def open(self, name: FileName, data: Content) -> None:
        """Open a file that arrived from the page.

        Parameters
        ----------
        name : str
            The file's name.
        data : str
            Its content, in base 64.
        """
        content = content_of(name, data)
        if len(content) > LARGEST:
            raise GlassError(f"{name} is larger than {LARGEST // 2**20} MB; read it in Python instead")
        if self._reading:
            raise GlassError("other results are being read; wait for them")
        self._n_opened += 1
        key, name = f"own-{self._n_opened}", Path(name).name

        def done(result):
            self.sets.insert(0, result)
            self.choose(key)

        def failed(error):
            self._wire.notify(f"{name} was not opened: {describe(error)}. The scoreboard is untouched.")

        self._begin(f"reading {name}", lambda: opened(key, name, content), done, failed)
        self.draw()

    # reading ---------------------------------------------------------------------------------------------------

    def _set(self, key):
        result = next((result for result in self.sets if result.key == key), None)
        if result is None:
            raise GlassError(f"there are no results {key!r}")
        return result

    def _begin(
        self,
        words: str,
        work: Callable[[], Outcome],
        done: Callable[[Outcome], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Work in the background; its end is dealt with on the document's own thread."""
        self._reading.append(words)

        def ended(outcome: Outcome | None, error: Exception | None) -> None:
            self._reading.remove(words)
            if error is not None:
                failed(error)
            elif outcome is not None:
                done(outcome)
            self.draw()

        Background(
            lambda _: work(),
            lambda _: None,
            lambda _, outcome, error: self._wire.later(lambda: ended(outcome, error)),
        )

    def _listed(self, sets_and_problems):
        sets, self._problems = sets_and_problems
        self.sets += sets
        if self.sets:
            self._show_chosen()

    def _show_chosen(self):
        """See to what is chosen, which an address may have done; where that is not there, to the first set."""
        choices, known = self._choices, {each.key for each in self.sets}
        lacking = [key for key in (choices.result, choices.against) if key and key not in known]
        if lacking:
            self._wire.notify(f"There are no results {', '.join(map(brief, lacking))} here: these are others.")
        choices.against = choices.against if choices.against in known else ""
        self.choose(choices.result if choices.result in known else self.sets[0].key)
        if choices.against:
            self.compare(choices.against)

    def _not_listed(self, error):
        self._wire.notify(f"The results cannot be read: {describe(error)}")

    def _judge(self, key):
        """See to it that a set is judged; it is drawn when it is."""
        if key in self._scored:
            self.draw()
            return
        result = self._set(key)

        def done(scored):
            self._scored[key] = scored

        def failed(error):
            self._leave(key)
            self._wire.notify(f"{result.title} cannot be shown: {describe(error)}")

        self._begin(f"judging {result.title}", result.scored, done, failed)
        self.draw()

    def _leave(self, key):
        """Go back from a set that cannot be shown to one that can."""
        if self._choices.result == key:
            self._choices.result = next(iter(self._scored), "")
        if self._choices.against == key:
            self._choices.against = ""

    # drawing ---------------------------------------------------------------------------------------------------

    def board(self) -> Board | None:
        """What the plots show, the set before until the chosen one is judged; None before there is any."""
        choices = self._choices
        self._drawn = choices.result if choices.result in self._scored else self._drawn
        shown = self._scored.get(self._drawn)
        if shown is None:
            return None
        picked = choices.judged if shown.of(choices.judged) else first_pick(shown)
        choices.judged = picked
        return Board(shown, self._scored.get(choices.against), picked, choices.dark)

    def draw(self) -> None:
        """Draw what is chosen, on the document's own thread."""
        board = self.board()
        if self.view is None:
            return
        with pn.io.hold(self._document):
            words = {} if board is None else self.view.update(board)
            self._wire.show(scoreboard=words | self._about(board))

    def _about(self, board):
        if self._reading:
            words = f"{self._reading[-1]}…"
        elif board is None:
            words = " ".join([*self._problems, NOTHING])
        else:
            words = " ".join(self._problems)
        return {
            "sets": [{"key": result.key, "label": result.title} for result in self.sets],
            "chosen": self._choices.result,
            "against": self._choices.against,
            "ready": board is not None,
            "busy": bool(self._reading),
            "words": f"{words[:1].upper()}{words[1:]}",
        }
