"""A copy of the package with some files more, found before the installed one: what somebody would drop in.

Those files are in the folder `dropped`, as they would lie in the package: an indicator, a pair energy and its model, a
choice of shading, a view.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DROPPED = ROOT / "tests" / "dropped"


def copy_with_dropped(home):
    """A copy of the three folders in `home`, compiled kernels included, with the files that are dropped in."""
    for room in ("engine", "assets", "dashboard"):
        shutil.copytree(ROOT / room, home / "glasscope" / room)
    return shutil.copytree(DROPPED, home / "glasscope", dirs_exist_ok=True).parent


def environment(home):
    """The environment in which Python finds the copy first."""
    return os.environ | {"PYTHONPATH": str(home)}


def run_in(home, *command):
    """Run Python in a copy."""
    return subprocess.run(
        [sys.executable, "-P", *command], cwd=ROOT, env=environment(home), capture_output=True, text=True, timeout=600
    )
