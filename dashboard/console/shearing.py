"""The run behind `glasscope shear`: events as rows, printed as they come, written when all is done."""

from __future__ import annotations

import csv
import sys
from contextlib import closing, nullcontext
from pathlib import Path

from ... import engine
from ...engine.scores import BEYOND, EventScorer
from ...engine.whole_files import file_when_complete, folder_when_complete
from .printing import ProgressLine, Table

PRINTED = {
    "event": ">5d",
    "strain": ">11.7f",
    "core": ">6d",
    "x": ">9.3f",
    "y": ">9.3f",
    "stress_before": ">13.6f",
    "stress_drop": ">12.4e",
    "energy_drop": ">12.4e",
}
PRINTED_RANKS = {"rank": ">7.4f", "score_kind": "s"}


def shear_and_tabulate(
    glass: engine.Glass,
    load: engine.Load,
    max_strain: float,
    indicator: engine.Indicator | None = None,
    table_file: Path | None = None,
    folder: Path | None = None,
) -> list[dict]:
    """Shear a glass; print each event, rank its core, write table and states once the run is complete.

    Parameters
    ----------
    glass : Glass
        The glass as cast.
    load : Load
        The load.
    max_strain : float
        Where to stop.
    indicator : Indicator, optional
        Ranks the cores, by its field of the glass as cast.
    table_file : Path, optional
        CSV file for the table.
    folder : Path, optional
        New folder for the states before and after each event.

    Returns
    -------
    list of dict
        One row an event; strain and strain_above are its bracket, stresses are conjugate to the load.
    """
    field = None if indicator is None else indicator(glass, load)
    scorer = None if indicator is None else EventScorer(indicator)
    rows: list[dict] = []
    with nullcontext() if folder is None else folder_when_complete(folder) as states:
        for event in _printed_events(glass, load, max_strain, rows, scorer, field):
            if states is not None:
                event.before.save(states / f"event-{len(rows):03d}-before.npz")
                event.after.save(states / f"event-{len(rows):03d}-after.npz")
        if table_file is not None:
            _write_csv(table_file, rows, ranked=scorer is not None)
    print(f"{len(rows)} event{'s' * (len(rows) != 1)} up to a strain of {max_strain:g}", file=sys.stderr)
    if scorer is not None:
        for kind in sorted({row["score_kind"] for row in rows}):
            print(scorer.score(kind).in_words(), file=sys.stderr)
        if scorer.left_out:
            print(f"Left out: {scorer.left_out} before a strain of {BEYOND:g}, its onset as cast.", file=sys.stderr)
    return rows


def _printed_events(glass, load, max_strain, rows, scorer, field):
    """Events of the run, each appended to the rows and printed before it is passed on."""
    table = Table(PRINTED if scorer is None else PRINTED | PRINTED_RANKS)
    with ProgressLine() as line, closing(engine.shear(glass, load, max_strain=max_strain)) as steps:
        for step in steps:
            if step.event is not None:
                rows.append(_row(step.event, len(rows) + 1, scorer, field))
                line.clear()
                table.add(rows[-1])
                yield step.event
            line.show(step.strain / max_strain, f"strain {step.strain:.6f}, stress {step.stress:.5f}")


def _row(event, ordinal: int, scorer, field) -> dict:
    x, y = event.before.box.wrap(event.before.positions)[event.core][:2]
    row = {
        "event": ordinal,
        "strain": event.strain,
        "strain_above": event.bracket[1],
        "core": int(event.core),
        "x": float(x),
        "y": float(y),
        "stress_before": event.stress_before,
        "energy_before": event.energy_before,
        "stress_drop": event.stress_drop,
        "energy_drop": event.energy_drop,
    }
    if scorer is not None:
        scored = scorer.add(field, event, ordinal)
        row |= {"rank": scored.rank, "score_kind": scored.kind}
    return row


def _write_csv(path: Path, rows: list[dict], ranked: bool) -> None:
    columns = ["event", "strain", "strain_above", "core", "x", "y"]
    columns += ["stress_before", "energy_before", "stress_drop", "energy_drop"]
    columns += list(PRINTED_RANKS) if ranked else []
    with file_when_complete(path) as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
