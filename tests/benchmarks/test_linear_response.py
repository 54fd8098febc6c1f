"""What exact linear response costs beside the papers' way, full diagonalisation, and beside ARPACK: `make benchmark`.

Larger glasses are periodic copies of shipped ones: still minima, of the same local structure.
"""

import subprocess
import sys
from time import process_time

import numpy as np
import pytest
from measured import shipped
from scipy.linalg import eigh
from scipy.linalg.lapack import dpotrf, dpotri
from scipy.sparse.linalg import LinearOperator, eigsh
from threadpoolctl import threadpool_limits

from glasscope.engine import Glass, prepare
from glasscope.engine.matter.hessian import pair_stiffness
from glasscope.engine.mechanics.linear.cholesky import Factor, dissect
from glasscope.engine.mechanics.linear.selected_inverse import selected_inverse
from glasscope.engine.mechanics.linear.thermal import thermal_response

KEYS = {"ipl_q3": "ipl_q3-anneal-10000-1", "lj": "lj-esl-10000-1", "poly": "poly-swap-0.1-10000-1"}


def copies(glass, across, up):
    """The glass repeated in a larger cell."""
    shifts = np.array([(a, b) for a in range(across) for b in range(up)]) @ glass.box.cell
    return Glass(
        glass.model,
        (glass.positions[None] + shifts[:, None]).reshape(-1, 2),
        diameters=np.tile(glass.diameters, len(shifts)),
        cell=np.diag([across, up]) @ glass.box.cell,
    )


def cpu(action, repeats=5):
    """The least CPU time of some repeats: what else runs can only add to it."""
    times = []
    for _ in range(repeats):
        start = process_time()
        action()
        times.append(process_time() - start)
    return min(times)


def times(glass):
    """Seconds for the ordering, and for the numbers: pair derivatives, factor, selected inverse, X and c."""
    pairs = glass.pairs

    def order():
        return dissect(pairs.i, pairs.j, glass.positions, glass.box)

    def heat():
        pairs._derivatives.clear()
        fresh = glass.moved(glass.positions, glass.box)
        fresh.__dict__["pairs"] = pairs
        factor = Factor(dissection, pairs.i, pairs.j, pairs.vectors, *pair_stiffness(pairs))
        fresh.response.__dict__["factor"] = factor
        thermal_response(fresh, selected_inverse(factor).relative)

    dissection = order()
    heat()
    with threadpool_limits(1):
        return cpu(order), cpu(heat)


def test_heat_capacities_beside_full_diagonalisation():
    """The numbers alone at N = 2,500, in one process on one thread."""
    glass = prepare("ipl_q3", 2500, "htl", 1, equilibration_time=20.0)
    ordering, numbers = times(glass)
    with threadpool_limits(1):
        matrix = glass.hessian().toarray()
        theirs = cpu(lambda: eigh(matrix, overwrite_a=True, check_finite=False), 1)
    scaled = theirs * (10_000 / 2500) ** 3
    large = times(shipped(KEYS["ipl_q3"]))
    print(
        f"\nc at N = 2,500: {numbers * 1e3:.1f} ms (ordering {ordering * 1e3:.1f}), diagonalisation {theirs:.1f} s:"
        f" ratio {theirs / numbers:.0f}; with ordering at N = 10,000 {sum(large) * 1e3:.0f} ms,"
        f" N^3 extrapolation {scaled:.0f} s: ratio {scaled / sum(large):.0f}"
    )
    assert theirs / numbers > 1000
    assert scaled / sum(large) > 4000


def test_heat_capacities_beside_a_dense_inverse():
    """Ordering and numbers at N = 10,000 against a dense Cholesky inverse, one particle held."""
    glass = shipped(KEYS["ipl_q3"])
    ours = sum(times(glass))
    matrix = np.asfortranarray(glass.hessian()[2:, 2:].toarray())

    def invert():
        factor, _ = dpotrf(matrix, lower=1, overwrite_a=1, clean=0)
        dpotri(factor, lower=1, overwrite_c=1)

    with threadpool_limits(1):
        theirs = cpu(invert, 1)
    print(f"\nc at N = 10,000: {ours * 1e3:.0f} ms, dense inverse {theirs:.0f} s, ratio {theirs / ours:.0f}")
    assert theirs / ours > 300


@pytest.mark.parametrize("model", KEYS)
def test_how_the_cost_grows(model):
    large = shipped(KEYS[model])
    glasses = prepare(model, 4096, "htl", 1, equilibration_time=5.0), large, copies(large, 2, 2)
    sizes = {glass.n_particles: times(glass) for glass in glasses}
    power = np.log(sum(sizes[40_000]) / sum(sizes[4096])) / np.log(40_000 / 4096)
    print(f"\n{model}: " + ", ".join(f"N = {n}: {1e3 * a:.0f} + {1e3 * b:.0f} ms" for n, (a, b) in sizes.items()))
    print(f"cost ~ N^{power:.2f}")
    assert power < (1.6 if model == "lj" else 1.35)  # LJ has three times the neighbours: fronts are dense sooner


def test_a_hundred_thousand_particles_fit_into_two_gigabytes():
    """In a process of its own, by its own peak: getrusage would tell that of the process which started it."""
    code = (
        "import sys; sys.path[:0] = [sys.argv[1], sys.argv[1] + '/benchmarks']\n"
        "from test_linear_response import KEYS, copies, shipped\n"
        "import time\n"
        "glass = copies(shipped(KEYS['ipl_q3']), 2, 5); start = time.process_time()\n"
        "assert abs(glass.response.heat_capacity.sum() / (2 * (glass.n_particles - 1)) - 1) < 1e-9\n"
        "seconds, status = time.process_time() - start, open('/proc/self/status').read()\n"
        "print(seconds, int(status.split('VmHWM:')[1].split()[0]) / 2**20)\n"
    )
    tests = __file__.rsplit("/benchmarks/", 1)[0]
    found = subprocess.run([sys.executable, "-c", code, tests], capture_output=True, text=True, check=True)
    seconds, gigabytes = map(float, found.stdout.split())
    print(f"\nc at N = 100,000: {seconds:.1f} s with all, {gigabytes:.2f} GB at most")
    assert gigabytes < 2


@pytest.mark.parametrize("model", ["lj", "ipl_q3"])
def test_many_modes_beside_arpack(model):
    """512 modes at N = 10,000; ARPACK gets the same factor, and is not asked to count."""
    glass, n = shipped(KEYS[model]), 512
    size, factor = 2 * glass.n_particles, glass.response.factor
    start = np.random.default_rng(0).standard_normal(size)
    inverse = LinearOperator((size, size), matvec=lambda b: factor.solve(b.reshape(-1, 2)).ravel(), dtype=float)
    with threadpool_limits(1):
        mine = cpu(lambda: glass.response.modes(n), 1)
        theirs = cpu(lambda: eigsh(inverse, k=n, which="LM", v0=factor.solve(start.reshape(-1, 2)).ravel()), 1)
    values, modes = glass.response.modes(n)
    flat = modes.reshape(n, -1).T
    residual = np.linalg.norm(glass.hessian() @ flat - flat * values, axis=0).max()
    print(f"\n512 modes of {model}: ours {mine:.1f} s, eigsh {theirs:.1f} s, ratio {theirs / mine:.1f}; {residual:.1e}")
    assert residual < 1e-8
    assert theirs / mine > 2
