"""What a file from outside may cost."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..limits import MOST_PARTICLES


@dataclass(frozen=True)
class Bounds:
    """What a file from outside may cost.

    Attributes
    ----------
    content : int
        Bytes of the file.
    unpacked : int
        Bytes of numbers that it may hold.
    particles : int
        Of one glass.
    seconds : float
        Of computing, besides what the file's size allows.
    seconds_per_megabyte : float
        What its size allows.
    memory : int
        Bytes that its reader may take.
    """

    content: int
    unpacked: int
    particles: int
    seconds: float
    seconds_per_megabyte: float
    memory: int

    def time_for(self, n_bytes: int) -> int:
        """Whole seconds of computing that a file may take.

        Parameters
        ----------
        n_bytes : int
            Its size.
        """
        return math.ceil(self.seconds + self.seconds_per_megabyte * n_bytes / 2**20)


PAGE = Bounds(16 * 2**20, 16 * 2**20, 100_000, 2.0, 0.0, 384 * 2**20)
"""Of a visitor of the page: its largest glass is read in less than a second and 160 MB."""

OWN = Bounds(2**30, 2**30, MOST_PARTICLES, 3.0, 1.0, 6 * 2**30)
"""Of whoever sits at the machine: the console, and Python."""
