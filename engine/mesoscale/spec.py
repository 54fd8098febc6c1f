"""Many lattices from one YAML file: sizes, seeds, and what their blocks bear at first."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from typing import NamedTuple

from ..ensembles.reading import Reader, as_it_is, list_of, number, one_of, spec_in, text, whole
from ..errors import GlassError
from ..limits import MOST_SAMPLES
from .model import PLASTIC_STRAIN
from .propagator import LARGEST, SMALLEST
from .thresholds import BLOCK, SOURCES

EVERY = 0.005
"""Strain between two stresses that are kept, where nothing else is asked for."""


@dataclass(frozen=True)
class Blocks:
    """What the blocks of a class of lattices bear.

    Attributes
    ----------
    values : tuple of float
        Yield stresses that were measured; empty where they are those of glasses.
    glasses : tuple of str
        Keys of shipped glasses, or files.
    source : str
        The indicator that is a yield stress.
    block : float
        Side of a block in units of length.
    least : bool
        See `Thresholds.from_glass`.
    angle : float
        Of the simple shear, degrees: 0 or 90.
    modulus : float or None
        Shear modulus; the mean of the glasses' where left out.
    """

    values: tuple[float, ...] = ()
    glasses: tuple[str, ...] = ()
    source: str = SOURCES[0]
    block: float = BLOCK
    least: bool = False
    angle: float = 0.0
    modulus: float | None = None


class LatticeSample(NamedTuple):
    """One lattice of many.

    Attributes
    ----------
    kind : str
        Name of its class.
    size, seed : int
        Blocks along a side; of all that is drawn.
    """

    kind: str
    size: int
    seed: int

    @property
    def label(self) -> str:
        """Name of its file."""
        return f"{self.kind}-{self.size}-{self.seed:04d}"


@dataclass(frozen=True)
class MesoscaleSpec:
    """Lattices that are sheared alike.

    Attributes
    ----------
    name : str
        Of all.
    classes : mapping of str to Blocks
        What blocks bear at first, by name.
    renewal : str
        The class from which a block that has failed draws.
    sizes, seeds : tuple of int
        Of the lattices: each class has one of each size and seed.
    max_strain, every : float
        Where they end, and between two stresses that are kept.
    band_strains : tuple of float
        Where the band of what failed so far is looked for.
    plastic_strain, slip_power : float
        See `ElastoplasticModel`.
    discrete, both_signs : bool
        See `ElastoplasticModel`.
    """

    name: str
    classes: Mapping[str, Blocks]
    renewal: str
    sizes: tuple[int, ...]
    seeds: tuple[int, ...]
    max_strain: float
    every: float = EVERY
    band_strains: tuple[float, ...] = ()
    plastic_strain: float = PLASTIC_STRAIN
    slip_power: float = 0.0
    discrete: bool = False
    both_signs: bool = False

    @property
    def samples(self) -> tuple[LatticeSample, ...]:
        """All of them."""
        return tuple(LatticeSample(*one) for one in product(self.classes, self.sizes, self.seeds))

    def to_mapping(self) -> dict:
        """Everything said, as `mesoscale` reads it again."""
        found = asdict(self) | {"classes": {}}
        for name, blocks in self.classes.items():
            said = {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(blocks).items()}
            found["classes"][name] = {key: value for key, value in said.items() if value not in ([], None)}
        return {key: list(value) if isinstance(value, tuple) else value for key, value in found.items() if value != ()}


def read_mesoscale(path: str | Path) -> MesoscaleSpec:
    """The lattices that a YAML file describes; `mesoscale/r24-fig5.yaml` among the examples explains every name.

    Parameters
    ----------
    path : str or path
        The file. Glasses that it names are looked for beside it.

    Raises
    ------
    GlassError
        No such file, no YAML, unknown names, or values that are not possible.
    """
    return spec_in(path, mesoscale)


def mesoscale(content: Mapping, folder: str | Path = ".", name: str = "mesoscale") -> MesoscaleSpec:
    """The lattices that a mapping describes, as read from YAML.

    Parameters
    ----------
    content : mapping
        Names and values.
    folder : str or path
        Where glasses are looked for.
    name : str
        Their name, where the mapping has none.

    Raises
    ------
    GlassError
        Unknown names, or values that are not possible.
    """
    top = Reader(content)
    strain = functools.partial(number, above=0.0, high=1000.0)
    classes = _classes(top, Path(folder))
    size = functools.partial(whole, least=SMALLEST, most=LARGEST)
    seeds = top.take("seeds", as_it_is)
    seeds = tuple(range(1, whole(seeds, "seeds", most=MOST_SAMPLES) + 1)) if not isinstance(seeds, list) else seeds
    max_strain = top.take("max_strain", strain)
    found = MesoscaleSpec(
        name=top.take("name", text, name),
        classes=classes,
        renewal=top.take("renewal", one_of(classes)),
        sizes=top.take("sizes", list_of(size)),
        seeds=list_of(functools.partial(whole, least=0), most=MOST_SAMPLES)(seeds, "seeds"),
        max_strain=max_strain,
        every=top.take("every", functools.partial(number, above=0.0, high=max_strain), min(EVERY, max_strain)),
        band_strains=tuple(
            sorted(top.take("band_strains", list_of(functools.partial(number, above=0.0, high=max_strain)), ()))
        ),
        plastic_strain=top.take("plastic_strain", functools.partial(number, above=0.0, high=10.0), PLASTIC_STRAIN),
        slip_power=top.take("slip_power", functools.partial(number, low=-10.0, high=10.0), 0.0),
        discrete=top.take("discrete", _truth, False),
        both_signs=top.take("both_signs", _truth, False),
    )
    top.close()
    return found


def _classes(top, folder):
    """By name, what blocks bear."""
    said = top.take("classes", as_it_is)
    if not isinstance(said, Mapping) or not said:
        raise GlassError("classes say what blocks bear, by name: {hot: {glasses: [...], source: residual_strength}}")
    return {text(name, "classes"): _blocks(Reader(one, f"classes.{name}"), name, folder) for name, one in said.items()}


def _blocks(reader, name, folder):
    values = reader.take("values", list_of(functools.partial(number, above=0.0), distinct=False), ())
    glasses = reader.take("glasses", list_of(text, most=MOST_SAMPLES), ())
    if bool(values) == bool(glasses):
        raise GlassError(f"classes.{name}: give either values or glasses")
    found = Blocks(
        values, tuple(str(folder / glass) if (folder / glass).is_file() else glass for glass in glasses),
        source=reader.take("source", one_of(SOURCES), SOURCES[0]),
        block=reader.take("block", functools.partial(number, above=0.0, high=100.0), BLOCK),
        least=reader.take("least", _truth, False),
        angle=reader.take("angle", one_of([0, 90]), 0),
        modulus=reader.take("modulus", functools.partial(number, above=0.0), None),
    )  # fmt: skip
    reader.close()
    if values and found.modulus is None:
        raise GlassError(f"classes.{name}: values alone do not say the modulus: give it")
    return found


def _truth(value, place):
    if not isinstance(value, bool):
        raise GlassError(f"{place} is true or false; got {value!r}")
    return value
