"""What a dataset on disk consists of, and how one is read: in quarantine, by a plan, for files come from anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import GlassFileError
from ..quarantine import OWN, Bounds, Parcel, read_apart

if TYPE_CHECKING:
    import xarray

_ATTRIBUTES = {"format": str, "name": str, "model": str, "n_particles": int, "version": str, "spec": str,
               "provenance": str}  # fmt: skip

_NUMBERS = (  # coordinates that are; all others are texts
    "event", "lead", "strain", "seed", "angle", "sign", "size", "band_strain", "least_failures",
)  # fmt: skip

Variables = Mapping[str, tuple[tuple[str, ...], str]]
"""By name: its axes, and what it says."""


@dataclass(frozen=True)
class Layout:
    """The variables of one kind of dataset.

    Attributes
    ----------
    format : str
        Among the attributes of each.
    what : str
        Such a dataset, for messages.
    numbers, texts : mapping of str to (tuple of str, str)
        Variables, with their axes and what they say.
    of_axes : mapping of str to tuple of str
        More coordinates, by the axis that they stand on.
    bare : tuple of str
        Axes without a coordinate of their own.
    """

    format: str
    what: str
    numbers: Variables
    texts: Variables
    of_axes: Mapping[str, tuple[str, ...]]
    bare: tuple[str, ...] = ()

    @cached_property
    def plan(self) -> dict[str, tuple[str, ...]]:
        """Every variable that a dataset may have, with its axes."""
        variables = {name: axes for kind in (self.numbers, self.texts) for name, (axes, _) in kind.items()}
        axes = {axis: (axis,) for stands_on in variables.values() for axis in stands_on}
        return variables | axes | {name: (axis,) for axis, names in self.of_axes.items() for name in names}

    def read(self, content: bytes, name: str, bounds: Bounds = OWN) -> xarray.Dataset:
        """The dataset in the content of a netCDF file.

        Parameters
        ----------
        content : bytes
            Of the file.
        name : str
            Its name, for messages.
        bounds : Bounds
            What it may cost.

        Raises
        ------
        GlassFileError
            It is no such dataset, or cannot be read within its bounds.
        """
        plan = {key: list(axes) for key, axes in self.plan.items()}
        parcel = read_apart(
            "netCDF", content, name, bounds, plan=plan, attributes=list(_ATTRIBUTES), what=self.what
        )  # fmt: skip
        try:
            return self._dataset(parcel)
        except ValueError as error:  # xarray's, and ours
            raise GlassFileError(f"{name} is no {self.what}: {error}") from None

    def _dataset(self, parcel: Parcel) -> xarray.Dataset:
        import xarray as xr

        attributes = self._checked_attributes(parcel.words["attributes"])
        says = {name: words for kind in (self.numbers, self.texts) for name, (_, words) in kind.items()}
        variables, coordinates = {}, {}
        for name, shape in parcel.words["shapes"].items():
            if name in self.bare:
                continue
            is_number = name in parcel.arrays
            if is_number != (name in self.numbers or name in _NUMBERS):
                raise GlassFileError(f"its {name} are {'numbers' if is_number else 'texts'}")
            values = parcel.arrays[name] if is_number else np.array(parcel.words["texts"][name], dtype=object)
            values = values.reshape(shape).copy()
            if name in says:
                variables[name] = (self.plan[name], values, {"long_name": says[name]})
            else:
                coordinates[name] = (self.plan[name], values)
                if self.plan[name] == (name,) and len(set(values.tolist())) < len(values):
                    raise GlassFileError(f"two of its {name} are called the same")
        known = {*coordinates, *self.bare}
        if lacking := {axis for axes, *_ in variables.values() for axis in axes} - known:
            raise GlassFileError(f"it does not say what its {min(lacking)} are")
        return xr.Dataset(variables, coordinates, attributes)

    def _checked_attributes(self, found: Mapping[str, Any]) -> dict[str, Any]:  # Any: texts and whole numbers
        if found.get("format") != self.format:
            raise GlassFileError(f"expected {self.format} among its attributes")
        for name, kind in _ATTRIBUTES.items():
            if not isinstance(found.get(name, kind()), kind):
                raise GlassFileError(f"its attribute {name} is of the wrong kind")
        return {name: found[name] for name in _ATTRIBUTES if name in found}
