"""What holds for every file of the project: it is clean, and it stands on its own."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# where the project was written, which a reader of it has not got; split so that this file does not name it either
ELSEWHERE = re.compile(r"\.\./sha" + r"red\b|(?<!\w)\.lib" + r"rary/|(?<!\w)/wo" + r"rk/(main|scratch|shared|venv)\b")


def project_files():
    """Files under version control, and new ones that it does not ignore."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_ruff_finds_nothing():
    result = subprocess.run([sys.executable, "-m", "ruff", "check", "."], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout


def test_no_file_mentions_what_lies_outside_the_project():
    files = project_files()
    assert ROOT / "pyproject.toml" in files
    found = [
        f"{file.relative_to(ROOT)}: {match.group()}"
        for file in files
        if (match := ELSEWHERE.search(file.read_bytes().decode("utf-8", errors="ignore")))
    ]
    assert not found


def test_the_search_finds_what_it_should():
    assert ELSEWHERE.search("see ../sha" + "red/design.md")
    assert ELSEWHERE.search("/.lib" + "rary/README.md")
    assert ELSEWHERE.search("/wo" + "rk/main/engine")
    assert not ELSEWHERE.search("from .library import library lists ../assets, /homework/main")
