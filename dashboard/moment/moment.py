"""What all views are given at one push: an immutable picture of the session."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as declared
from typing import TypeVar

from ..fields.arrows import Vectors
from ..fields.field import Field, Modes
from ..fields.fields import Fields
from ..look.shadings import Shading
from ..physics import Glass, Indicator, Load
from ..run.history import History
from ..run.records import EventRecord, Snapshot
from .choices import RINGED, Choices

Kind = TypeVar("Kind")


@dataclass(frozen=True, eq=False)
class Moment:
    """One push of a session to its views.

    Attributes
    ----------
    snapshot : Snapshot
        The moment shown.
    choices : Choices
        The user's choices.
    history : History
        The run.
    fields : Fields
        Indicator fields and ranks.
    indicator : Indicator
        The indicator shown.
    others : list of Indicator
        The other indicators.
    field : Field or None
        The field shown, None while it is being computed.
    shading : Shading
        How it is shaded.
    mode : str
        "idle", "play", "step" or "event".
    live : bool
        True while the newest state is shown, False in the past.
    load : Load
        The load that the controls say: fields and arrows are for it, also before it is taken up.
    vectors : Vectors or None
        The newest mode or elastic response, where arrows of one are wanted.
    beside : tuple of Moment
        The same with other indicators, for the maps that stand beside the first one; empty in other rooms.
    marked : Field or None
        The field of nonlinear modes of the same state, whose modes are marked; None where they are not wanted, or not
        there yet.
    results : mapping of type to object
        The newest of all that is found in the background, by what it is; see `found`.
    """

    snapshot: Snapshot
    choices: Choices
    history: History
    fields: Fields
    indicator: Indicator
    others: list[Indicator]
    field: Field | None
    shading: Shading
    mode: str
    live: bool
    load: Load
    vectors: Vectors | None = None
    beside: tuple["Moment", ...] = ()
    marked: Field | None = None
    results: Mapping[type, object] = declared(default_factory=dict)

    def found(self, kind: type[Kind]) -> Kind | None:
        """The newest of a kind that has been found in the background; None where there is none, or nobody asks.

        Parameters
        ----------
        kind : type
            Of the result, such as `Spectrum`.
        """
        result = self.results.get(kind)
        return result if isinstance(result, kind) else None

    @property
    def glass(self) -> Glass:
        """The glass as cast: its particles are those of every state."""
        return self.snapshot.glass

    @property
    def modes(self) -> Modes | None:
        """The nonlinear modes whose places are marked: those of the field, or of the same state; None without any."""
        known = [field.modes for field in (self.field, self.marked) if field is not None and field.modes is not None]
        return known[0] if known else None

    @property
    def events(self) -> list[EventRecord]:
        """Events at or before the moment."""
        return [event for event in self.history.events if event.row <= self.snapshot.row]

    @property
    def ringed(self) -> list[EventRecord]:
        """Those of them that are marked on the map."""
        return self.events[-RINGED:]
