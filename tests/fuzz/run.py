"""Open a whole corpus of changed files, and say what came of them: make fuzz. Exits with 1 where one was not in words.

python tests/fuzz/run.py --files 1500 --seed 0
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from mutations import KINDS, changed, good
from opened_files import opened

from glasscope.engine.quarantine import apart

MOST_SECONDS, MOST_MEGABYTES = 5.0, 600.0


def main():
    """Open them one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1500, help="how many, of all kinds together")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kinds", default=",".join(KINDS))
    options = parser.parse_args()
    kinds, failures = options.kinds.split(","), []
    for kind in kinds:
        for content in good(kind):  # kernels are compiled before times are taken
            assert opened(kind, content).outcome == "read"
        outcomes, slowest, largest = Counter(), 0.0, 0.0
        for number in range(-(-options.files // len(kinds))):
            content, done = changed(kind, number, options.seed)
            found = opened(kind, content)
            reader = apart.most_memory() / 2**20
            outcomes[found.outcome] += 1
            slowest, largest = max(slowest, found.seconds), max(largest, reader)
            if (
                found.outcome not in ("read", "asked", "refused")
                or found.seconds > MOST_SECONDS
                or max(reader, found.megabytes) > MOST_MEGABYTES
            ):
                failures.append(f"{kind} {number} ({done}): {found}")
                print(failures[-1][:1000], flush=True)
        told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
        print(f"{kind:>5}: {told}; slowest {slowest:.2f} s, largest reader {largest:.0f} MB", flush=True)
    print(f"{len(failures)} of {options.files} files were not as they should be")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
