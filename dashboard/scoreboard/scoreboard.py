"""The scoreboard of one session: it reads and judges ensembles in the background, and draws what is chosen."""

import contextlib
from pathlib import Path
from typing import Any

import panel as pn

from ..gallery.uploads import LARGEST, content_of
from ..look.words import describe
from ..physics import INDICATORS, GlassError
from ..run.background import Background
from .board import Board, first_pick
from .judged import Scored, parameters_now
from .plots import NOTHING, PLOTS, ScoreboardView
from .result_sets import ResultSet, opened, shipped

ASKS = frozenset({"choose", "compare", "pick", "open", "show"})
"""What the page may ask of the scoreboard."""


class Scoreboard:
    """Result sets on offer in one session, and what is shown of them.

    Parameters
    ----------
    session : Session
        Whose scoreboard it is.

    Attributes
    ----------
    sets : list of ResultSet
        Those opened in this session, then the shipped ones in their order.
    panes : dict
        Where its plots go, by their name on the page; they are made when the room is entered for the first time.
    """

    def __init__(self, session: Any) -> None:
        self.session = session
        self.view: ScoreboardView | None = None
        self.panes = {name: pn.pane.Bokeh(None, sizing_mode="stretch_both", theme=None) for name in PLOTS}
        self.sets: list[ResultSet] = []
        self._scored: dict[str, Scored] = {}
        self._reading: list[str] = []
        self._drawn = ""
        self._opened = 0
        self._problems: list[str] = []

    def enter(self) -> None:
        """The room was entered: at the first time its plots are made and the shipped sets are read."""
        if self.view is None:
            self._begin("reading the results", lambda _: shipped(), self._listed)
            self._build()
        self.draw()

    def _build(self):
        self.view = ScoreboardView(self._pick_safely)
        self.restyle(self.session.state.dark)
        for name, view in self.view.views.items():
            self.panes[name].object = view.figure

    def _pick_safely(self, name):
        """A plot that is clicked as another set arrives may name what that set has not."""
        with contextlib.suppress(GlassError):
            self.pick(name)

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

    def act(self, what: str, **arguments: Any) -> None:
        """Do what the page asks.

        Parameters
        ----------
        what : str
            One of `ASKS`, a method of this object.
        **arguments
            Its arguments.

        Raises
        ------
        GlassError
            It cannot be done.
        """
        if what not in ASKS:
            raise GlassError(f"the scoreboard cannot {what!r}")
        getattr(self, what)(**arguments)

    # what the user does ----------------------------------------------------------------------------------------

    def choose(self, key: str) -> None:
        """Show a set.

        Parameters
        ----------
        key : str
            Its key.
        """
        state = self.session.state
        state.result = self._set(key).key
        if state.against == key:
            state.against = ""
        self._judge(key)

    def compare(self, key: str) -> None:
        """Compare with another set.

        Parameters
        ----------
        key : str
            Its key; empty for none.
        """
        self.session.state.against = self._set(key).key if key else ""
        self._judge(key) if key else self.draw()

    def pick(self, name: str) -> None:
        """Pick an indicator.

        Parameters
        ----------
        name : str
            Its name in the set.
        """
        shown = self._scored.get(self._drawn)
        if shown is None or shown.of(name) is None:
            raise GlassError(f"there is no indicator {name!r} in this set")
        self.session.state.judged = name
        self.draw()

    def show(self) -> None:
        """Show the picked indicator on the map, with the parameters that it has in the set."""
        session = self.session
        shown = self._scored.get(self._drawn)
        judged = shown and shown.of(session.state.judged)
        if not judged or judged.key not in INDICATORS:
            raise GlassError("choose an indicator that this version knows")
        kind = INDICATORS[judged.key]
        session.indicators[judged.key] = kind(**parameters_now(judged))
        session.actions({"do": "set", "name": "indicator", "value": judged.key})
        session.rooms.enter("glass")

    def open(self, name: str, data: str) -> None:
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
        self._opened += 1
        key = f"own-{self._opened}"

        def done(found, error):
            if error is not None:
                self.session.notify(
                    f"{Path(name).name} was not opened: {describe(error)}. The scoreboard is untouched."
                )
            else:
                self.sets.insert(0, found)
                self.choose(key)

        self._begin(f"reading {Path(name).name}", lambda _: opened(key, name, content), done)
        self.draw()

    # reading ---------------------------------------------------------------------------------------------------

    def _set(self, key):
        found = next((each for each in self.sets if each.key == key), None)
        if found is None:
            raise GlassError(f"there are no results {key!r}")
        return found

    def _begin(self, words, work, done):
        """Work in the background; `done` is called with outcome and error on the document's own thread."""
        self._reading.append(words)

        def ended(outcome, error):
            self._reading.remove(words)
            done(outcome, error)
            self.draw()

        Background(work, lambda _: None, lambda _, outcome, error: self.session.later(lambda: ended(outcome, error)))

    def _listed(self, outcome, error):
        if error is not None:
            self.session.notify(f"The results cannot be read: {describe(error)}")
            return
        found, self._problems = outcome
        self.sets += found
        if self.sets and not self.session.state.result:
            self.choose(self.sets[0].key)

    def _judge(self, key):
        """See to it that a set is judged; it is drawn when it is."""
        if key in self._scored:
            self.draw()
            return
        found = self._set(key)

        def done(outcome, error):
            if error is not None:
                self._leave(key)
                self.session.notify(f"{found.title} cannot be shown: {describe(error)}")
            else:
                self._scored[key] = outcome

        self._begin(f"judging {found.title}", lambda _: found.scored(), done)
        self.draw()

    def _leave(self, key):
        """Go back from a set that cannot be shown to one that can."""
        state = self.session.state
        if state.result == key:
            state.result = next(iter(self._scored), "")
        if state.against == key:
            state.against = ""

    # drawing ---------------------------------------------------------------------------------------------------

    def board(self) -> Board | None:
        """What the plots show, the set before until the chosen one is judged; None before there is any."""
        state = self.session.state
        self._drawn = state.result if state.result in self._scored else self._drawn
        shown = self._scored.get(self._drawn)
        if shown is None:
            return None
        picked = state.judged if shown.of(state.judged) else first_pick(shown)
        state.judged = picked
        return Board(shown, self._scored.get(state.against), picked, state.dark)

    def draw(self) -> None:
        """Draw what is chosen, on the document's own thread."""
        session, board = self.session, self.board()
        if self.view is None:
            return
        with pn.io.hold(session.document):
            words = {} if board is None else self.view.update(board)
            session.bridge.show(scoreboard=words | self._about(board))

    def _about(self, board):
        state = self.session.state
        if self._reading:
            words = f"{self._reading[-1]}…"
        elif board is None:
            words = " ".join([*self._problems, NOTHING])
        else:
            words = " ".join(self._problems)
        return {
            "sets": [{"key": each.key, "label": each.title} for each in self.sets],
            "chosen": state.result,
            "against": state.against,
            "ready": board is not None,
            "busy": bool(self._reading),
            "words": f"{words[:1].upper()}{words[1:]}",
        }
