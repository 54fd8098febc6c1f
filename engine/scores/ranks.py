"""Rank of an event's core in an indicator field, and the score C = 2<r> - 1 of many such ranks.

The score is that of Patinet, Vandembroucq and Falk (2016) as used by Richard et al. (2020), section II C.
Three kinds of it exist. They answer different questions and are never mixed:

====================== ======= ==========================================================
kind                   symbol  the field was taken ...
====================== ======= ==========================================================
as cast, first event   C_min   at zero strain; the event is the first one
as cast, later events  C_γ     at zero strain; the events are the second and later ones
lead                   C_Δγ    a strain Δγ before each event
====================== ======= ==========================================================
"""

import math
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from scipy.special import bdtr, ndtri

from ..errors import GlassError

KINDS = MappingProxyType({"as cast, first event": "C_min", "as cast, later events": "C_γ", "lead": "C_Δγ"})
"""Kinds of score and the symbol of each."""

EXACT_BELOW = 20
"""Up to this many events the band of chance of C is the exact one (Irwin-Hall), above it the normal one."""

BEYOND = 1e-4
"""Strain from which on events count in scores as cast, a hundred brackets: a glass that all but yields as it is cast
has the critical mode of its event in every field already."""


def rank(field: np.ndarray, particle: int, soft: str = "high") -> float:
    """Rank of one particle in a field, 1 for the softest.

    Particles are ordered from the hardest (rank 1) to the softest (rank N); equal values share the mean of
    their ranks; the result is divided by N (Richard et al. 2020, section II C: r_x).

    Parameters
    ----------
    field : (N,) array
        Indicator values, raw.
    particle : int
        Index of the particle, 0 <= particle < N.
    soft : {"high", "low"}
        Which end of the field is soft.

    Returns
    -------
    float
        In [1/N, 1]; (N + 1)/(2 N) on a constant field.

    Raises
    ------
    GlassError
        Field not one-dimensional, empty or not finite; no such particle; unknown `soft`.

    Notes
    -----
    Cost O(N): values are counted, not sorted.
    """
    values = np.asarray(field, dtype=np.float64)
    if values.ndim != 1 or values.size == 0:
        raise GlassError(f"a field has one value per particle, shape (N,), N > 0; got shape {values.shape}")
    if not np.isfinite(values).all():
        raise GlassError(f"the field holds {np.count_nonzero(~np.isfinite(values))} values that are not finite numbers")
    if soft not in ("high", "low"):
        raise GlassError(f'soft is "high" or "low", not {soft!r}')
    if not 0 <= particle < values.size:
        raise GlassError(f"particle {particle} does not exist: the field has particles 0 to {values.size - 1}")
    own = values[particle]
    harder = np.count_nonzero(values < own) if soft == "high" else np.count_nonzero(values > own)
    equal = np.count_nonzero(values == own)
    return (harder + 0.5 * (equal + 1)) / values.size


def mean_ranks(values: np.ndarray) -> np.ndarray:
    """Rank of every value, 1 for the smallest; equal values share the mean of their ranks.

    Parameters
    ----------
    values : array_like, shape (n,)
        No nan among them.

    Returns
    -------
    ndarray, shape (n,)
        From 1 to n; their sum is n (n + 1) / 2. Cost: a sort.
    """
    values = np.asarray(values, dtype=np.float64)
    rising = np.sort(values)
    return (np.searchsorted(rising, values, "left") + np.searchsorted(rising, values, "right") + 1) / 2


class RankScore:
    """Ranks of event cores of one kind, their mean as C = 2<r> - 1, and what chance would have given.

    Parameters
    ----------
    ranks : (n,) array_like
        Ranks in (0, 1], 1 = softest, one per event; may be empty.
    kind : str
        One of `KINDS`.
    lead : float, optional
        Strain between field and event: needed, and positive, for the kind "lead"; not allowed for the others.
        (At the onset itself the field sees the critical mode and ranks the core 1 by construction.)

    Raises
    ------
    GlassError
        Unknown kind, ranks outside (0, 1], or a lead that is missing, not positive or out of place.

    Notes
    -----
    Chance means independent ranks uniform on (0, 1); the 1/N of a finite system is neglected.
    """

    __slots__ = ("kind", "lead", "ranks")

    def __init__(self, ranks: np.ndarray, kind: str, lead: float | None = None) -> None:
        if kind not in KINDS:
            raise GlassError(f"unknown kind of score {kind!r}; known: {', '.join(map(repr, KINDS))}")
        if kind == "lead" and (lead is None or not lead > 0.0 or not math.isfinite(lead)):
            raise GlassError(f"a lead is a positive strain between the field and the event, not {lead!r}")
        if kind != "lead" and lead is not None:
            raise GlassError(f"a score of kind {kind!r} has no lead: its field was taken as cast")
        values = np.array(ranks, dtype=np.float64).reshape(-1)
        if not ((values > 0.0) & (values <= 1.0)).all():
            raise GlassError("ranks lie in (0, 1], 1 for the softest particle")
        values.setflags(write=False)
        self.ranks, self.kind, self.lead = values, kind, None if lead is None else float(lead)

    def __repr__(self) -> str:
        lead = "" if self.lead is None else f", lead={self.lead:g}"
        return f"RankScore(n={self.n}, C={self.C:.3f}, kind={self.kind!r}{lead})"

    def __add__(self, other: "RankScore") -> "RankScore":
        """Join the events of two scores of the same kind (and lead).

        Raises
        ------
        GlassError
            The kinds or the leads differ.
        """
        if not isinstance(other, RankScore):
            return NotImplemented
        if self.kind != other.kind:
            raise GlassError(f"scores of different kinds are never mixed: {self.kind!r} and {other.kind!r}")
        if self.lead and other.lead and not math.isclose(self.lead, other.lead, rel_tol=1e-6):
            raise GlassError(f"scores with different leads are never mixed: {self.lead:g} and {other.lead:g}")
        return RankScore(np.concatenate([self.ranks, other.ranks]), self.kind, self.lead)

    @property
    def symbol(self) -> str:
        """The symbol of this kind of score: C_min, C_γ or C_Δγ."""
        return KINDS[self.kind]

    @property
    def n(self) -> int:
        """Number of events."""
        return self.ranks.size

    @property
    def C(self) -> float:
        """Score C = 2<r> - 1: 1 perfect, 0 chance, -1 always wrong; nan without events."""
        return 2.0 * float(self.ranks.mean()) - 1.0 if self.n else math.nan

    @property
    def error(self) -> float:
        """Standard error of C, 2 s(r)/√n with the sample deviation s; nan for fewer than two events."""
        return 2.0 * float(self.ranks.std(ddof=1)) / math.sqrt(self.n) if self.n > 1 else math.nan

    @property
    def chance(self) -> float:
        """Half-width of the interval that holds C in 95 % of cases by chance; nan without events.

        Exact (Irwin-Hall distribution) up to 20 events, the normal limit 1.96/√(3 n) above.
        """
        return _chance_half_width(self.n)

    def cdf(self) -> tuple[np.ndarray, np.ndarray]:
        """Cumulative distribution F of 1 - r, the fraction of particles softer than the core.

        Returns
        -------
        x, F : (n + 2,) arrays
            F jumps to F[k] at x[k] and stays there up to x[k + 1]; from (0, 0) to (1, 1). Its integral is <r>.
            Both are empty without events.
        """
        if self.n == 0:
            return np.empty(0), np.empty(0)
        x = np.concatenate([[0.0], np.sort(1.0 - self.ranks), [1.0]])
        steps = np.concatenate([np.arange(self.n + 1) / self.n, [1.0]])
        return x, steps

    def chance_band(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Band that holds F(x) in at least 95 % of cases by chance, at each x by itself.

        n F(x) is binomial with probability x; the band runs between its 2.5 % and 97.5 % quantiles.

        Parameters
        ----------
        x : array_like
            Values of 1 - r in [0, 1].

        Returns
        -------
        low, high : arrays of the shape of x
            0 and 1 throughout without events.
        """
        x = np.asarray(x, dtype=np.float64)
        if x.size and not ((x >= 0.0) & (x <= 1.0)).all():
            raise GlassError("the band of chance is defined for 1 - r between 0 and 1")
        if self.n == 0:
            return np.zeros_like(x), np.ones_like(x)
        counts = np.arange(self.n + 1)
        cumulative = bdtr(counts, self.n, x[..., None])
        low = np.argmax(cumulative >= 0.025, axis=-1) / self.n
        high = np.argmax(cumulative >= 0.975, axis=-1) / self.n
        return low, high

    def in_words(self) -> str:
        """One plain sentence: what was scored, how well, and whether chance would do as well."""
        if self.n == 0:
            return f"No event has been scored yet ({self.symbol}, {self._taken()})."
        softer = 100.0 * (1.0 - float(self.ranks.mean()))
        events = "1 event" if self.n == 1 else f"{self.n} events"
        if abs(self.C) <= self.chance:
            verdict = f"within the band of chance, ±{self.chance:.2f}"
        else:
            verdict = f"{'better' if self.C > 0 else 'worse'} than chance, ±{self.chance:.2f}"
        where = "the core" if self.n == 1 else "the average core"
        return (
            f"{self.symbol} = {self.C:.2f} over {events} ({self._taken()}): "
            f"{softer:.1f} % of particles looked softer than {where}; {verdict}."
        )

    def _taken(self) -> str:
        if self.kind == "lead":
            return f"field taken {self.lead:.3g} in strain before each event"
        return "field as cast, first event" if self.kind == "as cast, first event" else "field as cast, later events"


@lru_cache(maxsize=256)
def _chance_half_width(n: int) -> float:
    if n == 0:
        return math.nan
    if n > EXACT_BELOW:
        return float(ndtri(0.975)) / math.sqrt(3.0 * n)
    low, high = 0.0, 0.5 * n
    while high - low > 1e-12 * n:  # bisection: the sum of n ranks whose probability from below is 2.5 %
        middle = 0.5 * (low + high)
        low, high = (middle, high) if _irwin_hall(middle, n) < 0.025 else (low, middle)
    return 1.0 - 2.0 * low / n


def _irwin_hall(total: float, n: int) -> float:
    """Probability that n uniform numbers on (0, 1) sum to less than `total`."""
    terms = ((-1) ** k * math.comb(n, k) * (total - k) ** n for k in range(math.floor(total) + 1))
    return math.fsum(terms) / math.factorial(n)
