"""Takes the moment to show: what the run, the fields and the finders have, for what the user has chosen."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from ..fields.field import Field, needs_reference
from ..fields.fields import Fields
from ..fields.maker import frame_before
from ..found.strength_finder import StrengthFinder
from ..found.strength_map import Asked, Standing, shears
from ..physics import Indicator, Load, ResidualStrength
from ..run.history import History
from ..run.player import Player
from ..run.records import Frame, Snapshot
from .choices import MODES, STRENGTH, Choices
from .colour_range import Ranges
from .moment import Moment
from .wanting import arrows_of, wants_modes

SHEARED_AT_REST = True
"""Whether the places of the state shown are sheared, one after the other, while the run rests."""

STEPS = 20
"""After so many steps of a run that plays it is asked anew what it can still bear."""


class Taking:
    """Takes moments of one session.

    Parameters
    ----------
    history : History
        The run.
    player : Player
        Which moment of it is shown.
    choices : Choices
        What the user has chosen.
    indicators : dict
        One instance of every indicator, by key; its parameters are the user's.
    fields : Fields
        Where fields are.
    strengths : StrengthFinder
        Who finds the field that fills in site by site.
    ranges : Ranges
        Who decides how each field is shaded.
    results : callable
        The newest of all that the other finders have, by type.
    """

    def __init__(
        self,
        history: History,
        player: Player,
        choices: Choices,
        indicators: dict[str, Indicator],
        fields: Fields,
        strengths: StrengthFinder,
        ranges: Ranges,
        results: Callable[[], Mapping[type, object]],
    ) -> None:
        self._history, self._player, self.choices, self._indicators = history, player, choices, indicators
        self._fields, self._strengths, self._ranges, self._results = fields, strengths, ranges, results

    def chosen_load(self) -> Load:
        """The load that the controls say."""
        choices = self.choices
        return Load(choices.load, 0.0 if choices.load == "dilation" else choices.angle, choices.sign)

    def moment(self) -> Moment | None:
        """The moment to show now, None before the first glass."""
        player, choices = self._player, self.choices
        snapshot = self._history.snapshot(player.cursor)
        if snapshot is None:
            return None
        indicator, load = self._indicators[choices.indicator], self.chosen_load()
        strength = self._strengths.want(self._asked(snapshot, indicator, load))
        if strength is not None and indicator.by_sites:
            field = self._strengths.field(strength)
        else:
            field = self._field(indicator, load)
        modulus = strength.modulus if strength is not None and indicator.by_sites else None
        moment = Moment(
            snapshot=snapshot,
            choices=choices,
            history=self._history,
            fields=self._fields,
            indicator=indicator,
            others=[each for each in self._indicators.values() if each is not indicator and not needs_reference(each)],
            field=field,
            shading=self._ranges.shading(indicator, field, modulus),
            mode=player.mode,
            live=player.cursor is None,
            load=load,
            vectors=self._fields.vectors(arrows_of(choices, snapshot, load)),
            marked=self._field(self._indicators[MODES], load) if wants_modes(choices) else None,
            results={**self._results(), Standing: strength},
        )
        return replace(moment, beside=self._beside(moment)) if choices.room == "side" else moment

    def _field(self, indicator: Indicator, load: Load) -> Field | None:
        """The field of an indicator as the choices want it, None while it is being computed."""
        if self.choices.taken == "live":
            return self._fields.live(indicator)
        if needs_reference(indicator):
            return Field(None, 0.0, "it compares with an earlier state: choose live")
        return self._fields.cast(indicator, load)

    def _beside(self, moment: Moment) -> tuple[Moment, ...]:
        """The same moment for each of the other maps, with the shading of its own field."""
        choices, made = self.choices, []
        for key in choices.beside[: choices.maps - 1]:
            indicator = self._indicators[key]
            field = self._field(indicator, moment.load)
            shading = self._ranges.own(indicator, field)
            made.append(replace(moment, indicator=indicator, field=field, shading=shading))
        return tuple(made)

    def _asked(self, snapshot: Snapshot, indicator: Indicator, load: Load) -> Asked | None:
        """What is to be known of strength, None where nothing is.

        Of the field's state, as cast, and of those kept; beside the run, of the state shown.
        """
        choices, history = self.choices, self._history
        mapped = indicator.by_sites or choices.plots == "strength"
        if choices.room != "glass" or not (mapped or choices.plots == "run"):
            return None
        cast = history.frames[0]
        states = [(cast, 0.0)] if mapped else self._followed(snapshot)
        if mapped and choices.taken == "live":
            states.insert(0, self._live_state(snapshot))
        if choices.plots == "strength":
            states += self._strengths.kept
        distinct: dict[int, tuple[Frame, float]] = {}
        for frame, strain in states:
            distinct.setdefault(frame.serial, (frame, strain))
        by_sites = self._indicators[STRENGTH]
        assert isinstance(by_sites, ResidualStrength)
        shearing = mapped or (SHEARED_AT_REST and self._player.mode == "idle")
        return Asked(history.run, by_sites, load, tuple(distinct.values()), cast, choices.picked, shearing, not mapped)

    def _followed(self, snapshot):
        """The state shown, the one as cast and the one before the last event; while the run plays, now and then."""
        before, history = self._strengths.asked, self._history
        follows = before is not None and before.run == history.run and before.beside and not before.shearing
        if before is not None and follows and self._player.mode != "idle":
            row = before.states[0][0].row
            due = snapshot.row - row >= STEPS or any(row <= event.row < snapshot.row for event in history.events)
            if row <= snapshot.row and not (due and self._strengths.guessed):
                return list(before.states)
        event = snapshot.event
        last = [] if event is None else [(history.frame_at(event.row), event.strain)]
        return [(snapshot.frame, snapshot.strain), (history.frames[0], 0.0), *last]

    def _live_state(self, snapshot):
        """A lead before the moment; while the run plays, the state that is being worked on is finished first."""
        before = self._strengths.asked
        if self._player.mode != "idle" and before is not None and before.run == self._history.run:
            return before.states[0]
        return frame_before(self._history, snapshot.row, self.choices.lead)

    def give_strength(self, moment: Moment) -> None:
        """Let events be ranked in the strength as cast, once all of it is there.

        Parameters
        ----------
        moment : Moment
            What is shown.
        """
        standing = moment.found(Standing)
        for each in standing.maps if standing is not None else ():
            if each.frame.row == 0 and each.complete:
                for load in {self._fields.load(), moment.load}:
                    if not shears(load):
                        self._fields.give(self._indicators[STRENGTH], load, partial(each.field, load, None))
