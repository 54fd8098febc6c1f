"""How far heat shakes each particle, times the room that it has."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import param

from ...errors import GlassError
from ...matter.glass import Glass
from ...matter.load import Load
from ...prepare.dynamics import Liquid
from ..indicator import Indicator

GLASS_TEMPERATURES = MappingProxyType({"lj": 0.325, "poly": 0.068})
"""T_g by model, of Fan and Ma; R20 has others, which the protocols of preparation are stated in."""

TIME_STEP = 0.01
SETTLING_TIME = 5.0  # of each run, in t0, before it is looked at
SAMPLING_TIME = 0.25  # in t0


class FlexibilityVolume(Indicator):
    """Flexibility volume: how far a particle swings at a low temperature, times its spacing.

    v_flex(i) = ⟨|x_i − ⟨x_i⟩|²⟩ a_i at T = 0.092 T_g (Fan and Ma 2021; Ding et al. 2016), T_g theirs where they have
    one (LJ 0.325, POLY 0.068), else that of the model, a_i the spacing of particle i: the square root of the area of
    its radical Voronoi cell *(ours, for their cube root of the atomic volume)*. ``harmonic`` is the limit of small
    swings: k_B T times the trace of block (i, i) of M⁻¹, exact and without dynamics. There T is a factor of no
    consequence, and the field is the vibrality times a_i. ``dynamics`` is the paper's way: molecular dynamics at
    constant volume and temperature, started at the minimum with velocities of 2 T (half of it becomes potential
    energy), mean over runs and times about their common mean place. The paper takes 100 runs. Runs are seeded: the same
    glass gives the same values, its particles in another order others. The two rank particles alike: Spearman 0.95 with
    10 runs and 0.98 with 40 in one glass of POLY (T_ini = 0.062), 0.91 and 0.91 in one of LJ (cooled over 10⁴ t0). What
    finds its way to another minimum counts with the whole way. Dynamics needs a rectangular cell, so that a sheared
    glass has the harmonic one only.
    """

    key = "flexibility_volume"
    label = "Flexibility volume"
    symbol = "v_flex"
    soft = "high"
    units = "length³"
    references = (
        "Fan and Ma, Nat. Commun. 12, 1506 (2021), Methods",
        "Ding et al., Nat. Commun. 7, 13733 (2016)",
    )
    requires = ("positions", "diameters", "forces", "hessian")
    directional = False
    cost = "at 10,000 particles: harmonic, 0.15 to 0.35 s; dynamics, 0.5 to 1.6 s a run"

    method: param.Selector[str] = param.Selector(
        default="harmonic", objects=["harmonic", "dynamics"], doc="Harmonic limit, or molecular dynamics."
    )
    temperature = param.Number(default=0.092, bounds=(0.001, 0.2), doc="Temperature, in units of T_g.")
    runs = param.Integer(
        default=10, bounds=(1, 100), doc="Number of runs of dynamics, each with velocities of its own."
    )
    duration = param.Number(default=20.0, bounds=(2.0, 200.0), doc="Time that each run is looked at, in t0.")
    seed = param.Integer(default=0, bounds=(0, 2**31 - 1), doc="Seed of the velocities.")

    def compute(self, glass: Glass, load: Load | None = None) -> np.ndarray:
        """Mean square displacement times spacing, (N,), in units of length³."""
        temperature = self.temperature * GLASS_TEMPERATURES.get(glass.model.key, glass.model.glass_temperature)
        if self.method == "harmonic":
            swings = temperature * np.einsum("iaa->i", glass.response.selected_inverse.particles)
        else:
            swings = swings_in_dynamics(glass, temperature, self.runs, self.duration, self.seed)
        return swings * np.sqrt(glass.tessellation.areas)


def swings_in_dynamics(glass: Glass, temperature: float, runs: int, duration: float, seed: int) -> np.ndarray:
    """Mean square displacement of each particle about its mean place, by molecular dynamics, (N,), in length².

    Parameters
    ----------
    glass : Glass
        A minimum of the energy, in a rectangular cell.
    temperature : float
        Temperature of the thermostat.
    runs : int
        Number of runs; each starts at the minimum.
    duration : float
        Time of each run after it has settled, in t0.
    seed : int
        Seed of the velocities.

    Raises
    ------
    GlassError
        If the cell is not rectangular.
    """
    if not np.array_equal(np.diag(np.diagonal(glass.box.cell)), glass.box.cell):
        raise GlassError(
            "dynamics moves in a rectangular cell whose sides lie along x and y; in another one take method='harmonic'"
        )
    total, squares = np.zeros_like(glass.positions), np.zeros(glass.n_particles)
    samples = max(1, round(duration / SAMPLING_TIME))
    for run in range(runs):
        rng = np.random.default_rng([seed, run])
        liquid = Liquid(
            glass.model, glass.positions, glass.diameters, glass.species, glass.box, 2 * temperature, rng
        )  # fmt: skip
        liquid.run(SETTLING_TIME, TIME_STEP, (temperature, temperature))
        for _ in range(samples):
            liquid.run(SAMPLING_TIME, TIME_STEP, (temperature, temperature))
            moved = liquid.positions - glass.positions
            total += moved
            squares += (moved**2).sum(axis=1)
    n = runs * samples
    return squares / n - ((total / n) ** 2).sum(axis=1)
