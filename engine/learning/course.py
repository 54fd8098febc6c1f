"""What a plane is trained on: glasses, loads and labels, and how that is done for each learned indicator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import GlassError
from ..matter.load import Load
from ..matter.model import Model
from ..matter.models import model_of
from .labels import RADIUS
from .sets import angular_structure, radial_structure
from .structure import Structure


@dataclass(frozen=True)
class Recipe:
    """How a learned indicator is trained, if nothing else is asked for.

    Attributes
    ----------
    structure : callable
        Model -> structure functions.
    labels : str
        How particles are labelled, one of `LABELS`.
    strength, tolerance : float
        C of the support vector machine, and where its solver stops.
    max_strain : float
        Where a run ends.
    """

    structure: Callable[[Model], Structure]
    labels: str
    strength: float
    tolerance: float
    max_strain: float


RECIPES: Mapping[str, Recipe] = {
    "softness": Recipe(radial_structure, "critical", 1.0, 1e-4, 0.1),
    "softness_angular": Recipe(angular_structure, "mobile", 100.0, 1e-2, 0.05),
}
"""By the key of the indicator: R20's and FM21's."""


@dataclass(frozen=True)
class Course:
    """What a plane is trained on.

    Attributes
    ----------
    indicator : str
        A key of `RECIPES`.
    model, protocol : str or None
        Keys, where glasses are prepared; None where they are given.
    n_samples, n_particles, seed : int
        How many are prepared, how large, and the first of their seeds.
    parameters : mapping of str to float
        Of the protocol, and density, other than the defaults.
    glasses : tuple of str
        Keys of the library or files, in place of all the above.
    n_loads : int
        Directions of simple shear, evenly spread over 180°: 0° and 90° are opposite signs.
    events : int
        A run ends after so many.
    radius : float
        Of D²min of the critical modes, in mean spacings.
    labels : str or None
        One of `LABELS`; None takes the recipe's.
    max_strain : float or None
        Where a run ends; None takes the recipe's.
    """

    indicator: str = "softness"
    model: str | None = None
    protocol: str | None = None
    n_samples: int = 20
    n_particles: int = 4096
    seed: int = 1
    parameters: Mapping[str, float] = field(default_factory=dict)
    glasses: tuple[str, ...] = ()
    n_loads: int = 8
    events: int = 10
    radius: float = RADIUS
    labels: str | None = None
    max_strain: float | None = None

    def __post_init__(self):
        if self.indicator not in RECIPES:
            raise GlassError(f"{self.indicator!r} is not trained; learned are {', '.join(RECIPES)}")
        if bool(self.glasses) == (self.model is not None):
            raise GlassError("which glasses? Name a model to prepare them, or glasses that are there: one of the two")
        if self.glasses and (self.protocol is not None or self.parameters):
            raise GlassError("a protocol and its parameters prepare glasses; leave them out where glasses are given")
        if taken := {*self.parameters} & {"model", "n_particles", "protocol", "seed", "progress", "checkpoint"}:
            raise GlassError(f"{min(taken)} is no parameter of a protocol")
        if len(set(self.glasses)) < len(self.glasses):
            raise GlassError("a glass is given twice: it would be trained on and tried on at once")
        if (len(self.glasses) or self.n_samples) < 2:
            raise GlassError("a plane is tried on glasses that it has not seen: take at least two")
        if self.n_loads < 1:
            raise GlassError(f"at least one direction of shear is needed; got {self.n_loads}")
        if self.model is not None:
            model_of(self.model)

    @property
    def recipe(self) -> Recipe:
        """The indicator's recipe."""
        return RECIPES[self.indicator]

    @property
    def loads(self) -> list[Load]:
        """Directions of simple shear."""
        return [Load.simple_shear(angle=180.0 * k / self.n_loads) for k in range(self.n_loads)]

    @property
    def samples(self) -> list[str | int]:
        """Seeds, or glasses."""
        return list(self.glasses) or [self.seed + k for k in range(self.n_samples)]

    @property
    def gathering(self) -> dict[str, Any]:  # Any: numbers and words
        """What `gather` takes besides glass and loads."""
        labels = self.recipe.labels if self.labels is None else self.labels
        max_strain = self.recipe.max_strain if self.max_strain is None else self.max_strain
        return {"labels": labels, "max_strain": max_strain, "events": self.events, "radius": self.radius}

    def arguments(self, seed: int) -> dict[str, Any]:  # Any: numbers and words
        """What `prepare` takes.

        Parameters
        ----------
        seed : int
            Of one sample.
        """
        made = {"model": self.model, "n_particles": self.n_particles, "protocol": self.protocol or "htl", "seed": seed}
        return made | dict(self.parameters)
