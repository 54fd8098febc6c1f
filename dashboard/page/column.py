"""The column of plots beside the map: one panel is open, its plots are made when they are looked at."""

import logging
from collections.abc import Callable, Iterable
from functools import partial

from ..found.finder import Bench
from ..look.words import describe
from ..moment.choices import Choices
from ..moment.moment import Moment
from ..panels import GROUPS, PANELS, Panel, View
from ..physics import GlassError
from ..wire.door import Ask, command
from ..wire.kinds import Key
from ..wire.lazy_plots import LateViews

log = logging.getLogger(__name__)


def in_order() -> list[type[Panel]]:
    """Every panel in the order of its tab."""
    groups = list(GROUPS)
    return sorted(PANELS.values(), key=lambda panel: (groups.index(panel.group), panel.order, panel.key))


class Column:
    """The panels of one session.

    Parameters
    ----------
    bench : Bench
        What their finders are given.
    ask : callable
        What their plots ask the session with.
    choices : Choices
        Which panel is open, and the theme.

    Attributes
    ----------
    late : LateViews
        Where their plots go.
    views : dict of str to View
        Those that have been made, by name.
    """

    def __init__(self, bench: Bench, ask: Ask, choices: Choices) -> None:
        self._choices = choices
        self.panels = {panel.key: panel(bench, ask) for panel in in_order()}
        self._plots = {key: [name for card in panel.cards for name in card.plots] for key, panel in self.panels.items()}
        makers: dict[str, Callable[[], View]] = {
            name: partial(make, ask)
            for panel in self.panels.values()
            for card in panel.cards
            for name, make in card.plots.items()
        }
        self.late: LateViews[View] = LateViews(makers)
        self.views: dict[str, View] = {}
        cards = [card for panel in self.panels.values() for card in panel.cards]
        self._unopened = {plot for card in cards for plot in list(card.tabs)[1:]}
        self._failed: dict[str, str] = {}  # what each panel has said last, where it failed
        self._looked_at: Panel | None = None

    @property
    def open(self) -> Panel:
        """The panel that is open."""
        return self.panels[self._choices.plots]

    @command("panel")
    def show(self, key: Key) -> None:
        """Open a panel.

        Parameters
        ----------
        key : str
            Its key.

        Raises
        ------
        GlassError
            There is no such panel.
        """
        if key not in self.panels:
            raise GlassError(f"the panels are {', '.join(self.panels)}; there is no {key!r}")
        self._choices.plots = key

    @command("tab")
    def open_tab(self, plot: Key) -> None:
        """Make a plot that stands in a tab which is opened for the first time.

        Parameters
        ----------
        plot : str
            Its name.

        Raises
        ------
        GlassError
            There is no such plot.
        """
        if not any(plot in plots for plots in self._plots.values()):
            raise GlassError(f"there is no plot {plot!r} to open a tab of")
        self._unopened.discard(plot)

    @command("finding", with_glass=True)
    def finding(self, what: Key, stop: bool) -> None:
        """Call off what a panel waits for, or take it up again.

        Parameters
        ----------
        what : str
            Key of the panel.
        stop : bool
            Whether to call it off.

        Raises
        ------
        GlassError
            There is no such panel.
        """
        if what not in self.panels:
            raise GlassError(f"no panel {what!r} waits for anything; they are {', '.join(self.panels)}")
        panel = self.panels[what]
        panel.rest() if stop else panel.again()

    def results(self) -> dict[type, object]:
        """The newest of all that the panels have found, by what it is."""
        return {kind: finder.newest() for panel in self.panels.values() for kind, finder in panel.finders.items()}

    def look(self, moment: Moment) -> None:
        """Ask for what the open panel needs; what nobody looks at is left.

        Parameters
        ----------
        moment : Moment
            What is shown.
        """
        looked_at = self.open if moment.choices.room == "glass" else None
        if self._looked_at is not None and self._looked_at is not looked_at:
            self._looked_at.leave()
        self._looked_at = looked_at
        if looked_at is not None:
            looked_at.look(moment)

    def prepare(self) -> None:
        """Make the plots of the open panel, in any thread, before they are looked at; what fails is told by `make`."""
        self.late.make(self._opened(self.open))

    def make(self) -> None:
        """Make the plots of the open panel, where they are looked at for the first time.

        A panel that fails says so in its own place: the map and the run go on.
        """
        if self.open.key in self._failed:
            return
        try:
            self.views |= self.late.open(self._opened(self.open), self._choices.dark)
        except Exception as error:
            self._note(self.open, error)

    def draw(self, moment: Moment) -> dict:
        """Draw a moment into the plots of the open panel.

        Parameters
        ----------
        moment : Moment
            What to show.

        Returns
        -------
        dict
            What the page shows of it: "shown" (its key), "head", "progress" and "cards", see `Panel`.
        """
        panel = self.open
        choices = [vars(choice) | {"value": getattr(moment.choices, choice.name)} for choice in panel.choices]
        head, progress, cards = self._drawn(panel, moment)
        return {"shown": panel.key, "head": {"choices": choices, **head}, "progress": progress, "cards": cards}

    def _drawn(self, panel, moment):
        """Head, progress and cards of a panel; what went wrong on each of its cards, where something did."""
        names = self._opened(panel)
        if all(name in self.views for name in names):
            try:
                return panel.head(moment), panel.progress(moment), panel.draw(moment, {n: self.views[n] for n in names})
            except Exception as error:
                self._note(panel, error)
        blank = {"blank": True, "instead": f"This could not be drawn: {self._failed[panel.key]}"}
        return {}, {}, {card.key: blank for card in panel.cards}

    def _opened(self, panel):
        return [name for name in self._plots[panel.key] if name not in self._unopened]

    def _note(self, panel, error):
        said = describe(error)
        if self._failed.get(panel.key) != said:  # it is drawn several times a second
            log.error("The panel %r failed", panel.key, exc_info=error)
        self._failed[panel.key] = said

    def restyle(self, dark: bool) -> None:
        """Give every plot the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        for view in self.views.values():
            view.restyle(dark)

    def close(self) -> None:
        """End what is under way."""
        for panel in self.panels.values():
            panel.close()


def tabs() -> Iterable[dict]:
    """The tabs above the plots, for the page's template: each group with its panels."""
    panels = in_order()
    return [
        {"key": key, "label": label, "panels": [panel for panel in panels if panel.group == key]}
        for key, label in GROUPS.items()
    ]
