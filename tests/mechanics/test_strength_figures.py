"""R24 Fig. 4 in shipped glasses: what `strength_figures.py` has measured, and a part of it again."""

import json

import numpy as np
import pytest
from measured import shipped
from strength_figures import (
    MEASURED,
    PARENTS,
    against_the_frozen_matrix,
    keys,
    micromechanics,
)

from glasscope.engine.statistics import bootstrap

KNOWN = json.loads(MEASURED.read_text())


@pytest.mark.parametrize("parent", PARENTS["poly_ipl"])
def test_bond_micromechanics_gives_the_mean_and_too_large_a_variance(parent):
    """R24 Fig. 4(c, d): the same mean but for small deviations, and a variance that is too large."""
    bond, frozen, variances, boxes, sites = against_the_frozen_matrix(KNOWN, parent)
    assert abs(bond / frozen - 1) < 0.25
    assert variances > 1.2
    assert 0.3 < boxes < 0.7  # it is no estimate of the order
    assert 0.3 < sites < 0.7


def test_a_glass_from_a_colder_liquid_is_stronger():
    """R24 Fig. 4(c): the means of both methods rise all the way, and from end to end by more than five errors."""

    def means(parent):
        glasses = [key for key in keys("poly_ipl", parent) if key in KNOWN]
        return bootstrap(lambda some: against_the_frozen_matrix(KNOWN, parent, some)[:2], np.arange(len(glasses)))

    found = [means(parent) for parent in PARENTS["poly_ipl"]]
    assert (np.diff([one.value for one in found], axis=0) > 0).all()
    apart = found[-1].value - found[0].value
    assert (apart > 5 * np.hypot(found[0].error, found[-1].error)).all()


@pytest.mark.slow
def test_strengths_are_measured_again():
    key = keys("poly_ipl", "0.7")[0]
    again = micromechanics(shipped(key))
    for name in ("bond", "frozen"):
        apart = np.abs(np.array(again[name]) - KNOWN[key][name])
        assert np.mean(apart <= 1) > 0.95  # thousandths; where a walk is near to a choice, rounding may take the other
