"""Fields of the engine around each particle, in the frame of the load: what a susceptibility is learned from.

The numbers of a field differ by orders of magnitude, most of all where glasses are about to yield: arcsinh of the value
over the median of the glass keeps order and sign. Soft spots have the size of several particles, so that each particle
is told the Gaussian means around it too, and how a field is spread along and across the axis that the load stretches.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from .._jit import njit
from ..errors import GlassError
from ..matter.bonds import ends, half_to_each_end, virial_along
from ..matter.glass import Glass
from ..matter.hessian import third_order
from ..matter.load import Load
from ..mechanics.expansion import StrainExpansion
from ..mechanics.inclusions.around_particles import cavity_cubics
from ..mechanics.nonaffine import d2min_of_field
from .structure import Structure

WIDTHS, ALONG = (0.8, 1.6, 3.2), 1.6
"""Of the Gaussian means, and of the one that knows the load's axis; mean spacings."""

CAVITY = 2.5
"""Radius of the cavities that tell how ready a place is, mean spacings: half of R24's, which tell less here."""

_REACH = 2.5  # widths, where a Gaussian ends
_LEAST = 1e-3  # of the median: what bears less is as ready


def _on_particles(glass, values):
    return half_to_each_end(ends(glass), values, glass.n_particles)


def _lengths(vectors):
    return np.sqrt(np.einsum("ia,ia->i", vectors, vectors))


def _force_of_velocity(glass, load):
    velocity = glass.response.nonaffine_velocity(load)
    return velocity, third_order(glass, velocity, velocity)


def _cubic(glass, load):
    velocity, force = _force_of_velocity(glass, load)
    return np.einsum("ia,ia->i", velocity, force)


def _readiness(glass, load):
    """One over how far the stress of the small cavity around a particle can rise, by its cubic; 0 where for ever."""
    rise = cavity_cubics(glass, CAVITY).rise(load)
    return 1 / np.maximum(rise, _LEAST * np.median(rise))


AT_REST: Mapping[str, Callable[[Glass], np.ndarray]] = {
    "heat_capacity": lambda glass: _on_particles(glass, np.abs(glass.response.heat_capacity)),
    "vibrality": lambda glass: np.einsum("iaa->i", glass.response.selected_inverse.particles),
    "thermal_displacement": lambda glass: _lengths(glass.response.thermal_displacement),
    "potential_energy": lambda glass: _on_particles(glass, glass.pairs.phi(0)),
    "atomic_volume": lambda glass: glass.tessellation.areas,
}
"""Fields of a glass by itself."""

UNDER_LOAD: Mapping[str, Callable[[Glass, Load], np.ndarray]] = {
    "heat_capacity_derivative": lambda g, load: _on_particles(g, g.response.heat_capacity_derivative(load)),
    "anisotropic_softness": lambda g, load: _on_particles(
        g, np.maximum(g.response.heat_capacity * g.response.heat_capacity_derivative(load), 0.0)
    ),
    "bond_energy_slope": lambda g, load: _on_particles(g, np.abs(StrainExpansion(g, load).energies(1))),
    "velocity": lambda g, load: np.einsum("ia,ia->i", *[g.response.nonaffine_velocity(load)] * 2),
    "velocity_d2min": lambda g, load: d2min_of_field(g, g.response.nonaffine_velocity(load)),
    "acceleration_d2min": lambda g, load: d2min_of_field(g, g.response.nonaffine_acceleration(load)),
    "stress": virial_along,
    "nonaffine_force": lambda g, load: _lengths(g.response.nonaffine_force(load)),
    "velocity_force": lambda g, load: _lengths(_force_of_velocity(g, load)[1]),
    "cubic": _cubic,
    "readiness": _readiness,
}
"""Fields of a glass under a load; those that are no squares turn their sign with it."""


@dataclass(frozen=True)
class LoadFields(Structure):
    """Fields at rest and under the load, each as it is and in four means around the particle.

    Attributes
    ----------
    n_species : int
        2 where a number tells the species.
    """

    n_species: int = 2
    kind = "load_fields"

    def __post_init__(self):
        if self.n_species not in (1, 2):
            raise GlassError(f"load fields tell 1 or 2 species apart; got {self.n_species!r}")

    @property
    def names(self) -> list[str]:
        """Each field, its Gaussian means, its mean along the load less that across; then the species."""
        ways = ["", *(f", mean over {width:g}" for width in WIDTHS), f", along the load over {ALONG:g}"]
        return [f"{field}{way}" for way in ways for field in (*AT_REST, *UNDER_LOAD)] + ["species"] * (
            self.n_species == 2
        )

    def _compute(self, glass, who, load):
        if load is None:
            raise GlassError("these numbers depend on the load: give one, such as Load.simple_shear()")
        load = load.without_turn()
        fields = np.stack(
            [*(one(glass) for one in AT_REST.values()), *(one(glass, load) for one in UNDER_LOAD.values())], axis=1
        )
        scale = np.median(np.abs(fields), axis=0)
        fields = np.arcsinh(fields / np.where(scale > 0.0, scale, 1.0))
        columns = [fields, *_means(glass, fields, load)]
        if self.n_species == 2:
            columns.append(self._species(glass)[:, None].astype(float))
        return np.concatenate(columns, axis=1)[who]


def _means(glass, fields, load):
    """Gaussian means of fields around each particle over each width, then those along the load less those across."""
    spacing = glass.density ** (-1 / glass.dimension)
    widths = np.array(WIDTHS) * spacing
    near = glass.neighbours(radius=_REACH * widths.max())
    strain = 0.5 * (load.A + load.A.T)
    strain = strain - np.trace(strain) / 2 * np.eye(2)
    strain /= max(np.linalg.norm(strain, 2), 1e-300)
    fields = np.ascontiguousarray(fields)
    means, along = _gaussian(near.i, near.j, near.vectors, fields, widths, ALONG * spacing, strain)
    return [*means, along]


@njit
def _gaussian(i, j, vectors, fields, widths, width_along, strain):
    """Means of shape (widths, n, fields), and the one with cos of twice the angle to the axis of stretch as weight."""
    n, m = fields.shape
    means, weights = np.empty((widths.size, n, m)), np.ones((widths.size, n))
    along, total = np.zeros((n, m)), np.ones(n)
    for k in range(widths.size):
        means[k] = fields
    for p in range(i.size):
        x, y = vectors[p, 0], vectors[p, 1]
        square, a, b = x * x + y * y, i[p], j[p]
        for k in range(widths.size):
            if square < (_REACH * widths[k]) ** 2:
                weight = np.exp(-0.5 * square / widths[k] ** 2)
                weights[k, a] += weight
                weights[k, b] += weight
                for f in range(m):
                    means[k, a, f] += weight * fields[b, f]
                    means[k, b, f] += weight * fields[a, f]
        if square < (_REACH * width_along) ** 2:
            weight = np.exp(-0.5 * square / width_along**2)
            total[a] += weight
            total[b] += weight
            weight *= (strain[0, 0] * x * x + 2 * strain[0, 1] * x * y + strain[1, 1] * y * y) / square
            for f in range(m):
                along[a, f] += weight * fields[b, f]
                along[b, f] += weight * fields[a, f]
    for k in range(widths.size):
        for q in range(n):
            means[k, q] /= weights[k, q]
    for q in range(n):
        along[q] /= total[q]
    return means, along
