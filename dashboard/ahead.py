"""Kernels compiled before anybody waits for them: for an image, for a wheel, before the tests.

    python -m glasscope.dashboard.ahead

Four processes share the work: one takes what the page does with a glass of Lennard-Jones particles, one what is asked
of particles that repel each other by a power law, from the last indicator to the first, one prepares both, and one
shears lattices of blocks.
"""

import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from itertools import islice, product

from .fields.field import all_indicators
from .physics import (
    PROTOCOLS,
    Cancelled,
    ElastoplasticModel,
    GlassError,
    Load,
    TensorialModel,
    Thresholds,
    YieldSurfaces,
    library,
    prepare,
    shear,
)
from .warming import STEPS, ask, look_closer, warm

WORDS = 400
"""Of progress that a preparation is listened to; then all its kernels have run."""

SMALL = 100
"""Particles of what is prepared."""


SIDE = 16
"""Blocks along a side of what is sheared."""


def of_power_laws() -> None:
    """What is asked of the other kind of pair energy, from the last indicator to the first."""
    entry = min((each for each in library() if each.model == "poly"), key=lambda each: each.n_particles)
    glass, load = entry.load(), Load.simple_shear()
    ask(reversed(all_indicators().values()), glass, load, glass)
    look_closer(glass)
    for _ in islice(shear(glass, load), STEPS):
        pass


def of_preparing() -> None:
    """What prepares glasses of both kinds, by every protocol."""
    for model, protocol in product(("poly", "lj"), PROTOCOLS):
        left = iter(range(WORDS))

        def until_enough(_: object, left=left) -> None:
            if next(left, None) is None:
                raise Cancelled

        with suppress(Cancelled, GlassError):  # not every protocol suits every model
            prepare(model, SMALL, protocol, seed=1, progress=until_enough)


def of_lattices() -> None:
    """What shears lattices of blocks, with a yield stress each and with one in every direction."""
    stress = [1.0, 1.001]  # so near that many fail at once
    scalar = ElastoplasticModel(SIDE, Thresholds.from_values(stress), both_signs=True)
    tensorial = TensorialModel(SIDE, YieldSurfaces.from_values([stress * 2]))
    for model in (scalar, tensorial):
        for _ in model.shear(2 * max(stress), every=max(stress)):
            pass


PARTS = {"page": warm, "power laws": of_power_laws, "preparing": of_preparing, "lattices": of_lattices}


def compile_ahead(environment: Mapping[str, str] | None = None) -> None:
    """Compile all kernels, each kept where those of the package are.

    Parameters
    ----------
    environment : mapping of str to str, optional
        Of the processes that do it; that of this one where left out.

    Raises
    ------
    subprocess.CalledProcessError
        One of them failed; what it said is on the terminal.
    """
    commands = [[sys.executable, "-P", "-m", __spec__.name, part] for part in PARTS]
    for process in [subprocess.Popen(command, env=environment) for command in commands]:
        if code := process.wait():
            raise subprocess.CalledProcessError(code, process.args)


if __name__ == "__main__":
    PARTS[sys.argv[1]]() if len(sys.argv) > 1 else compile_ahead()
