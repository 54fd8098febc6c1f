"""How a field is shaded: decided here, once for a push; range, scale and threshold are chosen once for each field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ..fields.field import Field, signature
from ..look.shades import broad, snap, threshold_of
from ..look.shadings import SHADINGS, Shading
from ..look.theme import SIGNED
from ..physics import GlassError, Indicator, Load
from ..wire.kinds import brief
from .choices import Choices

ABOUT_TO_YIELD = 0.03
"""What bears less than this strain more, Δτ_y/μ, is marked at first (R20 Fig. 8d)."""

RANGE_OF = frozenset({"taken", "parameter", "log", "colour_map"})
"""What, when it is changed, has the range chosen anew; another indicator has everything."""

THRESHOLD_OF = frozenset({"taken", "parameter", "threshold"})
"""What, when it is changed, has the threshold chosen anew; where it is typed, it is changed to the value typed."""

Value = TypeVar("Value")


@dataclass
class _Once(Generic[Value]):
    """A value that is chosen once, and once more when the field that it was chosen for has filled in."""

    value: Value | None = None
    passing: bool = False

    def get(self, choose: Callable[[], Value], filling: bool) -> Value:
        """The value; it is chosen where there is none, or none that lasts."""
        if self.value is None or (self.passing and not filling):
            self.value, self.passing = choose(), filling
        return self.value


@dataclass
class _Chosen:
    """What was chosen for one field."""

    log: _Once[bool] = field(default_factory=_Once)
    ends: _Once[tuple[float, float]] = field(default_factory=_Once)
    threshold: _Once[float] = field(default_factory=_Once)
    load: Load | None = None  # of the field that the ends were chosen for


class Ranges:
    """Chooses where the user has not: a range that followed every frame would mislead, one chosen once does not.

    Parameters
    ----------
    choices : Choices
        The choices; what the user says of the colours goes before.
    """

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self._shown = _Chosen()
        self._beside: dict[tuple[object, ...], _Chosen] = {}
        self._load: Load | None = None  # of the field that was shown last
        self._log = False  # of what was shown last: until the next field is there, nothing changes

    @property
    def held(self) -> tuple[float, float] | None:
        """Ends of the colours in use where another page would choose others: for a field of another state or load.

        None where it would choose the same, and while there are none.
        """
        own = self.choices.taken == "cast" and self._shown.load == self._load
        return None if own else self._shown.ends.value

    def forget(self) -> None:
        """Let everything be chosen anew: the next field is another one."""
        self.choices.param.update(low=None, high=None, threshold=None, log=None)
        self._shown = _Chosen()
        self._beside.clear()

    def changed(self, name: str) -> None:
        """Let be chosen anew what a change of the user's makes worthless.

        Parameters
        ----------
        name : str
            The choice that was changed; "parameter" for one of the indicator's own.
        """
        if name == "indicator":
            self.forget()
        if name in RANGE_OF:
            self.choices.param.update(low=None, high=None)
            self._shown.ends = _Once()
        if name in THRESHOLD_OF:
            if name != "threshold":
                self.choices.threshold = None
            self._shown.threshold = _Once()

    def shading(self, indicator: Indicator, field: Field | None, modulus: float | None = None) -> Shading:
        """How the field shown is shaded.

        Parameters
        ----------
        indicator : Indicator
            An instance.
        field : Field or None
            Its field, None while it is being computed.
        modulus : float, optional
            What the values are measured by where they are strengths: the shear modulus of the glass as cast.
        """
        choices, chosen = self.choices, self._shown
        said = (choices.low, choices.high) if choices.low is not None else None
        shading = self._decide(chosen, indicator, field, choices.log, said, choices.threshold, modulus, self._log)
        self._log = shading.log
        if field is not None and field.values is not None:
            self._load = field.load
        return shading

    def own(self, indicator: Indicator, field: Field | None) -> Shading:
        """How the field of a map beside others is shaded: what is said of the first one's range is not meant for it.

        Parameters
        ----------
        indicator : Indicator
            An instance.
        field : Field or None
            Its field, None while it is being computed.
        """
        choices = self.choices
        key = (*signature(indicator, None)[:2], choices.taken, choices.colour_map in SIGNED)
        chosen = self._beside.setdefault(key, _Chosen())
        return self._decide(chosen, indicator, field)

    def _decide(self, chosen, indicator, field, log=None, ends=None, threshold=None, modulus=None, before=False):
        """The shading of a field; what is not said is chosen."""
        choices = self.choices
        kind, signed = SHADINGS[choices.scale], choices.colour_map in SIGNED
        if field is not None and field.values is not None:
            values, filling = field.values, field.pending is not None
            if log is None:  # a field that spans decades begins on a logarithmic scale
                log = chosen.log.get(lambda: broad(values) and not signed, filling=False)
            if ends is None:
                if chosen.ends.value is None:
                    chosen.load = field.load
                ends = chosen.ends.get(lambda: snap(values, signed, log), filling)
            if "threshold" in kind.controls and threshold is None:  # nothing is sorted for what nobody sees
                threshold = ABOUT_TO_YIELD * modulus if modulus else None
                if threshold is None:
                    threshold = chosen.threshold.get(lambda: threshold_of(values, indicator.soft), filling)
        low, high = ends or chosen.ends.value or (None, None)
        log = chosen.log.value if log is None else log
        return kind(
            soft=indicator.soft,
            low=low,
            high=high,
            log=before if log is None else log,
            threshold=threshold,
            unit=(modulus, "μ") if modulus else (1.0, ""),
            colour_map=choices.colour_map,
            reverse=choices.reverse,
        )

    # what the user says of the range -----------------------------------------------------------------------------

    def set_end(self, name: str, value: object, shading: Shading) -> None:
        """Move one end of the range; both then stay where they are.

        Parameters
        ----------
        name : {"low", "high"}
            Which end.
        value : float
            Where to.
        shading : Shading
            What is shown.

        Raises
        ------
        GlassError
            It is no number, or there would be no range.
        """
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise GlassError(f"an end of the range is a number, not {brief(value)}")
        ends = {"low": shading.low, "high": shading.high} | {name: float(value)}
        low, high = ends["low"], ends["high"]
        if low is None or high is None or not low < high:
            raise GlassError(f"the range runs from a smaller to a larger value, not from {low} to {high}")
        if shading.log and low <= 0.0:
            raise GlassError("a logarithmic range starts above zero")
        self.choices.param.update(low=low, high=high)

    def snap(self, field: Field | None, shading: Shading) -> None:
        """Fit the range to the field shown.

        Parameters
        ----------
        field : Field or None
            The field; without values nothing is done.
        shading : Shading
            What is shown.
        """
        if field is not None and field.values is not None:
            low, high = snap(field.values, shading.colour_map in SIGNED, shading.log)
            self.choices.param.update(low=low, high=high)
