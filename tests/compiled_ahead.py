"""Kernels that most tests need, compiled by three processes before the tests begin, whose workers would wait for them.

One takes what the page does with a glass of Lennard-Jones particles, one what is asked of particles that repel each
other by a power law, from the last indicator to the first, and one prepares both.
"""

import subprocess
import sys
from contextlib import suppress
from itertools import islice, product

WORDS = 400
"""Of progress that a preparation is listened to; then all its kernels have run."""


def of_the_page():
    """All that a page needs for its first glass."""
    from glasscope.dashboard.warming import warm

    warm()


def of_power_laws():
    """The same for the other kind of pair energy, in the other order."""
    from glasscope.dashboard.fields.field import all_indicators
    from glasscope.dashboard.warming import ask
    from glasscope.engine import Load, library, shear

    entry = min((each for each in library() if each.model == "poly"), key=lambda each: each.n_particles)
    glass, load = entry.load(), Load.simple_shear()
    ask(reversed(all_indicators().values()), glass, load, glass)
    for _ in islice(shear(glass, load), 12):
        pass


def of_preparing():
    """Those that prepare glasses of both kinds."""
    from glasscope.engine import PROTOCOLS, Cancelled, GlassError, prepare

    for model, protocol in product(("poly", "lj"), PROTOCOLS):
        left = iter(range(WORDS))

        def until_enough(_, left=left):
            if next(left, None) is None:
                raise Cancelled

        with suppress(Cancelled, GlassError):  # not every protocol suits every model
            prepare(model, 100, protocol, seed=1, progress=until_enough)


PARTS = (of_the_page, of_power_laws, of_preparing)

if __name__ == "__main__":
    if len(sys.argv) > 1:
        PARTS[int(sys.argv[1])]()
    else:
        started = [subprocess.Popen([sys.executable, "-u", __file__, str(k)]) for k in range(len(PARTS))]
        sys.exit(max(process.wait() for process in started))
