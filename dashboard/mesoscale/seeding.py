"""What a lattice is made of: the strengths of the glass shown, and those that blocks have once they have failed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from ..found.finder import Bench, Finder, Wanted, Watch
from ..look.words import describe
from ..physics import ElastoplasticModel, Glass, GlassError, Load, Thresholds, library, shear_modulus
from ..run.history import History
from ..run.records import Frame

KEPT = 4
"""So many seedings are kept: a run that begins anew needs nothing measured."""

_HOT: dict[tuple[str, str], tuple[Thresholds, float, str]] = {}
_measuring = threading.Lock()


@dataclass(frozen=True, eq=False)
class Seeding:
    """What is known of a glass before its lattice is made.

    Attributes
    ----------
    about : tuple
        How it was measured, see `wanted_seeding`.
    own : Thresholds or None
        Its map; None where there is an `error`.
    modulus : float
        Its shear modulus.
    renewal : Thresholds or None
        What blocks bear after a failure; None for what the glass itself does.
    renewed_modulus : float
        Their modulus from then on.
    hot : str
        The glass that those are of; empty for the glass itself.
    error : str
        Why there is no lattice.
    """

    about: tuple[object, ...]
    own: Thresholds | None
    modulus: float = 1.0
    renewal: Thresholds | None = None
    renewed_modulus: float = 1.0
    hot: str = ""
    error: str = ""

    @property
    def size(self) -> int:
        """Blocks along a side of the glass; 0 where there is an error."""
        return 0 if self.own is None or self.own.size is None else self.own.size


@dataclass(frozen=True)
class Rules:
    """What the user chooses of a lattice besides its strengths.

    Attributes
    ----------
    size : int
        Blocks along a side, drawn from the strengths; 0 for the glass's own map.
    plastic_strain : float
        Slip of a failure.
    """

    size: int
    plastic_strain: float


def lattice_of(seeding: Seeding, rules: Rules) -> ElastoplasticModel:
    """The lattice at rest, the same each time.

    Parameters
    ----------
    seeding : Seeding
        One without an error.
    rules : Rules
        What is chosen.

    Raises
    ------
    GlassError
        There is nothing to make it of.
    """
    own = seeding.own
    if own is None:
        raise GlassError(seeding.error)
    first = Thresholds.from_values(own.values) if rules.size else own
    return ElastoplasticModel(
        rules.size or seeding.size,
        first,
        seeding.renewal or Thresholds.from_values(own.values),
        seeding.modulus,
        rules.plastic_strain,
        renewed_modulus=seeding.renewed_modulus,
    )


def wanted_seeding(history: History, load: Load, source: str, renewal: str) -> Wanted[Frame]:
    """The seeding of the glass as cast.

    Parameters
    ----------
    history : History
        The run.
    load : Load
        Of the run's first leg.
    source : str
        Indicator that measures strengths.
    renewal : {"hot", "own"}
        What blocks bear after a failure.
    """
    return Wanted(history.run, history.frames[0], (source, renewal, load))


def seeding_finder(bench: Bench) -> Finder[Frame, Seeding]:
    """Who measures what blocks can bear.

    Parameters
    ----------
    bench : Bench
        What it is given of its session.
    """
    kept: dict[tuple, Seeding] = {}

    def find(wanted: Wanted[Frame], watch: Watch[Seeding]) -> Seeding:
        key = (wanted.state.serial, *wanted.about)
        if key not in kept:
            kept[key] = _measured(bench.history.rebuild(wanted.state, anew=True), wanted.about, watch)
            for old in list(kept)[:-KEPT]:
                del kept[old]
        return kept[key]

    return Finder(bench, find, "There is no lattice of this glass")


def _measured(glass, about, watch):
    source, renewal, load = about
    try:
        own = Thresholds.from_glass(glass, load, source, progress=_telling(watch, "what its blocks bear"))
    except GlassError as error:
        return Seeding(about, None, error=describe(error))
    modulus = float(shear_modulus(glass))
    found = _hot(glass, source, watch) if renewal == "hot" else None
    return Seeding(about, own, modulus, *(found or (None, modulus)))


def _telling(watch: Watch, words: str) -> Callable[[float], None]:
    return lambda share: watch(words, share)


def _hot(glass: Glass, source: str, watch: Watch) -> tuple[Thresholds, float, str] | None:
    """Strengths of the hottest glass of the same model, measured once for all pages; None where none is shipped."""
    alike = [entry for entry in library() if entry.model == glass.model.key]
    if not alike:
        return None
    key = (glass.model.key, source)
    with _measuring:
        if key not in _HOT:
            entry = min(alike, key=lambda each: (-each.parent_temperature, each.n_particles, each.seed))
            hot = entry.load()
            telling = _telling(watch, "what blocks of a hot glass bear")
            values = Thresholds.from_glass(hot, Load.simple_shear(), source, progress=telling).values
            _HOT[key] = Thresholds.from_values(values), float(shear_modulus(hot)), entry.label
        return _HOT[key]
