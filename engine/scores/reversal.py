"""Does an event undo itself when the strain is taken back? Anelastic events, R20 Fig. 5."""

from __future__ import annotations

from contextlib import closing
from typing import NamedTuple

import numpy as np

from ..matter.glass import Glass
from ..matter.load import Load
from ..mechanics.events import Event
from ..mechanics.shear import shear

_SAME = 1e-3  # mean spacings: relaxed states agree to 1e-8, different ones differ by tenths


class Reversal(NamedTuple):
    """What shearing back from an event found.

    Attributes
    ----------
    reversible : bool
        Whether the glass came back to the branch that it had left.
    strain : float
        Recovery strain, below that of the event: where it fell back; nan where it did not.
    n_events : int
        Events on the way back, the recovering one included.
    """

    reversible: bool
    strain: float
    n_events: int


def shear_back(event: Event, load: Load, to_strain: float = 0.0) -> Reversal:
    """Shear the state after an event backwards until it falls back to the branch from before the event.

    Both the state after the event and the one before it are strained back; after each event on the way the two are
    compared at the same strain *(ours: the paper shows the loop and gives no test)*. They are the same if no particle
    is farther than a thousandth of the mean spacing from where it was, however many events that took.

    Parameters
    ----------
    event : Event
        From `shear`.
    load : Load
        The load that it happened under.
    to_strain : float
        Where to give up, below the strain of the event.

    Returns
    -------
    Reversal
        Cost: that of the shear from the event to where it recovers, twice.
    """
    back, pending, n_events, fell_at = load.reversed(), False, 0, np.nan
    before, before_strain = event.before, -event.bracket[0]
    with closing(shear(event.after, back, max_strain=-to_strain, start_strain=-event.bracket[1])) as steps:
        for step in steps:
            if step.event is not None:
                pending, n_events, fell_at = True, n_events + 1, -step.event.strain
            if not pending or step.strain <= before_strain:
                continue
            *_, last = shear(before, back, max_strain=step.strain, start_strain=before_strain, at=[step.strain])
            before, before_strain, pending = last.glass, last.strain, False
            if same_state(before, step.glass):
                return Reversal(True, fell_at, n_events)
    return Reversal(False, np.nan, n_events)


def same_state(first: Glass, second: Glass) -> bool:
    """Whether two states of one glass at the same strain are the same but for a translation.

    Parameters
    ----------
    first, second : Glass
        Of the same particles in the same cell.
    """
    apart = first.box.minimum_image(second.positions - first.positions)
    apart -= apart[0]  # a translation through the boundary is one too
    apart = first.box.minimum_image(apart)
    apart -= apart.mean(axis=0)
    spacing = first.density ** (-1 / first.dimension)
    return bool(np.sqrt((apart**2).sum(axis=1)).max() < _SAME * spacing)
