"""The marks by folder, and the tests that are left out unless asked for."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"
PYPROJECT = CONFTEST.parents[1] / "pyproject.toml"


@pytest.fixture
def small_project(tmp_path):
    """A project with our configuration and one test in each folder that carries a mark."""
    (tmp_path / "pyproject.toml").write_text(PYPROJECT.read_text())
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / CONFTEST.name).write_text(CONFTEST.read_text())
    for folder in ("engine", "peers", "browser", "benchmarks", "validation"):
        (tmp_path / "tests" / folder).mkdir()
        (tmp_path / "tests" / folder / f"test_of_{folder}.py").write_text("def test_it():\n    pass\n")
    return tmp_path


def collected(project, *options):
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *options]
    lines = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True).stdout.splitlines()
    return {line.split("/")[1] for line in lines if "::" in line}


def test_benchmarks_and_validation_wait_to_be_asked(small_project):
    assert collected(small_project) == {"engine", "peers", "browser"}


@pytest.mark.parametrize(
    ("mark", "folder"),
    [("peer", "peers"), ("browser", "browser"), ("benchmark", "benchmarks"), ("slow", "validation")],
)
def test_a_folder_gives_its_mark(small_project, mark, folder):
    assert collected(small_project, "-m", mark) == {folder}


def test_tests_that_share_a_server_share_a_worker(small_project):
    """And those of a file: pytest-xdist takes no notice of groups with a version of pytest that it does not know."""
    for name in ("one", "two"):
        for folder in ("browser", "engine"):
            many = "import pytest\n\n\n@pytest.mark.parametrize('k', range(8))\ndef test_it(k):\n    pass\n"
            (small_project / "tests" / folder / f"test_{name}.py").write_text(many)
    options = ("-v", "-n", "2", "--dist", "loadgroup", "-p", "no:cacheprovider")
    command = [sys.executable, "-m", "pytest", *options]
    told = subprocess.run(command, cwd=small_project, capture_output=True, text=True, check=True).stdout
    workers = {}
    for worker, folder, file in re.findall(r"\[(gw\d)\].* PASSED tests/(\w+)/(\w+)\.py", told):
        workers.setdefault(folder if folder == "browser" else file, set()).add(worker)
    assert {"browser", "test_one", "test_two"} <= set(workers)
    assert all(len(each) == 1 for each in workers.values()), workers
