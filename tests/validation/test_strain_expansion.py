"""Stress and pressure of a stable glass under shear and dilation, against their series to second order (R24 Fig. 8)."""

import numpy as np
import pytest

from glasscope.engine import Load, library, pressure_expansion, shear, stress_expansion

STRAINS = np.array([0.0025, 0.005, 0.01, 0.02])


@pytest.mark.parametrize("load", [Load.simple_shear(), Load.dilation()], ids=["shear", "dilation"])
def test_the_series_follows_the_glass_until_it_bends(load):
    """Linear to below a per cent, quadratic farther: each order takes the error down, until the first event."""
    glass = next(e for e in library() if e.key == "poly_ipl-swap-0.2-1024-1").load()
    stress = stress_expansion(glass, load, 2)[:, 0, 1]
    pressure = pressure_expansion(glass, load, 2)
    seen = list(shear(glass, load, STRAINS[-1], at=STRAINS))
    assert all(step.event is None for step in seen)
    by_strain = {round(step.strain, 9): step.glass for step in seen}
    errors = {"stress": [], "pressure": []}
    for strain in STRAINS:
        state = by_strain[round(strain, 9)]
        measured = {"stress": state.stress[0, 1], "pressure": state.pressure}
        for name, series in (("stress", stress), ("pressure", pressure)):
            change = measured[name] - series[0]
            linear, quadratic = series[1] * strain, series[1] * strain + series[2] * strain**2 / 2
            errors[name].append((abs(change - linear), abs(change - quadratic)))
            print(f"{load.kind} {strain:.4f}: {name} {change:+.5f}, linear {linear:+.5f}, quadratic {quadratic:+.5f}")
    for name, found in errors.items():
        linear, quadratic = np.array(found).T
        assert (quadratic[:3] < linear[:3]).all(), name
        powers = np.diff(np.log([linear[:3], quadratic[:3]]), axis=1) / np.diff(np.log(STRAINS[:3]))
        print(f"{load.kind}: errors of the {name} grow as strain to {powers.mean(axis=1).round(2)}")
        assert (powers.mean(axis=1) > [1.7, 2.5]).all(), name
