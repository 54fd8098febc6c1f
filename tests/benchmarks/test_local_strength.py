"""What strengths cost beside the papers' steps of 10^-4, and what a second thread is worth: `make benchmark`."""

from time import perf_counter, process_time

import numpy as np
import pytest
from measured import shipped

from glasscope.engine import Load
from glasscope.engine.mechanics.inclusions.local_strength import local_strengths
from glasscope.engine.mechanics.inclusions.micromechanics import bond_strengths
from glasscope.engine.mechanics.inclusions.sites import site_grid

N_SITES, N_ANGLES = 64, 2


@pytest.fixture(scope="module", params=["lj-gq-1e5-10000-1", "poly-swap-0.062-10000-1"])
def glass(request):
    return shipped(request.param)


def test_a_walk_beside_the_papers_steps(glass, record_property):
    """Site by site in turn, one thread; the steps relax by L-BFGS to 10^-7 with the same forces and no predictor."""
    rng = np.random.default_rng(0)
    sites = site_grid(glass)
    chosen = rng.choice(len(sites), N_SITES, replace=False)
    spent, apart = {None: 0.0, 1e-4: 0.0}, []
    for k in [chosen[0], *chosen]:  # the first one twice: it compiles
        angles = rng.choice(18, N_ANGLES, replace=False) * 10.0
        found = {}
        for step in spent:
            start = process_time()
            found[step] = local_strengths(glass, sites[k : k + 1], angles, step=step, threads=1)
            spent[step] += process_time() - start
        if not apart:
            spent = dict.fromkeys(spent, 0.0)
        apart.append(found[1e-4].critical_strain - found[None].critical_strain)
    apart = np.concatenate(apart[1:]).ravel()
    ratio, a_walk = spent[1e-4] / spent[None], spent[None] / (N_SITES * N_ANGLES)
    near = np.mean((apart > -2.5e-4) & (apart < 1.5e-4))
    record_property("ratio", ratio)
    print(
        f"\nsteps / walk {ratio:.0f}; a walk {1e3 * a_walk:.2f} ms; {len(sites)} sites x 18 in "
        f"{18 * len(sites) * a_walk:.0f} s; {100 * near:.1f} % of {apart.size} within a step and a half"
    )
    assert ratio > 100
    assert near > 0.9


def test_two_threads(glass):
    sites = site_grid(glass)[::12]
    local_strengths(glass, sites[:1], [0.0])
    times, found = {1: [], 2: []}, {}
    for _ in range(3):
        for threads in times:
            start = perf_counter()
            found[threads] = local_strengths(glass, sites, threads=threads)
            times[threads].append(perf_counter() - start)
    ratio = min(times[1]) / min(times[2])
    print(f"\ntwo threads {ratio:.2f} times one; {len(sites)} sites in {min(times[2]):.1f} s")
    np.testing.assert_array_equal(found[1].critical_stress, found[2].critical_stress)
    assert ratio > 1.7


def test_bond_micromechanics_beside_a_map(glass):
    load = Load.simple_shear()
    bond_strengths(glass, load)
    start = process_time()
    found = bond_strengths(glass, load)
    spent = process_time() - start
    sites = site_grid(glass)
    start = process_time()
    local_strengths(glass, sites[::16], threads=1)
    whole = (process_time() - start) * len(sites) / len(sites[::16])
    print(
        f"\n18-direction map / bond micromechanics {whole / spent:.0f}; "
        f"{1e3 * spent / len(found.sites):.2f} ms a site, {100 * found.share_without:.1f} % without a maximum"
    )
    assert whole / spent > 50
