"""The console script: help with examples, one clear line for bad input, runs that are whole or leave nothing."""

import csv
import json
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from console import GLASSCOPE, run, run_installed

from glasscope.dashboard.console.arguments import build_parser
from glasscope.engine import INDICATORS, Cancelled, Glass, Load, library, shear
from glasscope.engine.prepare import checkpoint, prepare
from glasscope.engine.scores import EventScorer

SUBCOMMANDS = (
    "serve", "shear", "prepare", "convert", "report", "ensemble", "scores", "labels", "mesoscale", "train", "library",
)  # fmt: skip
SMALL = ("--model", "lj", "--n", "256", "--seed", "3")


@pytest.mark.parametrize("words", [(), *[(name,) for name in SUBCOMMANDS]], ids=lambda words: " ".join(words) or "top")
def test_help_has_examples_that_the_parser_reads(words, tmp_path):
    result = run_installed(*words, "--help", cwd=tmp_path)
    assert result.returncode == 0
    examples = re.findall(r"^  glasscope\b(.*?)(?:  |$)", result.stdout.partition("examples:")[2], re.MULTILINE)
    assert examples
    for example in examples:
        arguments = shlex.split(example) or ["serve"]
        assert build_parser().parse_args(arguments).command == arguments[0]


def test_help_loads_neither_the_engine_nor_the_page(tmp_path):
    code = (
        "import sys\nfrom glasscope.dashboard.console import main as cli\n"
        "try:\n    cli.main(['shear', '--help'])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'numba', 'panel', 'bokeh'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "[]"


def test_only_serve_loads_the_page(tmp_path):
    code = (
        "import sys\nfrom glasscope.dashboard.console import main as cli\ncli.main(['library'])\n"
        "print(sorted({'panel', 'bokeh', 'holoviews'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "[]"


BAD_INPUT = {
    "an unknown subcommand": (("dance",), "invalid choice: 'dance'"),
    "a port that is none, to the default subcommand": (("--port", "70000"), "serve: argument --port: expected a port"),
    "no glass": (("shear",), "which glass?"),
    "a glass that is neither file nor key": (("shear", "no-such-glass"), "neither a file nor a glass of the library"),
    "a file that is no glass": (("shear", "text.npz"), "text.npz"),
    "a truncated file": (("shear", "truncated.npz"), "truncated.npz"),
    "a file and a model": (("shear", "text.npz", "--model", "lj"), "--model prepares a glass"),
    "an unknown model": (("prepare", "granite", "--out", "x.npz"), "poly"),
    "an unknown protocol": (("prepare", "lj", "--protocol", "wish", "--out", "x.npz"), "anneal"),
    "too few particles": (("prepare", "lj", "--n", "1", "--out", "x.npz"), "at least 2"),
    "a cell too small": (("prepare", "lj", "--n", "9", "--out", "x.npz"), "too few"),
    "a negative temperature": (("prepare", "lj", "--set", "temperature=-1", "--out", "x.npz"), "temperature"),
    "a parameter without a value": (("prepare", "lj", "--set", "density", "--out", "x.npz"), "NAME=VALUE"),
    "a parameter that has an option": (("prepare", "lj", "--set", "seed=3", "--out", "x.npz"), "seed"),
    "an unknown format": (("prepare", "lj", "--out", "x.cif"), ".npz, .xyz"),
    "a conversion into an unknown format": (("convert", "lj-htl-1024-1", "x.cif"), ".npz, .xyz"),
    "a conversion of nothing": (("convert", "none.xyz", "x.npz"), "neither a file nor a glass of the library"),
    "a cell that is none": (("convert", "x.xyz", "x.npz", "--cell", "3"), "LX,LY"),
    "species that are none": (("convert", "x.xyz", "x.npz", "--species", "A,B"), "TYPE=0,TYPE=1"),
    "an answer about a prepared glass": (
        ("shear", *SMALL, "--as-model", "lj"),
        "--as-model is about a glass from a file",
    ),
    "an answer about a shipped glass": (("shear", "lj-htl-1024-1", "--cell", "9,9"), "glass of the library"),
    "an answer that a file has": (("shear", "glass.npz", "--cell", "9,9"), "says its own cell"),
    "diameters that are none": (("convert", "glass.npz", "x.npz", "--diameters", "text.npz"), "one number a particle"),
    "no folder to write to": (("prepare", "lj", "--out", "nowhere/x.npz"), "nowhere/x.npz"),
    "no file to write": (("prepare", "lj"), "--out"),
    "an unknown load": (("shear", *SMALL, "--load", "twist"), "invalid choice: 'twist'"),
    "a sign that is none": (("shear", *SMALL, "--sign", "0"), "1 or -1"),
    "an angle that is none": (("shear", *SMALL, "--angle", "nan"), "finite number"),
    "a dilation with an angle": (("shear", *SMALL, "--load", "dilation", "--angle", "30"), "no angle"),
    "a strain below zero": (("shear", *SMALL, "--max-strain", "-0.1"), "above 0"),
    "an unknown indicator": (("shear", *SMALL, "--indicator", "luck"), "steric_order"),
    "a spec that is not there": (("ensemble", "none.yaml"), "none.yaml cannot be read"),
    "a spec that is no spec": (("ensemble", "glass.npz"), "cannot be read"),
    "workers that are none": (("ensemble", "x.yaml", "--workers", "0"), "above 0"),
    "workers and a scheduler": (("ensemble", "x.yaml", "--workers", "1", "--scheduler", "tcp://a:1"), "not allowed"),
    "results that are none": (("scores", "text.npz"), "no dataset of an ensemble"),
    "no folder of results": (("scores", "."), "no folder of an ensemble's results"),
    "nothing to train on": (("train", "softness", "--out", "x.json"), "which glasses?"),
    "an indicator that is not learned": (
        ("train", "vibrality", "--model", "lj", "--out", "x.json"),
        "softness, softness_angular",
    ),
    "one glass to train on": (("train", "softness", "--glass", "lj-htl-1024-1", "--out", "x.json"), "at least two"),
    "a glass and a seed": (("train", "softness", "--glass", "a", "b", "--seed", "1", "--out", "x.json"), "--seed is"),
    "glasses of different making": (
        ("train", "softness", "--glass", "lj-htl-1024-1", "--model", "lj", "--out", "x.json"),
        "one of the two",
    ),
    "a setting that is an option": (
        ("train", "softness", "--model", "lj", "--set", "n_particles=9", "--out", "x.json"),
        "n_particles",
    ),
    "a folder that exists": (("shear", *SMALL, "--save", "."), "new folder"),
}


@pytest.mark.parametrize("case", BAD_INPUT)
def test_bad_input_gives_one_line_and_exit_code_2(case, tmp_path, small_glass):
    words, expected = BAD_INPUT[case]
    (tmp_path / "text.npz").write_text("not a glass")
    (tmp_path / "glass.npz").write_bytes(small_glass.read_bytes())
    (tmp_path / "truncated.npz").write_bytes(small_glass.read_bytes()[:500])
    before = sorted(tmp_path.iterdir())
    result = run(*words, cwd=tmp_path)
    assert result.returncode == 2
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("glasscope")
    assert expected in line
    assert sorted(tmp_path.iterdir()) == before


@pytest.fixture(scope="module")
def small_glass(tmp_path_factory):
    """A small glass, made by the console script."""
    folder = tmp_path_factory.mktemp("small")
    result = run_installed("prepare", "lj", "--n", "256", "--seed", "3", "--out", "glass.npz", cwd=folder)
    assert result.returncode == 0, result.stderr
    assert "256 particles" in result.stdout
    assert "hot liquid" in result.stderr
    return folder / "glass.npz"


def test_prepare_writes_what_was_asked_for(small_glass):
    glass = Glass.load(small_glass)
    assert (glass.model.key, glass.n_particles) == ("lj", 256)
    assert glass.max_force < 1e-9
    assert (glass.provenance["seed"], glass.provenance["protocol"]) == (3, "htl")


def test_the_command_in_a_glass_makes_it_again(small_glass, tmp_path):
    command = shlex.split(Glass.load(small_glass).provenance["command"])
    assert command[0] == "glasscope"
    assert run(*command[1:], cwd=tmp_path).returncode == 0
    again = Glass.load(tmp_path / command[command.index("--out") + 1])
    assert np.array_equal(again.positions, Glass.load(small_glass).positions)


def foreign_copy(glass, path, digits):
    """Extended XYZ as others write it: positions rounded, no sizes, no cell, no model."""
    rows = [
        f"{'AB'[species]} {x:.{digits}f} {y:.{digits}f} 0"
        for species, (x, y) in zip(glass.species, glass.positions, strict=True)
    ]
    path.write_text("\n".join([str(len(rows)), "", *rows, ""]))
    lx, ly = np.diag(glass.box.cell)
    return f"{lx},{ly}"


def test_each_question_about_a_foreign_file_names_the_option_that_answers_it(small_glass, tmp_path):
    glass = Glass.load(small_glass)
    cell = foreign_copy(glass, tmp_path / "mine.xyz", digits=15)
    answers = []
    for question, option, value in (
        ("Which model is this?", "--as-model", "lj"),
        ("How large is the periodic cell?", "--cell", cell),
        ("Which particles are the small ones?", "--species", "A=0,B=1"),
    ):
        for words in (("shear", "mine.xyz"), ("convert", "mine.xyz", "mine.npz")):
            result = run(*words, *answers, cwd=tmp_path)
            assert result.returncode == 2
            (line,) = result.stderr.splitlines()
            assert question in line
            assert option in line
        answers += [option, value]
    result = run_installed("convert", "mine.xyz", "mine.npz", *answers, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    again = Glass.load(tmp_path / "mine.npz")
    assert again.energy == pytest.approx(glass.energy, rel=1e-12)
    assert np.array_equal(again.species, glass.species)


def test_diameters_are_read_from_a_text_file(tmp_path):
    glass = next(entry for entry in library() if entry.model == "poly").load()
    cell = foreign_copy_of_poly(glass, tmp_path)
    words = ("convert", "mine.xyz", "mine.npz", "--as-model", "poly", "--cell", cell)
    result = run(*words, cwd=tmp_path)
    assert result.returncode == 2
    assert "--diameters FILE" in result.stderr
    assert run(*words, "--diameters", "sizes.txt", cwd=tmp_path).returncode == 0
    assert Glass.load(tmp_path / "mine.npz").energy == pytest.approx(glass.energy, rel=1e-10)


def foreign_copy_of_poly(glass, folder):
    rows = [f"X {x!r} {y!r}" for x, y in glass.positions.tolist()]
    (folder / "mine.xyz").write_text("\n".join([str(len(rows)), "", *rows, ""]))
    np.savetxt(folder / "sizes.txt", glass.diameters, fmt="%.17g")
    return ",".join(str(side) for side in np.diag(glass.box.cell))


def test_a_glass_that_is_no_minimum_is_relaxed_only_where_that_is_asked_for(small_glass, tmp_path):
    glass = Glass.load(small_glass)
    cell = foreign_copy(glass, tmp_path / "mine.xyz", digits=3)
    answers = ("--as-model", "lj", "--cell", cell, "--species", "A=0,B=1")
    result = run("shear", "mine.xyz", *answers, "--max-strain", "0.001", cwd=tmp_path)
    assert result.returncode == 2
    assert "is no minimum: its largest force is" in result.stderr
    assert "--relax" in result.stderr
    result = run("shear", "mine.xyz", *answers, "--max-strain", "0.001", "--relax", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "relaxed: largest force" in result.stderr
    assert run("convert", "mine.xyz", "mine.data", *answers, "--relax", cwd=tmp_path).returncode == 0
    assert Glass.load(tmp_path / "mine.data").energy == pytest.approx(glass.energy, rel=1e-10)  # the same minimum
    result = run("shear", "mine.data", "--max-strain", "0.001", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "relaxed" not in result.stderr


def test_prepare_and_convert_write_what_the_suffix_says(small_glass, tmp_path):
    glass = Glass.load(small_glass)
    assert run("prepare", "lj", "--n", "256", "--seed", "3", "--out", "x.xyz", cwd=tmp_path).returncode == 0
    assert (tmp_path / "x.xyz").read_text().startswith("256\nLattice=")
    for before, after in (("x.xyz", "x.data"), ("x.data", "x.npz")):
        result = run("convert", before, after, cwd=tmp_path)
        assert result.returncode == 0, result.stderr
        assert "256 particles" in result.stdout
    assert np.array_equal(Glass.load(tmp_path / "x.npz").positions, glass.positions)
    assert Glass.load(tmp_path / "x.npz").provenance == glass.provenance


@pytest.fixture(scope="module")
def sheared(small_glass, tmp_path_factory):
    """The small glass sheared by the console script: (result, folder with events.csv and states)."""
    folder = tmp_path_factory.mktemp("sheared")
    words = ["--max-strain", 0.04, "--indicator", "steric_order", "--out", "events.csv", "--save", "states"]
    result = run_installed("shear", small_glass, "--angle", -30, "--sign", -1, *words, cwd=folder)
    assert result.returncode == 0, result.stderr
    return result, folder


def test_the_table_is_what_python_finds(small_glass, sheared):
    glass, load = Glass.load(small_glass), Load.simple_shear(angle=-30.0, sign=-1)
    scorer = EventScorer(INDICATORS["steric_order"])
    field = INDICATORS["steric_order"]()(glass, load)
    events = [step.event for step in shear(glass, load, max_strain=0.04) if step.event]
    rows = list(csv.DictReader((sheared[1] / "events.csv").open()))
    assert len(rows) == len(events) > 0
    for ordinal, (row, event) in enumerate(zip(rows, events, strict=True), start=1):
        assert int(row["event"]) == ordinal
        assert float(row["strain"]) == event.strain
        assert float(row["strain_above"]) == event.bracket[1]
        assert int(row["core"]) == event.core
        assert float(row["energy_drop"]) == event.energy_drop
        assert float(row["rank"]) == scorer.add(field, event, ordinal).rank


def test_the_printed_table_has_a_row_for_each_event(sheared):
    heading, *rows = sheared[0].stdout.splitlines()
    assert heading.split()[:3] == ["event", "strain", "core"]
    assert [int(row.split()[0]) for row in rows] == list(range(1, len(rows) + 1))
    assert len(rows) == len(list(csv.DictReader((sheared[1] / "events.csv").open())))
    assert "C_min" in sheared[0].stderr


def test_the_saved_states_are_those_around_the_events(sheared):
    rows = list(csv.DictReader((sheared[1] / "events.csv").open()))
    assert len(list((sheared[1] / "states").iterdir())) == 2 * len(rows)
    for number, row in enumerate(rows, start=1):
        before = Glass.load(sheared[1] / "states" / f"event-{number:03d}-before.npz")
        after = Glass.load(sheared[1] / "states" / f"event-{number:03d}-after.npz")
        assert before.energy == pytest.approx(float(row["energy_before"]), rel=1e-10)
        assert before.energy - after.energy > 0


@pytest.fixture
def as_in_a_terminal():
    """A shell has what it runs in the background pass over interrupts, and what that starts as well; not so here."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("as_in_a_terminal")
@pytest.mark.parametrize(
    "words",
    [
        ("prepare", "lj", "--n", "4096", "--protocol", "gq", "--set", "cooling_time=10000", "--out", "x.npz"),
        ("shear", "glass.npz", "--max-strain", "0.5", "--out", "events.csv", "--save", "states"),
    ],
    ids=["prepare", "shear"],
)
def test_an_interrupt_leaves_nothing_behind(words, small_glass, tmp_path):
    (tmp_path / "glass.npz").write_bytes(small_glass.read_bytes())
    command = [str(GLASSCOPE), *words]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        source = process.stderr if words[0] == "prepare" else process.stdout
        source.readline()  # it is under way: the first progress, or the heading of the table
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        last = process.stderr.read().splitlines()[-1]
    assert process.returncode == 130
    assert last == f"glasscope {words[0]}: interrupted; no file was written"
    assert [file.name for file in tmp_path.iterdir()] == ["glass.npz"]


SWALLOWED = """
import contextlib, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # as in a terminal
from glasscope.dashboard.console import commands, main

def swallow(options):
    with contextlib.suppress(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    raise SystemError("returned a result with an exception set")

commands.run = swallow
sys.exit(main.main(["library"]))
"""


def test_an_interrupt_that_comes_out_as_something_else_is_one():
    """As where it falls into the compiling of a kernel."""
    done = subprocess.run([sys.executable, "-c", SWALLOWED], capture_output=True, text=True)
    assert done.returncode == 130
    assert done.stderr == "glasscope library: interrupted; no file was written\n"


def test_the_same_command_goes_on_where_it_was_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(checkpoint, "SECONDS_BETWEEN", 0.0)
    wanted = {"cooling_time": 20.0, "equilibration_time": 5.0}

    def stop(now):
        if now.fraction > 0.6:
            raise Cancelled

    with pytest.raises(Cancelled):
        prepare("lj", 220, "gq", 1, progress=stop, checkpoint=tmp_path / "x.npz.part", **wanted)
    settings = [word for name, value in wanted.items() for word in ("--set", f"{name}={value}")]
    result = run("prepare", "lj", "--protocol", "gq", "--n", "220", *settings, "--out", "x.npz", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    shares = [int(share) for share in re.findall(r"(\d+)%", result.stderr)]
    assert min(share for share in shares if share > 0) >= 50
    assert [file.name for file in tmp_path.iterdir()] == ["x.npz"]
    whole = prepare("lj", 220, "gq", 1, **wanted)
    np.testing.assert_array_equal(Glass.load(tmp_path / "x.npz").positions, whole.positions)


def test_the_report_has_numbers_and_plots(tmp_path):
    result = run_installed("report", "poly-swap-0.2-1024-1", "--out", "report.html", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("swap Monte Carlo")]
    assert " 0.2 " in line
    assert "sweeps" in line
    html = (tmp_path / "report.html").read_text()
    assert "particles still in place" in html
    assert not re.findall(r'<(?:script|link)[^>]+(?:src|href)="http', html)  # readable without a network


def test_a_glass_that_says_nothing_of_its_making_has_no_report(small_glass, tmp_path):
    glass = Glass.load(small_glass)
    bare = Glass(glass.model, glass.positions, species=glass.species, cell=glass.box)
    bare.save(tmp_path / "bare.npz")
    result = run("report", "bare.npz", cwd=tmp_path)
    assert result.returncode == 2
    assert "does not say how it was made" in result.stderr


def test_a_reader_that_stops_reading_is_no_error(small_glass, tmp_path):
    command = f"{GLASSCOPE} shear {small_glass} --max-strain 0.05 | head -n 1"
    result = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=tmp_path, capture_output=True, text=True)
    assert result.stdout.split()[0] == "event"
    assert "Traceback" not in result.stderr
    assert "Exception" not in result.stderr


def test_library_lists_what_is_there(tmp_path):
    result = run_installed("library", cwd=tmp_path)
    assert result.returncode == 0
    index = json.loads((Path(__file__).resolve().parents[2] / "assets/glasses/index.json").read_text())
    for glass in index["glasses"]:
        assert re.search(rf"^{glass['key']} ", result.stdout, re.MULTILINE)
    for key in INDICATORS:
        assert re.search(rf"^  {key} ", result.stdout, re.MULTILINE)
