"""One session: it owns state, store and threads, takes the page's commands and pushes moments to the views."""

import contextlib
import threading
import time
from functools import partial
from typing import Any

import panel as pn
from bokeh.document import Document

from .fields.arrows import MODE
from .fields.field import all_indicators
from .fields.fields import Fields
from .found.band import BandFinder
from .found.strength_finder import StrengthFinder
from .found.surroundings import SurroundingsFinder
from .found.vibrations import PATIENCE as PROGRESS_AFTER
from .found.vibrations import Spectra
from .found.voronoi import CellFinder
from .gallery.arrivals import Arrivals
from .gallery.glasses import Glasses
from .gallery.recipes import recipes
from .look.words import describe
from .map.camera import Camera
from .map.map import MapView
from .map.side_by_side import NAMES as SIDE
from .map.side_by_side import SideView
from .moment.choices import WITHOUT_GLASS, State
from .moment.colour_range import Ranges
from .moment.looking import give_strength, moment_of, want_of, wants_band, wants_spectrum, wants_surroundings
from .moment.moment import Moment
from .page.commands import Actions
from .page.panels import Panels
from .page.rooms import Rooms
from .panels.strength.words import NAMES as STRENGTH_PLOTS
from .panels.strength.words import make as make_strength
from .panels.surroundings.plots import NAMES as SURROUNDINGS
from .panels.surroundings.plots import make as make_surroundings
from .physics import Load
from .run.history import Store
from .run.player import Runner
from .scoreboard.scoreboard import Scoreboard
from .wire.bridge import Bridge
from .wire.lazy_plots import LateViews
from .wire.rates import Rates

FRAME = 1.0 / 30.0
"""Shortest time between two pushes, seconds."""

PANELS = 0.3
"""Shortest time between two pushes of everything beside the map, seconds, while the run plays: text and axes cost the
browser more than the map, and nobody reads them more often."""

PATIENCE = 5.0
"""Seconds after which a push that was never acknowledged no longer holds back the next."""


class Session:
    """Everything that belongs to one page.

    Parameters
    ----------
    document : Document
        The Bokeh document of the session.
    dark : bool
        Theme to begin with.
    """

    def __init__(self, document: Document, dark: bool) -> None:
        self.document = document
        self.closed = False
        self.greeted = False
        """Whether the page has the document and has said hello; what is sent while it loads would be lost."""
        self.state = State(dark=dark)
        self.store = Store()
        self.indicators = all_indicators()
        self._pending = threading.Lock()
        self._pushed_at = 0.0
        self._painted = 0
        self._panels_at = 0.0
        self._panels_due = False
        self._asked = False
        self._wanted = False
        self.rates = Rates()
        self.ranges = Ranges(self.state)
        self.camera = Camera(self.refresh)
        self.map = MapView(self.camera, self.refresh, self._tapped)
        self.side = SideView(self.camera, self.refresh, self._tapped)
        self.panels = Panels(self.go_to_event, self.show_mode)
        self.scoreboard = Scoreboard(self)
        self.rooms = Rooms(self)
        makers = {name: partial(self.side.make, name) for name in SIDE}
        makers |= {name: partial(make_surroundings, name) for name in SURROUNDINGS}
        makers |= {name: partial(make_strength, name) for name in STRENGTH_PLOTS}
        self.late = LateViews(makers)
        self.views = {"map": self.map, **self.panels.views}
        self.runner = Runner(self.store, self.refresh, self._failed)
        self.fields = Fields(self.store, self.refresh)
        self.runner.outruns = self.fields.outrun
        self.surroundings = SurroundingsFinder(self.store, self.answer, self._surroundings_failed)
        self.strengths = StrengthFinder(self.store, self.answer, self._strength_failed)
        self.bands = BandFinder(self.store, self.answer, self._band_failed)
        self.cells = CellFinder(self.store, self.refresh, self._cells_failed)
        self.spectra = Spectra(self.store, self.answer, self._spectrum_failed)
        self.glasses = Glasses(self)
        self.arrivals = Arrivals(self)
        self.actions = Actions(self)
        self.bridge = Bridge(self.actions, recipes=recipes())
        self.state.param.watch(lambda _: self.restyle(), "dark")
        self.restyle()

    # life ------------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Load the first glass of the gallery and draw it, so that the page arrives with particles on it."""
        first, glass = self.glasses.first()
        if first is not None:
            self.state.glass = first.key
            self.begin(glass, first.label)
        self._push()

    def begin(self, glass: Any, label: str) -> None:
        """Begin a run with a glass as cast under the chosen load.

        Parameters
        ----------
        glass : Glass
            The glass.
        label : str
            Its name.
        """
        self.state.param.update(picked=None, low=None, high=None, threshold=None, since=0)
        self.ranges.forget()
        self.camera.home()
        self.runner.load(glass, label, self.chosen_load(), self.state.max_strain)

    def chosen_load(self) -> Load:
        """The load that the controls say."""
        state = self.state
        return Load(state.load, 0.0 if state.load == "dilation" else state.angle, state.sign)

    def close(self) -> None:
        """End the threads."""
        self.closed = True
        self.runner.close()
        self.fields.close()
        self.spectra.close()
        self.surroundings.close()
        self.strengths.close()
        self.arrivals.close()

    # pushing ---------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for a push, from any thread; at most one is ever pending."""
        if self.closed or not self._pending.acquire(blocking=False):
            self._wanted = True
            return
        try:
            self.document.add_next_tick_callback(self._tick)
        except AttributeError:  # the document is being taken down under a thread that has not heard of it yet
            self._pending.release()

    def _tick(self):
        self._pending.release()
        self._wanted = True
        if self.closed or not self._connected():
            return
        now = time.monotonic()
        held = self.bridge.push != self._painted and now - self._pushed_at < PATIENCE
        if held:
            return  # the browser is still painting; its acknowledgement brings us back
        early = self._pushed_at + FRAME - now
        if early > 0.0:
            if self._pending.acquire(blocking=False):
                self.document.add_timeout_callback(self._tick, max(1, int(1000 * early)))
            return
        self._push()

    def _connected(self):
        """Whether a browser is there to be pushed to; a page that was closed leaves its session for a moment.

        BokehJS drops patches that come before it has the document, also those that the document does not yet have.
        """
        session = getattr(self.document.session_context, "session", None)
        return session is None or (self.greeted and session.connection_count > 0)

    def painted(self, push: int) -> None:
        """Open the gate: the browser has painted a push.

        Parameters
        ----------
        push : int
            Its number.
        """
        self._painted = push
        self.rates.painted(self._pushed_at)
        if self._wanted:
            self.refresh()

    def answer(self) -> None:
        """Ask for a push of everything: the user has done something."""
        self._asked = True
        self.refresh()

    def _push(self):
        self._wanted = False
        if self.state.room in WITHOUT_GLASS:  # nothing of it is seen; coming back asks for everything
            return
        moment = self.moment()
        if moment is None:
            self.bridge.show(gallery=self.glasses.shown())
            return
        self._request(moment)
        self.ranges.choose(moment)
        now = self._pushed_at = time.monotonic()
        left = self._panels_at + PANELS - now
        everything = self._asked or left <= 0.0 or moment.mode == "idle"
        with pn.io.hold(self.document):
            self._open_views(moment.state)
            self._draw(moment)
            if everything:
                self._push_panels(moment)
                self._panels_at, self._asked = now, False
            self.bridge.push += 1
        if not everything and not self._panels_due:
            self._panels_due = True
            self.document.add_timeout_callback(self._panels_late, int(1000 * left) + 1)

    def _open_views(self, state):
        """Make the plots that are looked at for the first time."""
        if state.room == "side":
            self.views |= self.late.open(SIDE[: state.maps], state.dark)
        elif state.plots in ("surroundings", "strength"):
            made = self.late.open(SURROUNDINGS if state.plots == "surroundings" else STRENGTH_PLOTS, state.dark)
            self.panels.views |= made
            self.views |= made

    def _draw(self, moment):
        """Only what the open room shows: a hidden map costs nothing."""
        maps = {"glass": self.map, "side": self.side}.get(moment.state.room)
        if maps is not None:
            maps.update(moment)

    def _panels_late(self):
        """Nothing may have come after a push of the map alone: show the rest of it now."""
        self._panels_due = False
        self.refresh()

    def _push_panels(self, moment):
        slots = self.panels.update(moment, self._progress(moment), self.runner.relaxing, self._rates())
        slots["legend"] |= {"zoomed": not self.camera.at_home, "bar": self.camera.scale_bar()}
        self.bridge.show(gallery=self.glasses.shown(), **slots)

    def _progress(self, moment):
        """How far what the open plots wait for has come, and whether it was called off."""
        if moment.state.plots == "surroundings":
            return {"progress": self.surroundings.progress(), "declined": False}
        return {"progress": self.spectra.progress(), "declined": self.spectra.declined is not None}

    def moment(self) -> Moment | None:
        """The moment to show now, None before the first glass."""
        return moment_of(self)

    def _request(self, moment):
        self.fields.want(want_of(moment))
        give_strength(self, moment)
        if moment.state.show_voronoi:
            self.cells.want(moment.snapshot.frame)
        if wants_surroundings(moment):
            self.surroundings.want(moment.field, moment.indicator.soft, moment.state.share, moment.load)
        if wants_band(moment):
            self.bands.want(moment.store.frame_at(moment.store.head))
        if wants_spectrum(moment) and self.spectra.want(moment.snapshot.row, moment.state.n_modes):
            self.document.add_timeout_callback(self.answer, int(1000 * PROGRESS_AFTER) + 50)

    def _rates(self):
        runner = self.runner
        rates = self.rates.now(runner.steps, self.fields.shown_made, runner.mode != "idle")
        return rates | {"total": runner.steps, "cpu": runner.cpu_seconds}

    # what the user does ----------------------------------------------------------------------------------------

    def go_to_event(self, number: int) -> None:
        """Go back to the state at an event's onset.

        Parameters
        ----------
        number : int
            The event.
        """
        event = next((e for e in self.store.events if e.number == number), None)
        if event is not None:
            self.runner.seek(event.row)
            self.answer()

    def _tapped(self, x, y):
        moment = self.moment()
        if moment is not None:
            self.state.picked = self.map.nearest(moment, x, y)
            self.answer()

    def show_mode(self, number: int) -> None:
        """Show a mode as arrows.

        Parameters
        ----------
        number : int
            1 for the lowest.
        """
        self.state.param.update(arrows=MODE, number=number)
        self.answer()

    def _surroundings_failed(self, error):
        self.notify(f"Nothing can be said about the surroundings in this state: {describe(error)}")

    def _strength_failed(self, error):
        self.notify(f"The strength of this state cannot be found: {describe(error)}")

    def _band_failed(self, error):
        self.notify(f"No shear band can be looked for: {describe(error)}")

    def _cells_failed(self, error):
        self.notify(f"There are no Voronoi cells of this state: {describe(error)}")

    def _spectrum_failed(self, error):
        self.notify(f"There is no spectrum of this state: {describe(error)}")

    def restyle(self) -> None:
        """Give every figure the colours of the theme."""
        dark = self.state.dark
        with pn.io.hold(self.document):
            for view in self.views.values():
                view.restyle(dark)
            self.bridge.show(theme={"dark": dark})
        self.rooms.restyle(dark)
        self.answer()

    def notify(self, text: str, kind: str = "error") -> None:
        """Show a message on the page, from any thread.

        Parameters
        ----------
        text : str
            What happened and what to do.
        kind : {"error", "info"}
            How it looks.
        """
        notice = {"text": text, "kind": kind, "number": self.bridge.notice.get("number", 0) + 1}
        self.later(lambda: self.bridge.show(notice=notice))

    def later(self, action: Any) -> None:
        """Run something on the document's own thread, from any thread.

        Parameters
        ----------
        action : callable
            Without arguments.
        """
        with contextlib.suppress(AttributeError):  # as in `refresh`
            if not self.closed:
                self.document.add_next_tick_callback(action)

    def _failed(self, message):
        self.notify(
            f"The run is paused: {message} All that was sheared so far is kept: go back on the timeline, "
            "press play to try again, or reset."
        )
