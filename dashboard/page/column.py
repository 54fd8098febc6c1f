"""The column of plots beside the map: one panel is open, its plots are made when they are looked at."""

from collections.abc import Callable, Iterable
from functools import partial

from ..found.finder import Bench
from ..moment.choices import Choices
from ..moment.moment import Moment
from ..panels import GROUPS, PANELS, Panel, View
from ..physics import GlassError
from ..wire.door import Ask, command
from ..wire.kinds import Key
from ..wire.lazy_plots import LateViews


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

    def make(self) -> None:
        """Make the plots of the open panel, where they are looked at for the first time."""
        self.views |= self.late.open(self._plots[self.open.key], self._choices.dark)

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
        return {
            "shown": panel.key,
            "head": {"choices": choices, **panel.head(moment)},
            "progress": panel.progress(moment),
            "cards": panel.draw(moment, {name: self.views[name] for name in self._plots[panel.key]}),
        }

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
