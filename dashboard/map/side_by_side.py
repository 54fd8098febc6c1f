"""Side by side: several indicators on the same glass at the same moment, a map each, seen through one camera."""

from collections.abc import Callable

from ..controls.field_card import menu
from ..controls.status import value_of
from ..moment.choices import MAPS
from ..moment.moment import Moment
from ..moment.ranks import shown_rank
from .camera import Camera
from .legend import field_key
from .map import MapView

NAMES = tuple(f"side{k}" for k in range(MAPS[-1]))
"""Names of the maps on the page."""

MARKS = 200
"""The ranks of so many of the latest events are marked."""


class SideView:
    """The maps; one that is not shown is never drawn.

    Parameters
    ----------
    camera : Camera
        The page's.
    on_view : callable
        Called without arguments when a map has another size.
    on_tap : callable
        Called with the place (x, y) that was tapped.

    Attributes
    ----------
    maps : dict
        Each map that has been made, by its name on the page.
    """

    def __init__(self, camera: Camera, on_view: Callable[[], None], on_tap: Callable[[float, float], None]) -> None:
        self._making = (camera, on_view, on_tap)
        self.maps: dict[str, MapView] = {}

    def make(self, name: str) -> MapView:
        """Make one of the maps.

        Parameters
        ----------
        name : str
            Its name, one of `NAMES`.
        """
        self.maps[name] = MapView(*self._making, name, with_bonds=False)
        return self.maps[name]

    def update(self, moment: Moment) -> None:
        """Draw a moment on as many maps as are wanted.

        Parameters
        ----------
        moment : Moment
            What to show; its own field is on the first map.
        """
        for name, each in zip(NAMES, (moment, *moment.beside), strict=False):
            self.maps[name].update(each)


def side(moment: Moment) -> dict:
    """What stands beside the maps: names, legends, and what each indicator knew of the last event.

    Parameters
    ----------
    moment : Moment
        What is shown.
    """
    return {"groups": menu(), "maps": [_about(each) for each in (moment, *moment.beside)]}


def _about(moment):
    indicator, field = moment.indicator, moment.field
    key = field_key(moment)
    return {
        "key": indicator.key,
        "symbol": indicator.symbol,
        "label": indicator.label,
        "family": indicator.family,
        "note": key.taken,
        "failed": key.failed,
        "computing": field is None,
        "colours": key.colours,
        "ends": [key.stiff, key.soft],
        "missing": key.missing,
        "rank": rank_in_words(moment),
        "picked": _picked(moment),
    }


def rank_in_words(moment: Moment) -> dict:
    """Where the core of the last event stands in a field, in words, and where those of the earlier ones do.

    Parameters
    ----------
    moment : Moment
        What is shown.

    Returns
    -------
    dict
        "value" ("rank 0.98", or empty), "words", and "marks": number and rank of each event so far.
    """
    event = moment.snapshot.event
    if event is None:
        return {"value": "", "words": "no event yet", "marks": []}
    known = [(each.number, shown_rank(moment, moment.indicator, each)) for each in moment.events[-MARKS:]]
    marks = [[number, round(rank, 4)] for number, rank in known if rank is not None]
    own = known[-1][1]
    if own is None:
        return {"value": "", "words": f"event {event.number} {_unranked(moment, event)}", "marks": marks}
    share = f"{100.0 * own:.0f}" if own < 0.99 else f"{min(100.0 * own, 99.9):.1f}"
    words = f"event {event.number}: softer than {share} % of the particles"
    return {"value": f"rank {own:.2f}", "words": words, "marks": marks}


def _unranked(moment, event):
    choices = moment.choices
    if choices.taken == "live":
        return "has no rank yet" if choices.lead else "is not ranked without a lead"
    return "is not ranked: the load was turned" if event.leg else "has no rank yet"


def _picked(moment):
    """The picked particle in this field, in words."""
    particle, field = moment.choices.picked, moment.field
    if particle is None or field is None or field.values is None or particle >= len(field.values):
        return ""
    _, value, softer = value_of(moment.indicator, particle, field)
    return f"particle {particle}: {value}, softer than {softer}"
