"""A more stable glass has fewer bonds that answer a shear strongly."""

import numpy as np
import pytest
from soft_bonds import TEMPERATURES, counted, glasses


@pytest.fixture(scope="module")
def counts():
    """Of each parent temperature the bonds of four glasses, and those beyond each level."""
    each = [[counted(glass) for glass in glasses(temperature)] for temperature in TEMPERATURES]
    assert [len(some) for some in each] == [4, 4, 4]
    return np.sum(each, axis=1)


def test_the_softest_are_lost_first(counts):
    """R24 Fig. 1b: the share that is left at the lowest temperature falls with the magnitude."""
    share = counts[-1, 1:] / counts[0, 1:]
    assert (np.diff(share) < 0).all()
    assert share[0] < 0.1
