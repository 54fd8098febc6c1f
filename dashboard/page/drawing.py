"""Draws a moment onto the page: the maps of the open room, the open panel, and everything that is text."""

from collections.abc import Callable
from functools import partial

from bokeh.models import Plot

from ..compare.compare import Compare
from ..controls import status
from ..controls.field_card import field_card
from ..controls.load_card import load_card
from ..controls.overlays_card import overlays_card
from ..controls.player_card import player_card
from ..controls.timeline import timeline
from ..fields.fields import Fields
from ..found.finder import Finder
from ..found.voronoi import Cells, wanted_cells
from ..look.figures import enlarge
from ..map.camera import Camera
from ..map.legend import legend
from ..map.map import MapView
from ..map.side_by_side import NAMES as SIDE
from ..map.side_by_side import SideView, side
from ..mesoscale.mesoscale import Mesoscale
from ..moment.choices import WITHOUT_GLASS
from ..moment.moment import Moment
from ..moment.taking import Taking
from ..moment.wanting import want_of
from ..panels.run.table import table
from ..run.earlier import Earlier
from ..run.player import Player
from ..run.records import Frame
from ..run.replay import Replay
from ..wire.bridge import Bridge
from ..wire.lazy_plots import LateViews
from ..wire.rates import Rates
from .column import Column
from .learning import Learning


class Drawing:
    """What one page shows.

    Parameters
    ----------
    bridge : Bridge
        Carries the text.
    taking : Taking
        Takes the moment.
    fields, cells : Fields, Finder
        Are asked for what the maps need.
    map_view, side_view : MapView, SideView
        The maps of the two rooms.
    camera : Camera
        What all maps look through.
    column : Column
        The plots beside the map.
    mesoscale, compare : Mesoscale, Compare
        The rooms of blocks, and of another glass.
    player, rates : Player, Rates
        How far and how fast the run goes.
    gallery, address : callable
        What the gallery shows, and the address of what is shown.
    replay, earlier : Replay, Earlier
        Who shears the run anew, and the runs that were left.
    learning : Learning
        Lesson, game and class.

    Attributes
    ----------
    holds_plots : bool
        Whether the column beside the map is left out.
    """

    def __init__(
        self,
        bridge: Bridge,
        taking: Taking,
        fields: Fields,
        cells: Finder[Frame, Cells],
        map_view: MapView,
        side_view: SideView,
        camera: Camera,
        column: Column,
        mesoscale: Mesoscale,
        compare: Compare,
        player: Player,
        rates: Rates,
        gallery: Callable[[], dict],
        address: Callable[[], dict],
        replay: Replay,
        earlier: Earlier,
        learning: Learning,
    ) -> None:
        self._bridge, self._taking, self._fields, self._cells = bridge, taking, fields, cells
        self._map, self._side, self._camera, self._column = map_view, side_view, camera, column
        self._mesoscale, self._compare = mesoscale, compare
        self._player, self._rates, self._gallery = player, rates, gallery
        self._address, self._replay, self._earlier, self._learning = address, replay, earlier, learning
        self.holds_plots = self._large = False
        self.late: LateViews[MapView] = LateViews({name: partial(side_view.make, name) for name in SIDE})

    def take(self) -> Moment | None:
        """The moment to draw, and what it needs begun; None before the first glass, and where none is seen."""
        if self._taking.choices.room in WITHOUT_GLASS:  # coming back asks for everything
            return None
        moment = self._taking.moment()
        if moment is None:
            self._bridge.fill(gallery=self._gallery())
            return None
        self._learning.look(moment)
        self._fields.want(want_of(moment, self._column.open.with_pairs))
        self._taking.give_strength(moment)
        self._cells.want(wanted_cells(moment.history, moment.snapshot.frame) if moment.choices.show_voronoi else None)
        if not self.holds_plots:
            self._column.look(moment)
        if moment.choices.room == "mesoscale":
            self._mesoscale.look(moment)
        elif moment.choices.room == "compare":
            self._compare.look(moment)
        return moment

    def rests(self, moment: Moment) -> bool:
        """Whether nothing moves: all there is to show is sent at once.

        Parameters
        ----------
        moment : Moment
            What is shown.
        """
        waits = moment.choices.room == "compare" and not self._compare.rests()
        return moment.mode == "idle" and not (waits or self._plays_lattice(moment))

    def ahead(self, moment: Moment) -> int:
        """So many pushes may be on their way to a page that is still painting.

        A lattice is small: what a push takes is the way there and back, and it would come less often than it can.

        Parameters
        ----------
        moment : Moment
            What is shown.
        """
        return 1 if self._plays_lattice(moment) else 0

    def _plays_lattice(self, moment):
        return moment.choices.room == "mesoscale" and self._mesoscale.playing

    def draw(self, moment: Moment, everything: bool) -> None:
        """Draw only what the open room shows: a hidden map costs nothing.

        Parameters
        ----------
        moment : Moment
            What to show.
        everything : bool
            Also what stands beside the map.
        """
        if moment.choices.room == "side":
            self.late.open(SIDE[: moment.choices.maps], moment.choices.dark)
            self._side.update(moment)
        elif moment.choices.room == "mesoscale":
            self._mesoscale.draw(moment, everything)
        elif moment.choices.room == "compare":
            self._compare.draw(moment, everything)
        else:
            if not self.holds_plots:
                self._column.make()
            self._map.update(moment)
        if everything:
            self._sizes(moment)
            self._bridge.fill(gallery=self._gallery(), **self._beside(moment))

    def _sizes(self, moment):
        """Plots that are made later are of the size that is wanted as well."""
        if moment.choices.large or self._large:
            self._large = moment.choices.large
            document = self._bridge.model.document
            enlarge([] if document is None else document.select({"type": Plot}), self._large)

    def _beside(self, moment):
        return self._of_room(moment) | self._learning.words() | {
            "header": status.header(moment),
            "load_card": load_card(moment),
            "field_card": field_card(moment),
            "overlays": overlays_card(moment),
            "transport": self._transport(moment),
            "timeline": timeline(moment),
            "status": status.status(moment, self._how_fast()),
            "sentence": status.sentence(moment),
            "events": table(moment),
            "legend": legend(moment) | {"zoomed": not self._camera.at_home, "bar": self._camera.scale_bar()},
            "picked": status.pick(moment) or {},
            "address": self._address(),
        }

    def _transport(self, moment):
        player = self._player
        goal, left = self._replay.goal, self._earlier.left
        return player_card(moment, player.relaxing, player.queue, player.stepping, goal, left)

    def _of_room(self, moment):
        if moment.choices.room == "side":
            return {"side": side(moment)}
        if moment.choices.room == "mesoscale":
            return {"mesoscale": self._mesoscale.words(moment)}
        if moment.choices.room == "compare":
            return {"compare": self._compare.words(moment)}
        return {} if self.holds_plots else {"panel": self._column.draw(moment)}

    def _how_fast(self):
        player = self._player
        rates = self._rates.now(player.steps, self._fields.shown_made, player.mode != "idle")
        return rates | {"total": player.steps, "cpu": player.cpu_seconds}

    def restyle(self, dark: bool) -> None:
        """Give maps and plots the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        self._map.restyle(dark)
        for each in self._side.maps.values():
            each.restyle(dark)
        self._column.restyle(dark)
        self._mesoscale.view.restyle(dark)
        self._compare.view.restyle(dark)
