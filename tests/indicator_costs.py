"""How long each indicator takes, beside what its text on the page says. Ten minutes of one core on a quiet machine.

    python tests/indicator_costs.py [KEY ...]

CPU time of one call on a glass of which nothing is known yet, kernels compiled: of LJ and of poly-IPL at N = 10,000, or
at 1,024 where the text is of a thousand particles. `indicator_costs.json` keeps it; project/test_costs.py holds the
texts to it.
"""

import os

os.environ |= {"OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}

import json
import re
import sys
import time
from pathlib import Path

import numpy as np

from glasscope.engine import INDICATORS, Load, library
from glasscope.engine.learning import shipped_predictors

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


def load(key):
    return next(entry for entry in library() if entry.key == key).load()


def knows(kind, key):
    """Whether an indicator was shown such glasses, where it was learned."""
    return kind.family != "learned" or any(
        one.model == load(key).model.key and one.about["indicator"] == kind.key for one in shipped_predictors().values()
    )


def seconds(kind, key):
    """The median of a few calls, of one where that is long."""
    taken = []
    while len(taken) < REPEATED and (not taken or taken[0] < LONG):
        glass = load(key)
        begun = time.process_time()
        kind()(glass, LOAD)
        taken.append(time.process_time() - begun)
    return float(np.median(taken))


def main():
    measured = json.loads(MEASURED.read_text()) if sys.argv[1:] else {}
    for key, kind in judged().items():
        if sys.argv[1:] and key not in sys.argv[1:]:
            continue
        low, high, n = said(kind.cost)
        known = {of: glass for of, glass in GLASSES[n].items() if knows(kind, glass)}
        kind()(load(GLASSES[1_000][min(known)]), LOAD)  # compiles
        measured[key] = {of: float(f"{seconds(kind, glass):.2g}") for of, glass in known.items()}
        print(f"{key:32s} said {low:g} to {high:g} s at {n:,}; measured {measured[key]}", flush=True)
    lines = ",\n".join(f' "{key}": {json.dumps(measured[key])}' for key in sorted(measured))
    MEASURED.write_text("{\n" + lines + "\n}\n")


if __name__ == "__main__":
    main()
