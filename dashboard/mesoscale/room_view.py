"""The maps and plots of the room: each is made when the room is entered for the first time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ..fields.field import Field
from ..map.camera import Camera
from ..map.map import MapView
from ..moment.moment import Moment
from ..wire.door import Ask
from ..wire.lazy_plots import LateViews, View
from .activity import Activity
from .lattice_run import LatticeMoment
from .lattice_view import LatticeView
from .plots import block, stresses, widths
from .seeding import Seeding
from .shown import Shown, of_glass, of_lattice

PLOTS = ("meso", "lattice", "meso_stress", "meso_width", "meso_block")
"""Names of maps and plots on the page."""


@dataclass(frozen=True, eq=False)
class RoomState:
    """What the room has beside the moment of the glass.

    Attributes
    ----------
    seeding : Seeding or None
        What the lattice is made of; None while that is measured.
    activity : Activity or None
        Of the glass.
    lattice : LatticeMoment or None
        The lattice.
    picked : int or None
        The block whose past is shown.
    playing, stuck : bool
        Whether the lattice goes on by itself, and whether it cannot go on.
    """

    seeding: Seeding | None
    activity: Activity | None
    lattice: LatticeMoment | None
    picked: int | None
    playing: bool
    stuck: bool


class RoomView:
    """Draws the room.

    Parameters
    ----------
    camera : Camera
        What the map of the glass looks through.
    refresh : callable
        Called without arguments when that map has another size.
    ask : callable
        Asks the session for a command.

    Attributes
    ----------
    late : LateViews
        Where maps and plots go.
    shown : dict of str to Shown
        What the two maps show, "meso" and "lattice", where they show anything.
    """

    def __init__(self, camera: Camera, refresh: Callable[[], None], ask: Ask) -> None:
        makers: dict[str, Callable[[], View]] = {
            "meso": lambda: MapView(camera, refresh, lambda x, y: ask("pick", x=x, y=y), "meso", with_bonds=False),
            "lattice": lambda: LatticeView(lambda x, y: ask("block", x=x, y=y)),
            "meso_stress": stresses, "meso_width": widths, "meso_block": block,
        }  # fmt: skip
        self.late: LateViews[View] = LateViews(makers)
        self._views: dict[str, View] = {}
        self.shown: dict[str, Shown] = {}
        self._field = Field(None, 0.0)

    def draw(self, moment: Moment, state: RoomState, everything: bool) -> None:
        """Draw both maps; the plots, and other colours of the glass, only with everything.

        Parameters
        ----------
        moment : Moment
            Of the glass.
        state : RoomState
            The rest.
        everything : bool
            Whether all is drawn.
        """
        glass, lattice = (self._view(name, moment) for name in PLOTS[:2])
        assert isinstance(glass, MapView)
        assert isinstance(lattice, LatticeView)
        self._draw_glass(glass, moment, state, everything)
        self._draw_lattice(lattice, moment, state)
        if everything:
            self._draw_plots(moment, state)

    def _draw_glass(self, view, moment, state, everything):
        seeding = state.seeding
        if seeding is None or seeding.error:
            self.shown.pop("meso", None)
            view.update(moment)
            return
        before = self.shown.get("meso")
        if everything or before is None:
            shown = self.shown["meso"] = of_glass(moment, seeding, state.activity)
            if before is None or not np.array_equal(before.values, shown.values):  # else it is not sent again
                self._field = Field(shown.values, moment.snapshot.strain)
        view.update(replace(moment, field=self._field, shading=self.shown["meso"].shading, marked=None))

    def _draw_lattice(self, view, moment, state):
        lattice, seeding, choices = state.lattice, state.seeding, moment.choices
        if lattice is None or seeding is None or seeding.error:
            self.shown.pop("lattice", None)
            view.clear()
            return
        shown = self.shown["lattice"] = of_lattice(lattice, seeding, choices)
        marked = moment.ringed if choices.lattice_of == "map" and choices.show_events else []
        frame, size = moment.snapshot.frame, len(lattice.stresses)
        cores = frame.positions[[event.core for event in marked]] @ np.linalg.inv(frame.cell) % 1.0 * size
        events = [(event.number, float(x), float(y)) for event, (x, y) in zip(marked, cores, strict=True)]
        view.update(shown.values, shown.shading, events, state.picked, choices.dark)

    def _view(self, name, moment):
        """One of the plots, which is made when it has something to show."""
        self._views |= self.late.open([name], moment.choices.dark)
        return self._views[name]

    def _draw_plots(self, moment, state):
        lattice, activity, history, nothing = state.lattice, state.activity, moment.history, (np.empty(0), np.empty(0))
        last = history.legs[1].first_row if len(history.legs) > 1 else history.head
        glass = history.curve(0, min(last, moment.snapshot.row))
        curve = nothing if lattice is None else lattice.record.curve()
        self._view("meso_stress", moment).update(accent=glass, event=curve)
        if has_widths(state):
            own = nothing if activity is None else activity.until(moment.snapshot.strain)
            found = nothing if lattice is None else lattice.record.widths()
            self._view("meso_width", moment).update(accent=own, event=found)
        if lattice is not None and state.picked is not None:
            strains, bore, bears = lattice.record.block(state.picked)
            self._view("meso_block", moment).update(event=(strains, bore), third=(strains, bears))

    def restyle(self, dark: bool) -> None:
        """Give everything the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        for view in self._views.values():
            view.restyle(dark)


def has_widths(state: RoomState) -> bool:
    """Whether there is any band to show the width of.

    Parameters
    ----------
    state : RoomState
        What there is.
    """
    counted = state.activity is not None and len(state.activity.counts) > 0
    return counted or (state.lattice is not None and len(state.lattice.record.widths()[0]) > 0)
