"""`make test` installs chromium, or fails and says how to leave the browser tests out."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("sh", "bash", "make", "grep", "id", "env", "cat", "python3")
PEER_LIBRARY = "libegl1"


@pytest.fixture
def bare_machine(tmp_path):
    """A machine that has no chromium and no library: `run(outcome of apt-get, ...)` runs make on it."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in TOOLS:
        (tools / tool).symlink_to(shutil.which(tool))

    def script(name, text):
        (tools / name).write_text(f"#!/bin/sh\n{text}\n")
        (tools / name).chmod(0o755)

    def run(apt_get_outcome, *words):
        script("apt-get", f'echo "$@" >> {tmp_path}/asked; exit {apt_get_outcome}')
        script("dpkg-query", "exit 1")
        script("sudo", 'exec "$@"')
        environment = {"PATH": str(tools), "HOME": os.environ.get("HOME", "/")}
        return subprocess.run(
            ["make", "--no-print-directory", *words], cwd=ROOT, env=environment, capture_output=True, text=True
        )

    run.asked = tmp_path / "asked"
    return run


def test_without_chromium_it_fails_and_says_how_to_go_on(bare_machine):
    result = bare_machine(100, "test")
    assert result.returncode != 0
    assert "make test BROWSER=no" in result.stderr
    assert "pytest" not in result.stdout + result.stderr.replace("could not be installed", "")


def test_chromium_is_asked_for_with_the_libraries(bare_machine):
    result = bare_machine(0, "system")
    assert result.returncode == 0, result.stderr
    update, install = bare_machine.asked.read_text().splitlines()
    assert update.startswith("update")
    assert {"chromium", PEER_LIBRARY} <= set(install.split())


def test_the_browser_is_left_out_only_when_that_is_said(bare_machine):
    bare_machine(0, "system", "BROWSER=no")
    install = bare_machine.asked.read_text().splitlines()[1].split()
    assert PEER_LIBRARY in install
    assert "chromium" not in install


@pytest.mark.parametrize(("words", "left_out"), [((), False), (("BROWSER=no",), True)])
def test_the_marks_that_pytest_is_given(words, left_out):
    plan = subprocess.run(["make", "-n", "test", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    (command,) = [line for line in plan.splitlines() if "-m pytest" in line]
    assert ("not browser" in command) == left_out
    assert "not slow and not benchmark" in command
