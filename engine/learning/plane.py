"""A trained plane between soft and stiff surroundings, and its file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from ..errors import GlassError, GlassFileError
from ..quarantine import content_of_file, read_apart
from ..whole_files import write_whole
from .predictor import Predictor, check_about
from .sets import structure_of
from .structure import Structure

FORMAT = "glasscope-plane-1"
"""First entry of every file."""

LARGEST = 8 * 2**20
"""Bytes of a plane's file."""

_VECTORS = ("mean", "scale", "weights")


@dataclass(frozen=True, eq=False)
class Plane(Predictor):
    """A linear classifier: the signed distance of a surrounding to a plane, positive on its soft side.

    With the structure functions G of a particle, z = (G − mean)/scale, the distance is (w·z + b)/|w|.

    Attributes
    ----------
    structure : Structure
        The structure functions.
    mean, scale, weights : ndarray, shape (number of functions,)
        Standardisation, and the normal w of the plane; 0 for functions that were left out.
    bias : float
        b.
    model, about
        As `Predictor` has them.
    """

    structure: Structure
    mean: np.ndarray
    scale: np.ndarray
    weights: np.ndarray
    bias: float
    model: str
    about: Mapping = field(default_factory=dict)

    def __post_init__(self):
        for name in _VECTORS:
            array = np.array(getattr(self, name), dtype=float)
            array.setflags(write=False)
            object.__setattr__(self, name, array)
        _check(self)

    def distances(self, functions: ArrayLike) -> np.ndarray:
        """Signed distances to the plane, in standard deviations of the structure functions, shape (n,).

        Parameters
        ----------
        functions : array_like, shape (n, number of functions)
            Structure functions, as `Structure.compute` gives them.

        Raises
        ------
        GlassError
            If their number is another one.
        """
        functions = np.asarray(functions, dtype=float)
        if functions.ndim != 2 or functions.shape[1] != self.weights.size:
            raise GlassError(f"this plane takes {self.weights.size} structure functions; got shape {functions.shape}")
        return ((functions - self.mean) / self.scale @ self.weights + self.bias) / np.linalg.norm(self.weights)

    def _softness(self, glass, load):
        return self.distances(self.structure.compute(glass, load=load))

    def save(self, path: str | Path) -> None:
        """Write the plane as JSON; an existing file is replaced only once the new one is complete.

        Parameters
        ----------
        path : str or path
            Where.
        """
        content = {"format": FORMAT, "model": self.model, **self.about, "structure": self.structure.to_mapping()}
        content |= {"bias": self.bias, **{name: getattr(self, name).tolist() for name in _VECTORS}}
        lines = [f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in content.items()]
        write_whole(Path(path), ("{\n" + ",\n".join(lines) + "\n}\n").encode())

    @classmethod
    def load(cls, path: str | Path) -> Plane:
        """Read what `save` wrote, to the last digit.

        Parameters
        ----------
        path : str or path
            The file, which may come from anywhere: it is read in quarantine.

        Raises
        ------
        GlassFileError
            There is none, or it is damaged.
        """
        try:
            content = content_of_file(path, LARGEST)
            return cls.of(read_apart("JSON", content, str(path)).words["value"], str(path))
        except GlassFileError as error:
            raise GlassFileError(f"{path} holds no trained plane: {error}") from None

    @classmethod
    def of(cls, content: object, name: str) -> Plane:
        """The plane that the JSON of a file describes.

        Parameters
        ----------
        content : object
            What was read.
        name : str
            Of the file, for messages.

        Raises
        ------
        GlassFileError
            It is none.
        """
        try:
            if not isinstance(content, dict) or content.get("format") != FORMAT:
                raise GlassError(f"it does not say that it is {FORMAT!r}")
            about = {key: value for key, value in content.items() if key != "format"}
            check_about(about)
            vectors = {name: np.array(about.pop(name), dtype=float) for name in _VECTORS}
            structure, bias = structure_of(about.pop("structure")), float(about.pop("bias"))
            plane = cls(structure, **vectors, bias=bias, model=about.pop("model"), about=about)
            plane.in_words()  # what a reader is told of it is there too
            return plane
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            what = f"it has no {error}" if isinstance(error, KeyError) else error
            raise GlassFileError(f"{name} holds no trained plane: {what}") from None


def _check(plane):
    expected = (len(plane.structure.names),)
    for name in _VECTORS:
        array = getattr(plane, name)
        if array.shape != expected:
            raise GlassError(f"{name} has shape {array.shape}, expected {expected}: one number a structure function")
        if not np.isfinite(array).all():
            raise GlassError(f"{name} holds NaN or infinite numbers")
    if not (np.isfinite(plane.bias) and plane.scale.min() > 0 and plane.weights.any() and isinstance(plane.model, str)):
        raise GlassError("a plane has a finite bias, scales above 0, weights that are not all 0, and names its model")
