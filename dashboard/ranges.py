"""The range and the scale of a field's colours, chosen once for each field and then left alone."""

from .moment import Moment
from .shades import broad, snap
from .state import State
from .theme import SIGNED


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

    def forget(self) -> None:
        """Let the next field choose its scale anew."""
        self._chosen.clear()

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
        if state.low is None:
            low, high = snap(field.values, signed, state.log)
            state.param.update(low=low, high=high)
