"""Ensembles on the command line: run one, with progress, and show what its indicators knew."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ...engine import GlassError
from ...engine.indicators import FAMILIES
from ...engine.scores import BEYOND
from .printing import ProgressLine, Table, duration_in_words

COLUMNS = {
    "indicator": "<30s",
    "family": "<21s",
    "C_min": ">7.3f",
    "error": ">7.3f",
    "low": ">7.3f",
    "high": ">7.3f",
    "events": ">6d",
}


def run(options: argparse.Namespace) -> None:
    """Run what is missing of an ensemble, then show its first events.

    Parameters
    ----------
    options : argparse.Namespace
        With spec, out, scheduler and workers.
    """
    from ...engine.ensembles import run_ensemble

    _show(_run(options, run_ensemble, "indicator", lambda spec: spec.indicators))


def label(options: argparse.Namespace) -> None:
    """Run what is missing of a set of labels, then say what there is.

    Parameters
    ----------
    options : argparse.Namespace
        With spec, out, scheduler and workers.
    """
    from ...engine.ensembles import label_glasses

    data = _run(options, label_glasses, "strain", lambda spec: spec.d2min_strains)
    tests = int((data["split"] == "test").sum())
    print(
        f"{_counted(data.sizes['sample'], 'glass', 'es')} of {data.sizes['particle']:,} particles, {tests} of them for "
        f"tests; {_counted(data.sizes['load'], 'load')}, {_counted(data.sizes['strain'], 'strain')}"
    )
    for strain in data["strain"].values:
        happened = float((data["events"].sel(strain=strain) > 0).mean())
        print(f"at {100 * strain:g} %: {100 * happened:.0f} % of the runs have had an event")


def _run(options, function, thing, things):
    """Read a spec, say what it asks for, and run it with progress."""
    from ...engine.ensembles import read_spec

    spec = read_spec(options.spec)
    folder = Path(Path(options.spec).stem if options.out is None else options.out)
    print(
        f"{spec.name}: {_counted(len(spec.samples), 'sample')}, {_counted(len(spec.loads), 'load')}, "
        f"{_counted(len(things(spec)), thing)}; results in {folder}",
        file=sys.stderr,
    )
    with ProgressLine() as line:
        return function(
            spec, folder, scheduler=options.scheduler, workers=options.workers,
            progress=lambda now: line.show(now.fraction, _in_words(now)),
        )  # fmt: skip


def scores(options: argparse.Namespace) -> None:
    """Show C_min of every indicator of an ensemble.

    Parameters
    ----------
    options : argparse.Namespace
        With result.
    """
    from ...engine.ensembles import open_ensemble

    _show(open_ensemble(options.result))


def _show(data) -> None:
    """The table of first events on stdout, what is missing on stderr."""
    from ...engine.ensembles import first_events

    for label, words in zip(data["sample"].values, data["error"].values, strict=True):
        if words:
            print(f"{label}: {words}", file=sys.stderr)
    _tell_partly_missing(data)
    if not (data["error"] == "").any():
        raise GlassError("no sample of this ensemble is done")
    first = first_events(data)
    if left_out := first.attrs["left_out"]:
        events = _counted(left_out, "first event")
        print(f"left out: {events} before a strain of {BEYOND:g}, at its onset as cast", file=sys.stderr)
    rows = [_row(name, first.sel(indicator=name)) for name in first["indicator"].values]
    table = Table(COLUMNS)
    for row in sorted(rows, key=lambda row: (FAMILIES.index(row["family"]), -row["C_min"] if row["events"] else 2)):
        table.add(row)


def _row(name, score):
    return {
        "indicator": str(name), "family": str(score["family"].item()), "events": int(score["n_events"]),
        "C_min": float(score["value"]), **{column: float(score[column]) for column in ("error", "low", "high")},
    }  # fmt: skip


def _tell_partly_missing(data) -> None:
    for name in ("run_error", "indicator_error"):
        column = data[name].dims[1]
        for sample, row in zip(data["sample"].values, data[name].values, strict=True):
            for what, words in zip(data[column].values, row, strict=True):
                if words:
                    print(f"{sample}, {what}: {words}", file=sys.stderr)


def _counted(number: int, thing: str, plural: str = "s") -> str:
    return f"{number} {thing}{plural * (number != 1)}"


def _in_words(now) -> str:
    failed = f", {now.n_failed} failed" if now.n_failed else ""
    left = "" if now.seconds_left is None else f", {duration_in_words(now.seconds_left)} left"
    return f"{now.n_done} of {now.n_samples} samples{failed}{left}"
