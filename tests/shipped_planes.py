"""How well the shipped planes of R20's structure functions do on glasses that they have not seen, beside R20.

    python tests/shipped_planes.py

prints the readme's rows; the planes themselves are made again by `glasscope train`, minutes each, with what each file
in assets/learned says under "training".
"""

import json
from pathlib import Path

import glasscope.assets

FOLDER = Path(glasscope.assets.__file__).parent / "learned"

PAPER = {
    "lj-gq": 93.5, "lj-esl": 92.8, "lj-htl": 91.5, "poly-swap-0.05": 91.5, "poly-swap-0.085": 90.5,
    "poly-swap-0.12": 89.9, "poly-swap-0.3": 87.5,
}  # fmt: skip
"""Accuracy in per cent that R20 gives for such glasses."""


def kept():
    """The readme's rows."""
    found = [json.loads((FOLDER / f"softness-{name}.json").read_text())["validation"]["accuracy"] for name in PAPER]
    ours = " | ".join(f"{100 * accuracy:.1f}" for accuracy in found)
    return f"| accuracy, % | {ours} |\n| R20 | {' | '.join(map(str, PAPER.values()))} |"


def events():
    """The readme's words on how many events they saw."""
    about = [json.loads((FOLDER / f"softness-{name}.json").read_text())["training"] for name in PAPER]
    seen = [one["n_events"] for one in about]
    assert {one["n_samples"] for one in about} == {3}
    particles = f"{about[0]['n_particles']:,} particles"
    return f"those below saw {min(seen)} to {max(seen)} events in three glasses of {particles}"


if __name__ == "__main__":
    print(kept())
