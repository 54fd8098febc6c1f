"""Where a page is: what a link to it carries."""

from __future__ import annotations

import param

from ..fields.field import own_parameters
from ..gallery.entries import OWN_KEY
from ..gallery.glasses import Glasses
from ..gallery.recipes import Recipe
from ..map.camera import Camera
from ..moment.choices import ROOMS, Choices
from ..moment.colour_range import Ranges
from ..moment.declared import changeable
from ..physics import Indicator
from ..run.history import History
from ..run.player import Player
from ..run.replay import Stretch
from .address import OF_SCORES, Spot, named, word_of


class Here:
    """Says where a page is.

    Parameters
    ----------
    choices, indicators, ranges : Choices, dict of str to Indicator, Ranges
        What is chosen.
    history, player : History, Player
        The run.
    camera : Camera
        What is seen of it.
    glasses : Glasses
        Those on offer.

    Attributes
    ----------
    first : str
        Key of the glass that a page begins with: an address without one means it.
    at_first : (list of str, str)
        Indicators of the other maps and the open panel, as a page begins.
    """

    def __init__(
        self,
        choices: Choices,
        indicators: dict[str, Indicator],
        ranges: Ranges,
        history: History,
        player: Player,
        camera: Camera,
        glasses: Glasses,
    ) -> None:
        self._choices, self._indicators, self._ranges = choices, indicators, ranges
        self._history, self._player, self._camera, self._glasses = history, player, camera, glasses
        self.first = ""
        self.at_first = (list(choices.beside), choices.plots)

    def spot(self) -> Spot:
        """What is shown."""
        choices, own, recipe = self._choices, self.own, self.recipe
        beside, plots = self.at_first
        return Spot(
            glass="" if own or choices.glass == self.first else choices.glass,
            recipe="" if recipe is None else recipe.word(),
            file=self._file() if own and recipe is None else "",
            path=self._path(),
            choices=self._changed(),
            parameters=self._parameters(),
            beside=() if choices.beside == beside else tuple(choices.beside),
            plots="" if choices.plots == plots else choices.plots,
            room="" if choices.room == next(iter(ROOMS)) else choices.room,
            view=None if self._camera.at_home else self._camera.view,
            span=self._span(),
            picked=choices.picked,
        )

    def _changed(self):
        """Choices that are not as at first; a number is what it is, whether whole or not."""
        declared, found = self._choices.param, {}
        elsewhere = () if self._choices.room == "scoreboard" else OF_SCORES
        for name in [each for each in named(self._choices) if each not in elsewhere]:
            value = getattr(self._choices, name)
            if value != declared[name].default:
                real = isinstance(declared[name], param.Number) and not isinstance(declared[name], param.Integer)
                found[name] = float(value) if real and value is not None else value
        return found

    def _span(self):
        """Ends of the colours that were said, or are held."""
        low, high = self._choices.low, self._choices.high
        return self._ranges.held if low is None or high is None else (low, high)

    @property
    def own(self) -> bool:
        """Whether the glass was prepared or opened on this page."""
        return self._choices.glass.startswith(OWN_KEY)

    @property
    def recipe(self) -> Recipe | None:
        """What it was prepared by; None for another one."""
        return self._glasses.entry(self._choices.glass).recipe if self.own else None

    def _file(self):
        """Checksum and name of the glass that is shown, which was opened here."""
        entry = self._glasses.entry(self._choices.glass)
        return f"{entry.fingerprint},{entry.label}"

    def _path(self):
        history = self._history
        with history.lock:
            row = history.head if self._player.cursor is None else self._player.cursor
            if not row or not history.legs:
                return ()
            path = []
            for number, leg in enumerate(history.legs[: history.rows.leg[row] + 1]):
                following = history.legs[number + 1 : history.rows.leg[row] + 1]
                end = row if not following else following[0].first_row - (following[0].axis != leg.axis)
                path.append(Stretch(leg.load, float(history.rows.strain[end])))
            return tuple(path)

    def _parameters(self):
        indicator = self._indicators[self._choices.indicator]
        mine, first = own_parameters(indicator), own_parameters(type(indicator)())
        return {name: word_of(mine[name]) for name in changeable(indicator) if mine[name] != first[name]}
