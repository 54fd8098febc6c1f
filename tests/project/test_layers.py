"""Which room may import which: data flows one way in the engine and on the page, and there is no circle anywhere."""

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = {"panel", "panel_material_ui", "bokeh", "holoviews", "datashader"}
ENGINE_FILES = sorted((ROOT / "engine").rglob("*.py"))
DASHBOARD_FILES = sorted((ROOT / "dashboard").rglob("*.py"))
ENGINE = (
    *("_kept", "_processor", "_jit", "random_numbers", "errors", "_declared", "whole_files", "one_run", "threads"),
    *("limits",),
    *("statistics", "quarantine"),  # run without all of what follows
    *("matter", "formats", "mechanics", "prepare"),  # what is prepared is relaxed
    *("learning", "indicators", "scores", "ensembles", "training", "mesoscale"),
)
DASHBOARD = (
    *("physics", "look", "wire", "run", "fields", "found", "moment", "controls", "map", "panels", "mesoscale"),
    *("gallery", "compare", "lessons", "watching", "scoreboard", "page", "session"),
    *("recording", "warming", "ahead", "wheels"),
    *("sharing", "app", "console"),
)
"""The rooms in the order in which data flows: each may import those before it."""

IMPORT_ALL = """
import importlib, pkgutil, sys
import glasscope.engine as engine
names = [module.name for module in pkgutil.walk_packages(engine.__path__, "glasscope.engine.")]
for name in names:
    importlib.import_module(name)
print(len(names))
print(*sorted({name.split(".")[0] for name in sys.modules}))
print(*sorted(name for name in sys.modules if name.startswith("glasscope.")))
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """What a new interpreter, in another folder, holds after it imported every module of the engine."""
    command = [sys.executable, "-c", IMPORT_ALL]
    folder = tmp_path_factory.mktemp("elsewhere")
    output = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
    count, tops, ours = output.splitlines()
    return int(count), set(tops.split()), set(ours.split())


def test_every_module_of_the_engine_was_imported(loaded):
    assert loaded[0] == len(ENGINE_FILES) - 1  # all but engine/__init__.py itself


def test_importing_the_engine_loads_no_page(loaded):
    assert not loaded[1] & PAGE
    assert not {name for name in loaded[2] if name.startswith("glasscope.dashboard")}


def test_importing_the_engine_loads_nothing_that_only_a_training_needs(loaded):
    assert not loaded[1] & {"sklearn", "joblib"}


def imported_modules(file):
    """Every module that a file names in an import, wherever it stands; relative ones with their dots."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield from (f"{module}{'' if module.endswith('.') else '.'}{alias.name}" for alias in node.names)


@pytest.mark.parametrize("file", ENGINE_FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_engine_file_names_the_page(file):
    for module in imported_modules(file):
        assert module.split(".")[0] not in PAGE
        assert "dashboard" not in module.split(".")
        assert not module.startswith("glasscope"), "imports inside the packages are relative"


def test_the_scan_sees_imports_inside_functions(tmp_path):
    file = tmp_path / "late.py"
    file.write_text("def late():\n    import panel.io\n    from ..dashboard import app\n    from . import cell\n")
    assert set(imported_modules(file)) == {"panel.io", "..dashboard.app", ".cell"}


# rooms -----------------------------------------------------------------------------------------------------------


def modules_of(top, files):
    """Every file by its dotted name, such as `dashboard.map.map`; a package by that of its folder."""
    named = {}
    for file in files:
        parts = file.relative_to(ROOT).with_suffix("").parts
        named[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return named


def resolved(module, is_package, name):
    """A relative import as the dotted name that it stands for; None for what is not ours."""
    if not name.startswith("."):
        return None
    level = len(name) - len(name.lstrip("."))
    parts = module.split(".")
    base = parts[: len(parts) - (level - 1 if is_package else level)]
    return ".".join([*base, name.lstrip(".")])


def arrows(files, with_hidden=True):
    """(file's module, module that it imports) for all files; without those that only a type checker follows or that
    stand in a function, if asked so.
    """
    named = modules_of(ROOT, files)
    known = named | modules_of(ROOT, ENGINE_FILES) | modules_of(ROOT, DASHBOARD_FILES)
    for module, file in named.items():
        for name in imported_modules(file) if with_hidden else imported_at_once(file):
            target = resolved(module, file.name == "__init__.py", name)
            while target and target not in known:  # the name of a thing in a module
                target = target.rpartition(".")[0]
            if target and target != module:
                yield module, target


def imported_at_once(file):
    """Modules that are imported when a file is: neither in a function, nor for type checkers."""
    tree = ast.parse(file.read_text())
    late = {id(node) for body in ast.walk(tree) if is_late(body) for node in ast.walk(body)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and id(node) not in late:
            module = "." * node.level + (node.module or "")
            yield from (f"{module}{'' if module.endswith('.') else '.'}{alias.name}" for alias in node.names)


def is_late(node):
    if isinstance(node, ast.If):
        return "TYPE_CHECKING" in ast.unparse(node.test)
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def room_of(module):
    return module.split(".")[1] if "." in module else ""


@pytest.mark.parametrize(
    ("files", "order"), [(ENGINE_FILES, ENGINE), (DASHBOARD_FILES, DASHBOARD)], ids=["engine", "dashboard"]
)
def test_no_arrow_runs_back_up(files, order):
    place = {room: k for k, room in enumerate(order)}
    rooms = {room_of(module) for module in modules_of(ROOT, files)} - {""}
    assert rooms == set(order), "a room that is not in the order, or no longer there"
    top = files[0].relative_to(ROOT).parts[0]
    between = [(module, target) for module, target in arrows(files, with_hidden=False) if target.startswith(f"{top}.")]
    wrong = [
        f"{module} imports {target}"
        for module, target in between
        if room_of(module) and place[room_of(target)] > place[room_of(module)]
    ]
    assert not wrong, "\n".join(wrong)


def test_no_import_runs_in_a_circle():
    graph = {}
    for module, target in arrows([*ENGINE_FILES, *DASHBOARD_FILES], with_hidden=False):
        if not module.startswith(f"{target}."):  # a package imports what is in it
            graph.setdefault(module, set()).add(target)
    try:
        list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_the_page_meets_the_engine_in_one_place():
    """`physics.py` says so; the console is the engine's other face, and results of ensembles are loaded late."""
    beyond = {
        (module, target)
        for module, target in arrows(DASHBOARD_FILES)
        if target.startswith("engine") and room_of(module) not in ("physics", "console")
    }
    late = {"dashboard.scoreboard.judged", "dashboard.scoreboard.result_sets"}
    assert {module for module, _ in beyond} <= late
    assert {target for _, target in beyond} <= {"engine.ensembles"}
    at_once = {module for module, target in arrows(DASHBOARD_FILES, with_hidden=False) if target.startswith("engine")}
    assert not at_once & late
