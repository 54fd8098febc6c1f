"""A consumer of events that ranks their cores and keeps the three kinds of score apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import GlassError
from ..indicators.indicator import Indicator
from .ranks import BEYOND, RankScore, rank


@dataclass(frozen=True, slots=True)
class ScoredEvent:
    """One event with the rank of its core: what the table of events shows.

    Attributes
    ----------
    ordinal : int
        1 for the first event of the run.
    strain : float
        Strain of the event.
    core : int
        The core particle, the one with the largest |Psi_c|.
    rank : float
        Rank of the core in the field, 1 = softest.
    kind : str
        Kind of score that it counts in, one of `glasscope.engine.scores.KINDS`.
    lead : float or None
        Strain between field and event, for the kind "lead".
    """

    ordinal: int
    strain: float
    core: int
    rank: float
    kind: str
    lead: float | None = None


class EventScorer:
    """Rank the cores of events as they come, for one indicator, and keep each kind of score apart.

    Parameters
    ----------
    soft : {"high", "low"} or an indicator
        Which end of the field is soft; an indicator (class or instance) says so itself.

    Examples
    --------
    >>> scorer = EventScorer(INDICATORS["steric_order"])
    >>> for ordinal, event in enumerate(events, start=1):
    ...     scorer.add(field_as_cast, event, ordinal)
    >>> scorer.score("as cast, first event").C
    """

    def __init__(self, soft: str | Indicator | type[Indicator]) -> None:
        self.soft = soft if isinstance(soft, str) else soft.soft
        if self.soft not in ("high", "low"):
            raise GlassError(f'soft is "high" or "low", or an indicator that says which; got {soft!r}')
        self.events: list[ScoredEvent] = []

    def add(
        self,
        field: np.ndarray,
        event: Any,  # Any: an event, or whatever has a core and a strain
        ordinal: int,
        lead: float | None = None,
    ) -> ScoredEvent:
        """Rank one event's core in one field.

        Parameters
        ----------
        field : (N,) array
            Indicator values: as cast, or taken a strain `lead` before the event.
        event : Event
            Anything with `core` and `strain`.
        ordinal : int
            1 for the first event of the run, counted from zero strain.
        lead : float, optional
            Strain between field and event; None says that the field was taken as cast, at zero strain.

        Returns
        -------
        ScoredEvent

        Raises
        ------
        GlassError
            Ordinal below 1, a lead that is not positive, or a field that `rank` refuses. Nothing is added then.
        """
        if ordinal < 1:
            raise GlassError(f"events are counted from 1, not {ordinal}")
        if lead is not None:
            kind = "lead"
        else:
            kind = "as cast, first event" if ordinal == 1 else "as cast, later events"
        value = rank(field, int(event.core), self.soft)
        RankScore(np.array([value]), kind, lead)  # checks the lead before anything is kept
        scored = ScoredEvent(int(ordinal), float(event.strain), int(event.core), value, kind, lead)
        self.events.append(scored)
        return scored

    @property
    def left_out(self) -> int:
        """How many events lie before `BEYOND`: ranked as cast, and left out of the scores."""
        return sum(event.lead is None and event.strain < BEYOND for event in self.events)

    def score(self, kind: str, lead: float | None = None) -> RankScore:
        """Score of all events of one kind so far.

        Parameters
        ----------
        kind : str
            One of `glasscope.engine.scores.KINDS`.
        lead : float, optional
            For the kind "lead": which lead. Different leads are different scores.

        Returns
        -------
        RankScore
            Of fields as cast without the events before `BEYOND`, see `left_out`.
        """
        ranks = [
            e.rank
            for e in self.events
            if e.kind == kind
            and (lead is None or (e.lead is not None and np.isclose(e.lead, lead, rtol=1e-6)))
            and (kind == "lead" or e.strain >= BEYOND)
        ]
        if kind == "lead" and lead is None:
            raise GlassError(f"say which lead; scored so far: {sorted({e.lead for e in self.events if e.lead})}")
        return RankScore(np.array(ranks), kind, lead)
