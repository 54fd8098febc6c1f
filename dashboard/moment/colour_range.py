"""The range and the scale of a field's colours, chosen once for each field and then left alone."""

from typing import Any

from ..fields.field import Field, signature
from ..look.shades import broad, snap
from ..look.theme import SIGNED
from .choices import State
from .moment import Moment


class OwnRange:
    """The choices of a session, but with a range and a scale of its own.

    Parameters
    ----------
    state : State
        The choices.
    low, high : float or None
        The range; None while there is no field.
    log : bool
        Logarithmic colours.
    """

    def __init__(self, state: State, low: float | None, high: float | None, log: bool) -> None:
        self._state = state
        self.low, self.high, self.log = low, high, log
        self.threshold = None  # that of the state is for another field

    def __getattr__(self, name: str) -> Any:
        return getattr(self._state, name)


class Ranges:
    """Chooses scale and range where the user has not.

    Parameters
    ----------
    state : State
        The choices; scale and range are written there.
    """

    def __init__(self, state: State) -> None:
        self.state = state
        self._chosen: set[str] = set()
        self._own: dict[tuple, tuple] = {}
        self._passing: tuple | None = None  # chosen for a field that is still filling in

    def forget(self) -> None:
        """Let the next field choose its scale anew."""
        self._chosen.clear()
        self._own.clear()

    def own(self, indicator: Any, field: Field | None) -> OwnRange:
        """The choices for a field beside the one that they are for: its range and scale are its own, and stay.

        Parameters
        ----------
        indicator : Indicator
            An instance.
        field : Field or None
            Its field, None while it is being computed.
        """
        state = self.state
        signed = state.colour_map in SIGNED
        key = (*signature(indicator, None)[:2], state.taken, signed)
        if key not in self._own:
            if field is None or field.values is None:
                return OwnRange(state, None, None, False)
            log = broad(field.values) and not signed
            self._own[key] = (*snap(field.values, signed, log), log)
        return OwnRange(state, *self._own[key])

    def choose(self, moment: Moment) -> None:
        """Once for each indicator and glass: a field that spans decades begins on a logarithmic scale.

        The range is then fixed until it is changed or snapped: one that followed every frame would mislead.

        Parameters
        ----------
        moment : Moment
            What is about to be shown.
        """
        state, field = self.state, moment.field
        if field is None or field.values is None:
            return
        signed = state.colour_map in SIGNED
        if moment.indicator.key not in self._chosen:
            self._chosen.add(moment.indicator.key)
            state.log = broad(field.values) and not signed
        filled = field.pending is None and self._passing == (state.low, state.high)
        if state.low is None or filled:
            low, high = snap(field.values, signed, state.log)
            state.param.update(low=low, high=high)
            self._passing = None if field.pending is None else (low, high)
