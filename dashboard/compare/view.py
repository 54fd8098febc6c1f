"""The maps and plots of the room: each is made when the room is entered for the first time."""

from __future__ import annotations

from collections.abc import Callable

from ..map.camera import Camera
from ..map.map import MapView
from ..physics import RankScore
from ..wire.lazy_plots import LateViews, View
from .plots import BothCurves, BothDrops, BothRanks, Pair

MAPS = ("pair0", "pair1")
"""Names of the maps on the page."""


class CompareView:
    """Draws the room.

    Parameters
    ----------
    camera : Camera
        What both maps look through.
    refresh : callable
        Called without arguments when a map has another size.
    picks : sequence of callable
        For each map, called with the place that was tapped.

    Attributes
    ----------
    late : LateViews
        Where maps and plots go.
    scores : list of RankScore or None
        What the ranks that are drawn add up to, for each glass.
    """

    def __init__(
        self, camera: Camera, refresh: Callable[[], None], picks: tuple[Callable[[float, float], None], ...]
    ) -> None:
        self._camera = camera

        def map_of(at: int) -> MapView:
            return MapView(camera, refresh, picks[at], MAPS[at], with_bonds=False)

        makers: dict[str, Callable[[], View]] = {
            MAPS[0]: lambda: map_of(0), MAPS[1]: lambda: map_of(1),
            "pair_stress": BothCurves, "pair_drops": BothDrops, "pair_ranks": BothRanks,
        }  # fmt: skip
        self.late: LateViews[View] = LateViews(makers)
        self._views: dict[str, View] = {}
        self.scores: list[RankScore | None] = [None, None]

    def draw(self, pair: Pair, everything: bool) -> None:
        """Draw both maps; the plots only with everything.

        Parameters
        ----------
        pair : Pair
            Both.
        everything : bool
            Whether all is drawn.
        """
        self._views |= self.late.open(list(self.late.places), pair.first.choices.dark)
        shown = [each for each, _ in pair.each if each is not None]
        widest = max(shown, key=lambda each: abs(each.snapshot.frame.cell).max())
        self._camera.around = widest.snapshot.frame.cell, widest.glass.n_particles
        for name, (each, _) in zip(MAPS, pair.each, strict=True):
            view = self._views[name]
            assert isinstance(view, MapView)
            if each is not None:
                view.update(each)
        if everything:
            self._draw_plots(pair)

    def _draw_plots(self, pair):
        curves, drops, ranks = (self._views[name] for name in ("pair_stress", "pair_drops", "pair_ranks"))
        assert isinstance(curves, BothCurves)
        assert isinstance(drops, BothDrops)
        assert isinstance(ranks, BothRanks)
        curves.update(pair)
        drops.update(pair)
        self.scores = ranks.update(pair)

    def restyle(self, dark: bool) -> None:
        """Give everything the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        for view in self._views.values():
            view.restyle(dark)
