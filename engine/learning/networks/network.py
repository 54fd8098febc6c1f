"""A trained network: weights of a recipe, what they predict, and the file that holds them.

A file is an npz with one array of single precision a weight, and a header in JSON. Nothing in it is run: a kind and a
recipe of a few numbers name the layers, which are the engine's own.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, TypeVar

import numpy as np

from ...errors import GlassError
from ...matter.glass import Glass
from ...matter.load import Load
from ...whole_files import write_whole
from ..predictor import Predictor

FORMAT = "glasscope-network-1"
"""In the header of every file."""


class Told(Protocol):
    """What a network is told of a glass under a load: a dataclass of arrays."""

    def single(self) -> Told:
        """The same in single precision, for training."""


What = TypeVar("What", bound=Told)


@dataclass(frozen=True)
class NetworkRecipe(Generic[What]):
    """Base of the shapes of networks: a frozen dataclass of numbers, from which those of the weights follow."""

    strains: tuple[float, ...] = (0.01, 0.02, 0.03)

    def __post_init__(self):
        object.__setattr__(self, "strains", tuple(map(float, self.strains)))
        if not 0 < len(self.strains) <= 64:
            raise GlassError(f"a network predicts at some strains; got {self.strains}")

    @property
    def indicator(self) -> str:
        """Key of the indicator that such a network computes."""
        raise NotImplementedError

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of every array of weights by its name; matrices act on rows from the right."""
        raise NotImplementedError

    def told_of(self, glass: Glass, load: Load) -> What:
        """What such a network is told of a glass.

        Parameters
        ----------
        glass : Glass
            The state; not changed.
        load : Load
            A shear.

        Raises
        ------
        GlassError
            The load is no shear, or the glass too small or too large.
        """
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class Network(Predictor, Generic[What]):
    """Base of networks: the logarithm of the odds that a particle is among those that move most.

    Attributes
    ----------
    recipe : NetworkRecipe
        Its shape.
    weights : mapping of str to ndarray of float32
        As the recipe's `shapes` says.
    strain : float
        Which of the recipe's strains `softness` is of.
    model, about
        As `Predictor` has them.
    """

    recipe: NetworkRecipe[What]
    weights: Mapping[str, np.ndarray]
    strain: float
    model: str
    about: Mapping = field(default_factory=dict)

    kind: ClassVar[str]

    def __post_init__(self):
        shapes = self.recipe.shapes()
        if set(self.weights) != set(shapes):
            raise GlassError("it has not the weights that its recipe asks for")
        for name, shape in shapes.items():
            array = self.weights[name]
            if array.shape != shape or array.dtype != np.float32:
                raise GlassError(f"{name} is {array.dtype} of shape {array.shape}, expected float32 of shape {shape}")
            if not np.isfinite(array).all():
                raise GlassError(f"{name} holds NaN or infinite numbers")
        if not isinstance(self.model, str):
            raise GlassError("a network names the model that it was trained on")
        if self.strain not in self.recipe.strains:
            known = ", ".join(f"{one:g}" for one in self.recipe.strains)
            raise GlassError(f"it predicts at strains of {known}; got {self.strain!r}")

    def outputs(self, told: What) -> np.ndarray:
        """All outputs for every particle: log odds at each strain, then log D²_min, shape (n, 2 strains).

        Parameters
        ----------
        told : LoadGraph or LoadMap
            As the recipe's `told_of` gives it.
        """
        raise NotImplementedError

    def _softness(self, glass, load):
        if load is None:
            raise GlassError("this network predicts for a load: give one, such as Load.simple_shear()")
        return self._of_all(glass, load)[:, self.recipe.strains.index(self.strain)].astype(float)

    def _of_all(self, glass, load):
        """The outputs for all particles of a glass."""
        return self.outputs(self.recipe.told_of(glass, load))

    def save(self, path: str | Path) -> None:
        """Write the network; an existing file is replaced only once the new one is complete.

        Parameters
        ----------
        path : str or path
            Where; its name ends in .npz.
        """
        header = {
            "format": FORMAT, "kind": self.kind, "model": self.model, "recipe": asdict(self.recipe),
            "strain": self.strain, "about": dict(self.about),
        }  # fmt: skip
        file = io.BytesIO()
        arrays: dict[str, Any] = {"about": np.array(json.dumps(header, ensure_ascii=False)), **self.weights}
        np.savez_compressed(file, **arrays)
        write_whole(Path(path), file.getvalue())
