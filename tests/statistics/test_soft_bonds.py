"""A more stable glass has fewer bonds that answer a shear strongly: what the readme says of it is counted."""

from pathlib import Path

import numpy as np
import pytest
from soft_bonds import LEVELS, TEMPERATURES, counted, glasses

README = Path(__file__).parents[2] / "README.md"


@pytest.fixture(scope="module")
def counts():
    """Of each parent temperature the bonds of four glasses, and those beyond each level."""
    each = [[counted(glass) for glass in glasses(temperature)] for temperature in TEMPERATURES]
    assert [len(some) for some in each] == [4, 4, 4]
    return np.sum(each, axis=1)


def test_the_readme_says_what_is_counted(counts):
    said = " ".join(README.read_text().split())
    (bonds, *_), beyond = counts[0], counts[:, 1:]
    eight, fifteen = (beyond[:, LEVELS.index(level)] for level in (8.0, 15.0))
    assert f"of some {round(bonds, -3):,} bonds" in said
    assert f"{eight[0]:,}, {eight[1]:,} and {eight[2]:,} lie beyond φ_γ = 8" in said
    assert f"{fifteen[0]:,}, {fifteen[1]:,} and {fifteen[2] or 'none'} beyond 15" in said


def test_the_softest_are_lost_first(counts):
    """R24 Fig. 1b: the share that is left at the lowest temperature falls with the magnitude."""
    share = counts[-1, 1:] / counts[0, 1:]
    assert (np.diff(share) < 0).all()
    assert share[0] < 0.1
