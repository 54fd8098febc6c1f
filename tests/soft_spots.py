"""How soft the spots are at which events come: F_n(Δε) of Zylberg et al. (2017, Fig. 4), of a shipped ensemble.

    python tests/soft_spots.py

prints the readme's table from assets/ensembles/ipl_q3-spots.nc, which `glasscope ensemble` made of the example of the
same name: three hours of one core.
"""

import sys
from functools import cache
from pathlib import Path

import glasscope.assets
from glasscope.engine.ensembles import open_ensemble, spot_distribution, spot_ratio

FILE = Path(glasscope.assets.__file__).parent / "ensembles" / "ipl_q3-spots.nc"
FIELDS = {"softness_field": "thermal energy", "normal_mode_map": "normal modes"}
AT = (1.0, 2.0)
"""Δε of the softest spot of a glass, and of spots half as soft."""

EVENTS = (1, 2, 3)


@cache
def opened(path=FILE):
    return open_ensemble(path)


def kept(path=FILE):
    """The readme's table: F_n at a few Δε, and how much oftener the thermal energy is right."""
    heads = [f"F_{n}({at:g})" for n in EVENTS for at in AT]
    rows = [f"| spots of | {' | '.join(heads)} |", "|---" * (len(heads) + 1) + "|"]
    data = opened(path)
    for key, label in FIELDS.items():
        rows.append(row(label, [spot_distribution(data, AT, n).sel(spotted=key) for n in EVENTS]))
    return "\n".join([*rows, row("ratio", [spot_ratio(data, *FIELDS, AT, n) for n in EVENTS])])


def counted(path=FILE):
    """How many glasses and first events there are."""
    data = opened(path)
    n_events = int(spot_distribution(data, AT).sel(spotted="softness_field")["n_events"])
    return f"{n_events} first events in {data.sizes['sample']} glasses of IPL-q3, N = 10,000"


def row(label, found):
    pairs = [zip(one["value"].values, one["error"].values, strict=True) for one in found]
    return f"| {label} | {' | '.join(f'{value:.2f} ± {error:.2f}' for some in pairs for value, error in some)} |"


if __name__ == "__main__":
    path = Path(sys.argv[1]) if sys.argv[1:] else FILE
    print(counted(path), kept(path), sep="\n\n")
