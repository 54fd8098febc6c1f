"""Every package that a file imports is declared in pyproject.toml, not just there by luck."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
OURS = {"glasscope", *(file.stem for file in (ROOT / "tests").glob("*.py"))}
EXTRAS = [requirement for extra in PROJECT["optional-dependencies"].values() for requirement in extra]
DISTRIBUTIONS = packages_distributions()


def names(requirements):
    return {normal(re.match(r"[\w.-]+", requirement).group()) for requirement in requirements}


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(folder):
    """(file, top-level module) of every absolute import below a folder that is no part of Python or of us."""
    for file in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module] if isinstance(node, ast.ImportFrom) and not node.level else []
            for top in {module.split(".")[0] for module in modules}:
                if top not in sys.stdlib_module_names and top not in OURS:
                    yield file, top


@pytest.mark.parametrize("folder", ["engine", "dashboard", "assets", "tests"])
def test_imports_are_declared(folder):
    declared = names(PROJECT["dependencies"])
    if folder == "tests":
        declared |= names(EXTRAS)
    if folder == "engine":
        declared |= names(PROJECT["optional-dependencies"]["deep"])  # types alone; it is imported where it is
    strays = {
        f"{file.relative_to(ROOT)}: {top}"
        for file, top in imported(folder)
        if not declared & {normal(name) for name in DISTRIBUTIONS.get(top, [top])}
    }
    assert not strays


def test_every_declared_package_is_pinned():
    pinned = names(
        line for line in (ROOT / "constraints.txt").read_text().splitlines() if line and not line.startswith("#")
    )
    declared = names(PROJECT["dependencies"] + EXTRAS)
    assert declared <= pinned
