"""What all views are given at one push: an immutable picture of the session."""

from dataclasses import dataclass
from typing import Any

from ..fields.arrows import Vectors
from ..fields.field import Field
from ..fields.fields import Fields
from ..found.band import BandFound
from ..found.strength_map import Standing
from ..found.surroundings import Surroundings
from ..found.vibrations import Spectrum
from ..found.voronoi import Cells
from ..run.history import Store
from ..run.records import Snapshot
from .choices import State


@dataclass(frozen=True, eq=False)
class Moment:
    """One push of a session to its views.

    Attributes
    ----------
    snapshot : Snapshot
        The moment shown.
    state : State
        The user's choices.
    store : Store
        The run.
    fields : Fields
        Indicator fields and ranks.
    indicator : Indicator
        The indicator shown.
    others : list of Indicator
        The other indicators.
    field : Field or None
        The field shown, None while it is being computed.
    mode : str
        "idle", "play", "step" or "event".
    live : bool
        True while the newest state is shown, False in the past.
    load : Load
        The load that the controls say: fields and arrows are for it, also before it is taken up.
    vectors : Vectors or None
        The newest mode or elastic response, where arrows of one are wanted.
    spectrum : Spectrum or None
        The newest spectrum of the run.
    beside : tuple of Moment
        The same with other indicators, for the maps that stand beside the first one; empty in other rooms.
    cells : Cells or None
        The newest Voronoi cells, where they are wanted.
    surroundings : Surroundings or None
        What is around soft and hard particles, the newest of the run.
    strength : Standing or None
        What is known of the strength of the state of the field, and of those beside it; None where nobody asks.
    marked : Field or None
        The field of nonlinear modes of the same state, whose modes are marked; None where they are not wanted, or not
        there yet.
    band : BandFound or None
        The shear band of the run as far as it has come.
    """

    snapshot: Snapshot
    state: State
    store: Store
    fields: Fields
    indicator: Any
    others: list
    field: Field | None
    mode: str
    live: bool
    load: Any = None
    vectors: Vectors | None = None
    spectrum: Spectrum | None = None
    beside: tuple = ()
    cells: Cells | None = None
    surroundings: Surroundings | None = None
    strength: Standing | None = None
    band: BandFound | None = None
    marked: Field | None = None

    @property
    def modes(self) -> Any:
        """The nonlinear modes whose places are marked: those of the field, or of the same state; None without any."""
        known = [field.modes for field in (self.field, self.marked) if field is not None and field.modes is not None]
        return known[0] if known else None

    @property
    def events(self) -> list:
        """Events at or before the moment."""
        return [event for event in self.store.events if event.row <= self.snapshot.row]
