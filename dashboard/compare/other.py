"""The run of the other glass: its history, its thread, its fields, and the moment of it that is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..fields.fields import Fields
from ..found.strength_finder import StrengthFinder
from ..moment.choices import Choices
from ..moment.colour_range import Ranges
from ..moment.moment import Moment
from ..moment.taking import Taking
from ..moment.wanting import want_of
from ..physics import GlassError, Indicator
from ..run.history import MEMORY_BOUND, History
from ..run.player import Player
from .in_step import InStep, Second

OWN = frozenset({"name", "glass", "load", "angle", "sign", "picked", "since", "low", "high", "threshold", "log"})
"""Choices that are the other glass's own: it has another load, other particles, and colours of its own values."""


class Other:
    """What a page has of a second glass.

    Parameters
    ----------
    first : Player
        The page's own run.
    choices : Choices
        What is chosen for that; but for `OWN` the same holds here.
    indicators : dict
        One instance of every indicator, by key.
    strengths : StrengthFinder
        Of the page: nothing is sheared site by site here.
    refresh, told : callable
        Asks for a push; tells the reader why it cannot go on.

    Attributes
    ----------
    history, player, fields : History, Player, Fields
        Its run.
    in_step : InStep
        Leads it.
    """

    def __init__(
        self,
        first: Player,
        choices: Choices,
        indicators: dict[str, Indicator],
        strengths: StrengthFinder,
        refresh: Callable[[], None],
        told: Callable[[str], None],
    ) -> None:
        self._first, self._refresh = first, refresh
        self.history = History(MEMORY_BOUND // 2)
        self.player = Player(self.history, self._changed, self._failed)
        self.in_step = InStep(first, self.player, told)
        self.fields = Fields(self.history, refresh)
        self.player.outruns = self.fields.outrun
        self._choices = Choices()
        self._ranges = Ranges(self._choices)
        self._taking = Taking(
            self.history, self.player, self._choices, indicators, self.fields, strengths, self._ranges, dict
        )
        self._watched, self._follow = choices, sorted(set(choices.param) - OWN)
        self._second: Second | None = None
        self._run = 0

    def _changed(self):
        self.in_step.look()
        self._refresh()

    def _failed(self, message):
        self.in_step.failed(message)

    def take(self, second: Second | None) -> None:
        """Compare with something else.

        Parameters
        ----------
        second : Second or None
            With what; None for nothing.
        """
        self._second = second
        self.in_step.take(second)

    def moment(self, first: Moment) -> Moment | None:
        """The moment to show beside one of the first glass; None before there is any.

        Parameters
        ----------
        first : Moment
            What is shown of that.
        """
        if self._second is None or not self.in_step.compares:
            return None
        self._mirror(first)
        moment = self._taking.moment()
        if moment is None:
            return None
        chosen = first.field is not None and first.field.values is not None
        alike = chosen and moment.glass.model == first.glass.model
        moment = replace(moment, results={}, shading=first.shading if alike else moment.shading)
        self.fields.want(replace(want_of(moment, False), others=()))
        return moment

    def _mirror(self, first):
        """Choose as for the first glass; another run, or another indicator, has its colours chosen anew."""
        before = self._choices.indicator, self._run
        load = self._load(first.load)
        same = {name: getattr(self._watched, name) for name in self._follow}
        picked = self._watched.picked if first.glass is self.history.glass else None
        self._choices.param.update(**same, load=load.kind, angle=load.angle, sign=load.sign, picked=picked)
        self._run = self.history.run
        if before != (self._choices.indicator, self._run):
            self._ranges.forget()

    def _load(self, load):
        """That of fields which belong to a load; the one it is under, where that cannot be turned."""
        assert self._second is not None
        try:
            return self._second.load(load)
        except GlassError:
            return self.history.legs[-1].load

    def close(self) -> None:
        """End its threads."""
        self.player.close()
        self.fields.close()
