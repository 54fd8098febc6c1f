"""How long each indicator takes, beside what its text on the page says. Ten minutes of one core on a quiet machine.

    python tests/indicator_costs.py

CPU time of one call on a glass of which nothing is known yet, kernels compiled: of LJ and of poly-IPL at N = 10,000, or
at 1,024 where the text is of a thousand particles. `indicator_costs.json` keeps it; project/test_costs.py holds the
texts to it.
"""

import os

os.environ |= {"OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}

import json
import re
import time
from pathlib import Path

import numpy as np

from glasscope.engine import INDICATORS, Load, library

MEASURED = Path(__file__).with_suffix(".json")
GLASSES = {
    10_000: {"LJ": "lj-gq-1e5-10000-1", "IPL": "poly_ipl-swap-0.4-10000-1"},
    1_000: {"LJ": "lj-gq-1e4-1024-1", "IPL": "poly_ipl-swap-0.4-1024-1"},
}
LOAD, REPEATED, LONG = Load.simple_shear(), 3, 5.0
TIME = re.compile(r"(\d+(?:\.\d+)?)(?: \(\w+\))?(?: to (\d+(?:\.\d+)?))? (ms|s)\b")
AT = re.compile(r"at (1,000|10,000)(?: LJ)?[ ,]")


def said(text):
    """(shortest, longest, particles) of the first time that a text of costs gives; seconds."""
    low, high, unit = TIME.search(text).groups()
    scale = 1e-3 if unit == "ms" else 1.0
    return scale * float(low), scale * float(high or low), int(AT.search(text).group(1).replace(",", ""))


def judged():
    """Indicators of one state: the others need a run, and their texts are of what follows it."""
    return {key: kind for key, kind in INDICATORS.items() if "reference" not in kind.requires}


def seconds(kind, key):
    """The median of a few calls, of one where that is long."""
    taken = []
    while len(taken) < REPEATED and (not taken or taken[0] < LONG):
        glass = next(entry for entry in library() if entry.key == key).load()
        begun = time.process_time()
        kind()(glass, LOAD)
        taken.append(time.process_time() - begun)
    return float(np.median(taken))


def main():
    measured = {}
    for key, kind in judged().items():
        low, high, n = said(kind.cost)
        kind()(next(entry for entry in library() if entry.key == "poly_ipl-swap-0.4-1024-1").load(), LOAD)  # compiles
        measured[key] = {of: float(f"{seconds(kind, glass):.2g}") for of, glass in GLASSES[n].items()}
        print(f"{key:32s} said {low:g} to {high:g} s at {n:,}; measured {measured[key]}", flush=True)
    lines = ",\n".join(f' "{key}": {json.dumps(measured[key])}' for key in sorted(measured))
    MEASURED.write_text("{\n" + lines + "\n}\n")


if __name__ == "__main__":
    main()
