"""The engine knows nothing of the page."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = {"panel", "panel_material_ui", "bokeh", "holoviews", "datashader"}
ENGINE_FILES = sorted((ROOT / "engine").rglob("*.py"))

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
