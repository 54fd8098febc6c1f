"""Where POLY glasses are about to yield: P(Δτ_y/μ), P(Θ), and nonlinear modes at the softest places (R20 Fig. 8).

    python tests/soft_places.py [KEY ...]

measures what `soft_places.json` does not know yet and adds it there, a glass a line: half a minute for 1,024
particles, five for 10,000; a glass that is not shipped has to be made first, which takes ten minutes at T = 0.05.
mechanics/test_soft_places.py says what it holds.
"""

import json
import sys
from functools import cache
from pathlib import Path

import numpy as np
from measured import shipped, write_lines

from glasscope.engine import INDICATORS, Load, library, prepare
from glasscope.engine.matter.hessian import third_order
from glasscope.engine.mechanics.elasticity import shear_modulus
from glasscope.engine.mechanics.inclusions.local_strength import RADIUS, local_strengths
from glasscope.engine.statistics import bootstrap

MEASURED = Path(__file__).with_suffix(".json")
PARENTS = ("0.3", "0.12", "0.05")
"""Parent temperatures, from ductile to ultrastable."""

SAMPLES = (*(f"1024-{seed}" for seed in range(1, 6)), "10000-1")
"""Number of particles and seed: those of the library, and more of the small ones."""

ANGLES = (0.0, 45.0, 90.0, 135.0)
"""Of the loads: in a glass they are alike."""

SOFT, DISORDERED = 0.03, 0.1
"""R20 Fig. 8(d) marks what bears less than this strain, and what has a steric order above that."""

STRENGTHS = np.logspace(-4, 0, 21)
"""Edges of the bins of Δτ_y/μ."""

ORDERS = np.linspace(0.0, 0.4, 41)
"""Edges of the bins of Θ."""

SOFTEST = 0.25
"""Share of the soft places, each the softest within the radius of a disc, that stiffness is compared at."""


def glass_of(key):
    """A glass, from the library where it is there."""
    if key in {entry.key for entry in library()}:
        return shipped(key)
    model, protocol, parent, n_particles, seed = key.split("-")
    return prepare(model, int(n_particles), protocol, int(seed), parent_temperature=float(parent))


def keys(parent):
    """The glasses of a parent temperature."""
    return [f"poly-swap-{parent}-{sample}" for sample in SAMPLES]


@cache
def modulus_of(parent):
    """μ of a class, that of its largest glass: in a small one a single soft mode may take all of it away."""
    return float(np.mean([shear_modulus(shipped(keys(parent)[-1]), angle) for angle in ANGLES]))


def places(glass, modulus, strengths=None):
    """Counts of sites and particles, shares that Fig. 8(d) marks, and strain and stiffness at the softest places."""
    strengths = local_strengths(glass, threads=1) if strengths is None else strengths
    sites = [strengths.along(Load.simple_shear(angle)) / modulus for angle in ANGLES]
    particles = [strengths.on_particles(glass, values) for values in sites]
    order = INDICATORS["steric_order"]()(glass)
    return {
        "modulus": round(modulus, 4),
        "sites": np.histogram(np.concatenate(sites), STRENGTHS)[0].tolist(),
        "below": int(np.sum(np.concatenate(sites) < STRENGTHS[0])),
        "of": sum(map(len, sites)),
        "soft": round(float(np.mean(np.array(particles) < SOFT)), 6),
        "orders": np.histogram(order, ORDERS)[0].tolist(),
        "disordered": round(float(np.mean(order > DISORDERED)), 6),
        "softest": [[float(f"{x:.4g}") for x in row] for row in _softest(glass, strengths, modulus)],
    }


def _softest(glass, strengths, modulus):
    """[Δτ_c/μ in the weakest direction, κ of the nonlinear mode in the disc] of places that yield along that mode."""
    bears = np.where(np.isfinite(strengths.increments), strengths.increments, np.inf)
    least, free, rows = bears.min(axis=1), np.ones(len(bears), bool), []
    for site in np.argsort(least):
        if not free[site]:
            continue
        apart = glass.box.minimum_image(strengths.sites - strengths.sites[site])
        free &= np.einsum("sa,sa->s", apart, apart) >= RADIUS**2
        rows.append((least[site], site))
    found = []
    for bearing, site in rows[: int(SOFTEST * len(rows)) + 1]:
        load = Load.simple_shear(strengths.angles[bears[site].argmin()])
        stiffness = nonlinear_mode_there(glass, strengths.sites[site], load)
        if stiffness is not None:
            found.append((bearing / modulus, stiffness))
    return found


def nonlinear_mode_there(glass, place, load, steps=500):
    """κ of the cubic mode of a disc in the frozen matrix, iterated from its answer to the load.

    None where the iteration does not end, or the load pushes the disc up that mode and not to where it gives way.
    """
    apart = glass.box.minimum_image(glass.positions - place)
    inside = np.einsum("ia,ia->i", apart, apart) < RADIUS**2
    flat = np.repeat(inside, 2)
    hessian = hessian_of(glass)[flat][:, flat].toarray()
    inverse, pull = np.linalg.inv(hessian), -glass.response.nonaffine_force(load)[inside].ravel()

    def pushed(mode):
        whole = np.zeros_like(glass.positions)
        whole[inside] = mode.reshape(-1, 2)
        return third_order(glass, whole, whole)[inside].ravel()

    mode = inverse @ pull
    for step in range(steps):
        mode /= np.linalg.norm(mode)
        push, answer = pushed(mode), hessian @ mode
        stiffness, cubic = mode @ answer, push @ mode
        if np.linalg.norm(answer - stiffness / cubic * push) < 1e-8 * np.linalg.norm(answer):
            return stiffness if (mode @ pull) * cubic < 0.0 else None
        new = inverse @ push
        new /= np.linalg.norm(new)
        mode = new if step < 40 else new * np.sign(new @ mode) + mode  # what goes to and fro settles half way
    return None


@cache
def hessian_of(glass):
    return glass.hessian().tocsr()


def pooled(measured, parent, draw=None):
    """Of one parent temperature: density of Δτ_y/μ in its bins, shares of soft and of disordered particles."""
    glasses = [measured[key] for key in keys(parent) if key in measured]
    glasses = glasses if draw is None else [glasses[k] for k in draw]
    counts, of = np.sum([one["sites"] for one in glasses], axis=0), sum(one["of"] for one in glasses)
    weights = [sum(one["orders"]) for one in glasses]
    shares = [np.average([one[name] for one in glasses], weights=weights) for name in ("soft", "disordered")]
    return np.array([*(counts / of / np.diff(STRENGTHS)), *shares])


def exponents(rows):
    """(β, β of the other regression, correlation) of Δτ_c ~ ω^β at soft places, ω = √κ.

    Places were chosen by Δτ_c, which bends the regression of Δτ_c on ω down and leaves that of ω on Δτ_c, the first
    one, as it is.
    """
    strain, frequency = np.log(rows[:, 0]), 0.5 * np.log(rows[:, 1])
    (a, c), (_, b) = np.cov(strain, frequency)
    return np.array([a / c, c / b, c / np.sqrt(a * b)])


def softest(measured, parents=PARENTS):
    """The rows of all glasses of some parent temperatures, shape (n, 2)."""
    known = [measured[key]["softest"] for parent in parents for key in keys(parent) if key in measured]
    return np.array([row for rows in known for row in rows])


LOW = 0.025
"""Places that bear less than this strain are counted in the readme."""


def kept():
    """The readme's rows, of what was measured."""
    measured, lines = json.loads(MEASURED.read_text()), []
    low = STRENGTHS[1:] <= LOW * 1.01  # edges of the bins are rounded
    for parent in PARENTS:
        some = [measured[key] for key in keys(parent)]
        counts = [sum(np.array(one["sites"])[low]) + one["below"] for one in some]
        first = parent == PARENTS[0]
        large = f"{counts[-1]:,}" + (f" of {some[-1]['of']:,}" if first else "")
        total = f"{sum(counts):,}" + (f" of {sum(one['of'] for one in some):,}" if first else "")
        if max(counts) > 0.9 * sum(counts):
            total += f", of which {max(counts)} are one soft spot"
        soft, disordered = pooled(measured, parent)[-2:]
        lines.append(f"| {parent} | {large} | {total} | {100 * soft:.1f} % | {100 * disordered:.1f} % |")
    return "\n".join(lines)


def kept_exponents():
    """The readme's sentence on them, of what was measured."""
    rows = softest(json.loads(MEASURED.read_text()))
    frequency, strength, correlation = exponents(rows)
    axis = np.sqrt(frequency * strength)
    return (
        f"These {len(rows)} places do not test that: their logarithms correlate by {correlation:.2f}, so that ω "
        f"regressed on the strength gives a power of {frequency:.1f}, the strength on ω {strength:.1f}, and the "
        f"reduced axis {axis:.1f}"
    )


def main(chosen):
    measured = json.loads(MEASURED.read_text()) if MEASURED.exists() else {}
    for parent in PARENTS:
        for key in keys(parent):
            if key in (chosen or [key]) and key not in measured:
                measured[key] = places(glass_of(key), modulus_of(parent))
                write_lines(MEASURED, measured)
    report(measured)


def report(measured):
    """Print the tables."""
    for parent in PARENTS:
        n_glasses = sum(key in measured for key in keys(parent))
        if n_glasses:
            found = bootstrap(lambda some, of=parent: pooled(measured, of, some), np.arange(n_glasses))
            about = [f"{a:.4g} ± {b:.2g}" for a, b in zip(found.value, found.error, strict=True)]
            print(f"T = {parent}: soft, disordered {', '.join(about[-2:])}; P: {', '.join(about[:-2])}")
        rows = softest(measured, (parent,))
        if len(rows) > 5:
            found = bootstrap(exponents, rows)
            print(f"  {len(rows)} places: ", ", ".join(f"{a:.2f} ± {b:.2f}" for a, b in zip(*found[:2], strict=True)))
    rows = softest(measured)
    found = bootstrap(exponents, rows)
    print(f"all {len(rows)} places: ", ", ".join(f"{a:.2f} ± {b:.2f}" for a, b in zip(*found[:2], strict=True)))


if __name__ == "__main__":
    main(sys.argv[1:])
