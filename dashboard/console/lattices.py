"""Elastoplastic lattices on the command line: shear them, with progress, and show how they yielded and flowed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

from .printing import ProgressLine, Table

COLUMNS = {
    "class": "<16s",
    "size": ">5d",
    "lattices": ">9d",
    "modulus": ">9.3f",
    "peak": ">8.3f",
    "error": ">8.3f",
    "late": ">8.3f",
    "late error": ">11.3f",
}


def run(options: argparse.Namespace) -> None:
    """Shear what is missing of some lattices, then show their peak stresses and those of the last half of the strain.

    Parameters
    ----------
    options : argparse.Namespace
        With spec, out, scheduler and workers.
    """
    from ...engine.mesoscale.run import run_mesoscale
    from ...engine.mesoscale.spec import read_mesoscale

    spec = read_mesoscale(options.spec)
    folder = Path(Path(options.spec).stem if options.out is None else options.out)
    print(f"{spec.name}: {len(spec.samples):,} lattices; results in {folder}", file=sys.stderr)
    with ProgressLine() as line:
        data = run_mesoscale(
            spec, folder, scheduler=options.scheduler, workers=options.workers,
            progress=lambda done, total: line.show(done / total, f"{done:,} of {total:,} tasks"),
        )  # fmt: skip
    table = Table(COLUMNS)
    late = data["strain"].values > spec.max_strain / 2
    for kind in spec.classes:
        for size in spec.sizes:
            stresses = data["stress"].sel(kind=kind, size=size).values
            (peak, error), (last, last_error) = map(_mean, (stresses.max(axis=1), stresses[:, late].mean(axis=1)))
            modulus = float(data["modulus"].sel(kind=kind))
            row = {"class": kind, "size": size, "lattices": len(stresses), "modulus": modulus, "peak": peak}
            table.add(row | {"error": error, "late": last, "late error": last_error})


def _mean(values):
    """Mean and standard error over lattices."""
    n = len(values)
    return float(values.mean()), float(values.std(ddof=1) / n**0.5) if n > 1 else np.nan
