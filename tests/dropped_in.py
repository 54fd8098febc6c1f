"""A copy of the package with some files more, found before the installed one: what somebody would drop in."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def copy_with(home, files):
    """A copy of the three folders in `home`, compiled kernels included, and some files more by path and text."""
    for room in ("engine", "assets", "dashboard"):
        shutil.copytree(ROOT / room, home / "glasscope" / room)
    for path, text in files.items():
        (home / "glasscope" / path).parent.mkdir(parents=True, exist_ok=True)
        (home / "glasscope" / path).write_text(text)
    return home


def environment(home):
    """The environment in which Python finds the copy first."""
    return os.environ | {"PYTHONPATH": str(home)}


def run_in(home, *command):
    """Run Python in a copy."""
    return subprocess.run(
        [sys.executable, "-P", *command], cwd=ROOT, env=environment(home), capture_output=True, text=True, timeout=600
    )
