"""Loads: one small object for every homogeneous deformation, F = exp(strain A)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.linalg import expm

from ..errors import GlassError

KINDS = ("simple_shear", "pure_shear", "dilation")


@dataclass(frozen=True)
class Load:
    """A homogeneous deformation with constant rate: F(strain) = exp(strain A) (R24 eqs. 9-12).

    Make one with `Load.simple_shear`, `Load.pure_shear` or `Load.dilation`. The stress conjugate to the strain is
    sigma : A, and dE/dstrain = V sigma : A.

    Parameters
    ----------
    kind : str
        "simple_shear", "pure_shear" or "dilation".
    angle : float
        Angle of the load in degrees, turned anticlockwise in the plane of the first two axes.
    sign : int
        1 or -1, the direction of the load.

    Raises
    ------
    GlassError
        If the kind is unknown, the angle is not finite or the sign is neither 1 nor -1.
    """

    kind: str
    angle: float = 0.0
    sign: int = 1
    _dimension: int = field(default=2, repr=False)

    def __post_init__(self):
        if self.kind not in KINDS:
            raise GlassError(f"unknown load {self.kind!r}; known are {', '.join(KINDS)}")
        if self.sign not in (1, -1):
            raise GlassError(f"a load's sign is 1 or -1, got {self.sign!r}")
        if not np.isfinite(self.angle):
            raise GlassError(f"a load's angle is a finite number of degrees, got {self.angle!r}")

    @classmethod
    def simple_shear(cls, angle: float = 0.0, sign: int = 1) -> Load:
        """Simple shear: A = sign R [[0, 1], [0, 0]] R^T; Lees-Edwards is its case at angle 0.

        Parameters
        ----------
        angle : float
            Angle of the shear direction, degrees.
        sign : int
            1 or -1.
        """
        return cls("simple_shear", float(angle), sign)

    @classmethod
    def pure_shear(cls, angle: float = 0.0, sign: int = 1) -> Load:
        """Pure shear: A = sign R diag(1/2, -1/2) R^T; area is kept exactly.

        Parameters
        ----------
        angle : float
            Angle of the stretched axis, degrees.
        sign : int
            1 or -1.
        """
        return cls("pure_shear", float(angle), sign)

    @classmethod
    def dilation(cls, sign: int = 1) -> Load:
        """Uniform dilation: A = sign 1 (R24 App. C); sign -1 compresses.

        Parameters
        ----------
        sign : int
            1 or -1.
        """
        return cls("dilation", 0.0, sign)

    @property
    def A(self) -> np.ndarray:  # noqa: N802 - the papers' symbol
        """Rate of deformation, shape (d, d), dimensionless."""
        rate = np.zeros((self._dimension, self._dimension))
        if self.kind == "simple_shear":
            rate[0, 1] = 1.0
        elif self.kind == "pure_shear":
            rate[0, 0], rate[1, 1] = 0.5, -0.5
        else:
            rate += np.eye(self._dimension)
        if self.angle and self.kind != "dilation":
            turn = np.eye(self._dimension)
            c, s = np.cos(np.radians(self.angle)), np.sin(np.radians(self.angle))
            turn[:2, :2] = [[c, -s], [s, c]]
            rate = turn @ rate @ turn.T
        return self.sign * rate

    def deformation(self, strain: float) -> np.ndarray:
        """Deformation gradient F = exp(strain A), shape (d, d).

        Parameters
        ----------
        strain : float
            Accumulated strain, dimensionless.
        """
        return expm(strain * self.A)

    def parts(self) -> dict[Load, float]:
        """Two directions of shear and a dilation that add up to this load in the plane, but for a turn, with weights.

        What is linear in the load and indifferent to turns needs to be known for these only. Weights of zero are left
        out.
        """
        rate = self.A
        weights = {
            Load.pure_shear(): rate[0, 0] - rate[1, 1],
            Load.simple_shear(): rate[0, 1] + rate[1, 0],
            Load.dilation(): 0.5 * np.trace(rate),
        }
        return {part: float(weight) for part, weight in weights.items() if abs(weight) > 1e-12}

    def reversed(self) -> Load:
        """The same load turned round."""
        return Load(self.kind, self.angle, -self.sign, self._dimension)

    def without_turn(self) -> Load:
        """The same load but for its turn: a simple shear and this pure one differ in the second order of the strain.

        A turn changes nothing in a glass, and a pure shear has two mirrors, which a simple one has to first order.
        """
        if self.kind != "simple_shear":
            return self
        return Load("pure_shear", self.angle + 45.0, self.sign, self._dimension)

    @property
    def label(self) -> str:
        """The load in words."""
        if self.kind == "dilation":
            return "dilation" if self.sign > 0 else "compression"
        return f"{self.kind.replace('_', ' ')} at {self.angle:g}°, {'forward' if self.sign > 0 else 'reversed'}"
