"""What an ensemble is: samples, loads, indicators, and what is measured with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from ..indicators import INDICATORS, Indicator
from ..matter.load import Load

_TINY = 1e-9  # a share of 0.2 is not quite a fifth


@dataclass(frozen=True)
class Wanted:
    """One indicator of an ensemble.

    Attributes
    ----------
    name : str
        What it is called in the results.
    key : str
        Of `INDICATORS`.
    parameters : tuple of (str, value)
        Other than its defaults.
    samples : int or None
        It is computed on this many of the samples, the first ones; None for all of them.
    """

    name: str
    key: str
    parameters: tuple[tuple[str, Any], ...] = ()  # Any: what each parameter takes, which the indicator checks
    samples: int | None = None

    def indicator(self) -> Indicator:
        """The indicator itself."""
        return INDICATORS[self.key](**dict(self.parameters))


class Binned(NamedTuple):
    """A field of which λ of SN19 is taken: an indicator's name, one of its `PARTS`, and ξ in mean spacings."""

    name: str
    part: str
    size: float

    def label(self, sizes: int) -> str:
        """Such as "anisotropic_softness: positive"; with ξ where there are several sizes.

        Parameters
        ----------
        sizes : int
            How many there are.
        """
        return f"{self.name}: {self.part}" + f", ξ = {self.size:g}" * (sizes > 1)


@dataclass(frozen=True)
class Sample:
    """One glass of an ensemble.

    Attributes
    ----------
    index : int
        Its place among the samples, from 0.
    label : str
        Name of its files: of its seed, or of the glass that was given.
    seed : int or None
        It is prepared from this seed.
    glass : str or None
        It is this file, or this key of the library.
    """

    index: int
    label: str
    seed: int | None = None
    glass: str | None = None


@dataclass(frozen=True)
class Ensemble:
    """Samples, loads, indicators, and what is to be measured with them. Made by `read_spec` or `ensemble`.

    Attributes
    ----------
    name : str
        For titles.
    model, protocol : str or None
        Keys; None where glasses are given.
    n_particles : int or None
        Of each sample.
    parameters : tuple of (str, float)
        Of the protocol, other than its defaults.
    density : float or None
        Other than the model's own.
    samples : tuple of Sample
        What is sheared.
    loads : tuple of Load
        How.
    max_strain : float
        Where a run ends.
    events : int or None
        A run ends after this many events, if that is sooner.
    indicators : tuple of Wanted
        Computed as cast.
    leads : tuple of float
        Strains before each event at which `lead_indicators` are computed again, for C_Δγ.
    lead_indicators : tuple of str
        Names among `indicators`.
    lead_samples : int or None
        They are computed on this many samples; None for all.
    bins : tuple of Binned
        For which λ of SN19 is taken: each part of a field with each size of bins.
    spots : tuple of str
        Indicators whose soft spots are compared with the events (Z17).
    d2min_strains : tuple of float
        Strains at which C_rank and R of FM21 are taken.
    moved : tuple of str
        Indicators taken on positions moved affinely and nonaffinely to the first event too (R20 Fig. 7).
    reversals : int
        Of this many events a run it is found out whether they undo themselves (R20 Fig. 5).
    labels : float or None
        D²_min of every particle is kept for learners, and this share of the samples for their tests; None: not kept.
    """

    name: str
    model: str | None
    n_particles: int | None
    protocol: str | None
    parameters: tuple[tuple[str, float], ...]
    density: float | None
    samples: tuple[Sample, ...]
    loads: tuple[Load, ...]
    max_strain: float
    events: int | None
    indicators: tuple[Wanted, ...]
    leads: tuple[float, ...]
    lead_indicators: tuple[str, ...]
    lead_samples: int | None
    bins: tuple[Binned, ...]
    spots: tuple[str, ...]
    d2min_strains: tuple[float, ...]
    moved: tuple[str, ...]
    reversals: int
    labels: float | None = None

    def wanted_of(self, sample: Sample) -> list[Wanted]:
        """The indicators that are computed on a sample.

        Parameters
        ----------
        sample : Sample
            One of `samples`.
        """
        return [wanted for wanted in self.indicators if wanted.samples is None or sample.index < wanted.samples]

    @property
    def bin_sizes(self) -> list[float]:
        """ξ of `bins`, rising."""
        return sorted({one.size for one in self.bins})

    def leads_of(self, sample: Sample) -> list[Wanted]:
        """The indicators that are computed before each event of a sample.

        Parameters
        ----------
        sample : Sample
            One of `samples`.
        """
        if self.lead_samples is not None and sample.index >= self.lead_samples:
            return []
        return [wanted for wanted in self.indicators if wanted.name in self.lead_indicators]

    def is_for_tests(self, sample: Sample) -> bool:
        """Whether a sample is kept for tests of what is learned: it stays so when samples are added.

        Parameters
        ----------
        sample : Sample
            One of `samples`.
        """
        share = self.labels or 0.0
        return int((sample.index + 1) * share + _TINY) > int(sample.index * share + _TINY)

    def to_mapping(self) -> dict:
        """Everything said, as `ensemble` reads it again: what is stored with the results."""
        given: dict[str, Any] = {"samples": len(self.samples)}
        if self.model is None:
            given["glasses"] = [sample.glass for sample in self.samples]
        else:
            given = {"seeds": [sample.seed for sample in self.samples]}
            given |= {"model": self.model, "n_particles": self.n_particles, "protocol": self.protocol}
            given |= {"parameters": dict(self.parameters), "density": self.density}
        found = given | {
            "name": self.name,
            "loads": [{"kind": load.kind, "angles": [load.angle], "signs": [load.sign]} for load in self.loads],
            "max_strain": self.max_strain,
            "events": self.events,
            "indicators": {
                wanted.name: {"indicator": wanted.key, "parameters": dict(wanted.parameters), "samples": wanted.samples}
                for wanted in self.indicators
            },
            "reversals": self.reversals,
        }
        if self.leads:
            found["leads"] = {
                "strains": list(self.leads), "indicators": list(self.lead_indicators), "samples": self.lead_samples,
            }  # fmt: skip
        if self.bins:
            parts = dict.fromkeys((one.name, one.part) for one in self.bins)
            fields = {name: [part for of, part in parts if of == name] for name, _ in parts}
            found["bins"] = {"size": self.bin_sizes, "fields": fields}
        for name in ("spots", "d2min_strains", "moved"):
            if getattr(self, name):
                found[name] = list(getattr(self, name))
        if self.labels is not None:
            found["labels"] = {"test": self.labels}
        return found
