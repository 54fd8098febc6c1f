"""One session: it makes the parts of one page and hands each what it needs; nothing else is done here."""

from typing import Annotated

import panel as pn
from bokeh.document import Document
from tornado.ioloop import IOLoop

from .compare.compare import Compare
from .fields.field import all_indicators
from .fields.fields import Fields
from .found.finder import Bench
from .found.strength_finder import StrengthFinder
from .found.voronoi import Cells, cell_finder
from .gallery.arrivals import Arrivals
from .gallery.glasses import EMPTY, Glasses
from .gallery.recipes import recipes
from .lessons.lesson import listed
from .lessons.teaching import Teaching
from .look.words import describe
from .map.camera import Camera
from .map.map import MapView
from .map.side_by_side import SideView
from .mesoscale.mesoscale import Mesoscale
from .moment.choices import Choices
from .moment.colour_range import Ranges
from .moment.taking import Taking
from .page.choosing import ChoiceCommands
from .page.column import Column
from .page.comparing import Comparing
from .page.drawing import Drawing
from .page.guessing import Guess
from .page.here import Here
from .page.learning import Learning
from .page.links import Links
from .page.presence import Presence
from .page.pushing import Pusher
from .page.rooms import Rooms
from .page.run_commands import RunCommands
from .page.undoing import Undoing
from .physics import Glass
from .run.earlier import Earlier
from .run.history import History
from .run.newest import Newest
from .run.player import Player
from .run.replay import Replay
from .scoreboard.scoreboard import Scoreboard
from .watching.teacher import Teacher
from .wire.bridge import Bridge
from .wire.door import Door, command
from .wire.kinds import Between
from .wire.loop import Loop
from .wire.patches import guard
from .wire.rates import Rates
from .wire.wire import Wire

PLOTS_LATER = 0.3
"""Seconds from a page's hello until the plots beside its map are made."""


class Session:
    """Everything that belongs to one page.

    Parameters
    ----------
    document : Document
        The Bokeh document of the session.
    dark : bool
        Theme to begin with.
    loop : IOLoop, optional
        Of the server, where the session is made in another thread; see `Loop`.
    """

    def __init__(self, document: Document, dark: bool, loop: IOLoop | None = None) -> None:
        self.document, self.loop = document, Loop(document, loop)
        self.choices, self.history, self.indicators = Choices(dark=dark), History(), all_indicators()
        self._build_wire()
        self._build_run()
        self._build_views()
        self._build_rooms()
        rooms = (self.rooms, self.links, self.glasses, self.arrivals, self.mesoscale, self.scoreboard)
        teaching = (Comparing(self.here, self.links), self.teaching, self.guess, self.teacher)
        self.presence = Presence(self.loop, self.pusher, self.player, self._memory)
        of_run = (self.run_commands, self.undoing, self.choosing)
        for part in (self, self.pusher, self.presence, *of_run, self.column, *rooms, *teaching):
            self.door.open_to(part)
        self.choices.param.watch(lambda _: self.restyle(), "dark")
        self.restyle()

    def _build_wire(self):
        guard(self.document)
        self.bridge, self.rates = Bridge(self.document), Rates()
        self.bridge.fill(recipes=recipes(), lessons={"list": listed()})
        self.wire = Wire(self.loop, self.bridge)
        self.pusher = Pusher(self.loop, self.document, self.bridge, self.rates)
        self.door = Door(self._refuse, self.pusher.answer, self._why_no_glass)
        self.bridge.listen(self.door.receive)

    def _build_run(self):
        refresh = self.pusher.refresh
        self.player = Player(self.history, self._run_changed, self._run_failed)
        self.earlier = Earlier(self.history)
        self.replay = Replay(self.history, self.player)
        self.fields = Fields(self.history, refresh)
        self.player.outruns = self.fields.outrun
        self.bench = Bench(self.history, self.pusher.answer, self.wire.notify, self.pusher.remind)
        self.strengths, self.cells = StrengthFinder(self.bench), cell_finder(self.bench)

    def _build_views(self):
        refresh, ask = self.pusher.refresh, self.door.ask
        self.ranges, self.camera = Ranges(self.choices), Camera(refresh)

        def tapped(x: float, y: float) -> None:
            ask("pick", x=x, y=y)

        self.map, self.side = MapView(self.camera, refresh, tapped), SideView(self.camera, refresh, tapped)
        self.column = Column(self.bench, ask, self.choices)
        self.mesoscale = Mesoscale(self.bench, self.choices, self.camera, refresh, ask, self.wire.notify)
        self._plots: Newest[None] = Newest(self.loop.soon)
        self.taking = Taking(
            self.history,
            self.player,
            self.choices,
            self.indicators,
            self.fields,
            self.strengths,
            self.ranges,
            self._results,
        )

    def _build_rooms(self):
        choices, player, wire, taking = self.choices, self.player, self.wire, self.taking
        self.glasses = Glasses(choices, self.history, wire, self.begin, self._play)
        self.arrivals = Arrivals(
            wire, taking.chosen_load, self.glasses.take_in, lambda: self.history.glass is not None, self.pusher.answer
        )
        self.scoreboard = Scoreboard(wire, self.document, choices, self.indicators, self.door.ask)
        self.compare = Compare(
            choices,
            self.indicators,
            player,
            self.strengths,
            self.camera,
            self.pusher.refresh,
            self.door.ask,
            wire.notify,
            self.glasses.entry,
            self.glasses.groups,
        )
        self.rooms = Rooms(choices, player, wire, {"scoreboard": self.scoreboard.enter})
        self.here = Here(
            choices, self.indicators, self.ranges, self.history, player, self.camera, self.glasses
        )
        self.links = Links(
            self.here,
            choices,
            self.indicators,
            self.ranges,
            self.history,
            player,
            self.replay,
            self.camera,
            self.glasses,
            wire,
            self.begin,
            self.door.ask,
        )
        self.run_commands = RunCommands(
            self.history, player, self.earlier, choices, taking.chosen_load, taking.moment, wire
        )
        self.undoing = Undoing(choices, self.ranges, self.camera, self.history, player, self.earlier)
        self.choosing = ChoiceCommands(
            choices, self.indicators, self.ranges, taking, player, self.camera, self.strengths, self.door.ask
        )
        self.teaching = Teaching(lambda: self.compare.pair(taking.moment()), self.door.ask)
        self.guess = Guess(
            player, taking.moment, self.here.spot, self.links.visit, lambda: self.glasses.entries
        )
        self.teacher = Teacher(
            self.guess.standing, self.pusher.answer, lambda left: self.loop.in_a_while(left, self.pusher.refresh)
        )
        self.drawing = Drawing(
            self.bridge,
            self.taking,
            self.fields,
            self.cells,
            self.map,
            self.side,
            self.camera,
            self.column,
            self.mesoscale,
            self.compare,
            self.player,
            self.rates,
            self.glasses.shown,
            self.links.words,
            self.replay,
            self.earlier,
            Learning(self.teaching, self.guess, self.teacher),
        )
        self.pusher.draws = self.drawing

    # life ------------------------------------------------------------------------------------------------------

    @command("hello")
    def hello(self, dark: bool, ratio: Annotated[float, Between(0.01, 100.0)]) -> None:
        """The page has loaded, or has come back after it was cut off.

        Parameters
        ----------
        dark : bool
            The theme that its reader likes.
        ratio : float
            Pixels of the screen in one of the page.
        """
        self.presence.arrived()
        if self.drawing.holds_plots:
            self.loop.in_a_while(PLOTS_LATER, self._prepare_plots)
        self.camera.pixel_ratio = min(2.0, max(1.0, ratio))
        self.choices.dark = dark

    def _prepare_plots(self):
        """Beside the loop, which hears the others meanwhile."""
        self._plots.ask(self.column.prepare, self._bring_plots)

    def _bring_plots(self, made, error):  # whatever failed is tried once more, and said, when they are drawn
        self.drawing.holds_plots = False
        self.pusher.answer()

    def open(self, query: str = "") -> None:
        """Load the glass that the address names, or the first of the gallery, so that the page arrives with particles.

        The plots beside it are made when the page is there: without them it is sooner, and its run begins.

        Parameters
        ----------
        query : str
            Of the address.
        """
        self.drawing.holds_plots = True
        first = self.links.open(query)
        if first is not None:
            entry, glass = first
            self.choices.glass = entry.key
            self.begin(glass, entry.label)
            self.links.arrive()
            self.player.take_up()
        self.pusher.push()
        self.links.enter()

    def start(self) -> None:
        """The page has arrived: its glass begins to be sheared, or is sheared to where its address leads."""
        if not self.links.start():
            self.rooms.start()

    def _play(self) -> None:
        self.links.play()

    def begin(self, glass: Glass, label: str) -> None:
        """Begin a run with a glass as cast under the chosen load.

        Parameters
        ----------
        glass : Glass
            The glass.
        label : str
            Its name.
        """
        self.earlier.leave()
        self.choices.param.update(picked=None, since=0)
        self.ranges.forget()
        self.camera.home()
        self.player.load(glass, label, self.taking.chosen_load(), self.choices.max_strain, self.choices.glass)

    def restyle(self) -> None:
        """Give every figure the colours of the theme."""
        dark = self.choices.dark
        with pn.io.hold(self.document):
            self.drawing.restyle(dark)
            self.bridge.fill(theme={"dark": dark})
        self.scoreboard.restyle(dark)
        self.pusher.answer()

    def close(self) -> None:
        """End the threads."""
        self.loop.close()
        self.presence.close()
        finders = (self.fields, self.strengths, self.cells, self.column, self.mesoscale)
        for part in (self.teacher, self.compare, self.player, *finders, self.arrivals):
            part.close()

    # what the parts are told ------------------------------------------------------------------------------------

    def _memory(self) -> int:
        """Bytes of the run, of the one that was left, and of the other glass's."""
        return self.history.memory() + self.earlier.memory() + self.compare.memory()

    def _results(self) -> dict[type, object]:
        """The newest of what has been found, where it is looked at."""
        cells = self.cells.newest() if self.choices.show_voronoi else None
        return {**self.column.results(), Cells: cells}

    def _run_changed(self) -> None:
        self.replay.look()
        self.compare.changed()
        self.pusher.refresh()

    def _refuse(self, error: Exception) -> None:
        self.wire.notify(describe(error))

    def _why_no_glass(self) -> str:
        return EMPTY if self.history.glass is None else ""

    def _run_failed(self, message: str) -> None:
        self.wire.notify(
            f"The run is paused: {message} All that was sheared so far is kept: go back on the timeline, "
            "press play to try again, or reset."
        )
