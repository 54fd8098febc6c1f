"""What the README says is so: its example runs, its folders, commands and picture exist."""

import re
import subprocess
import sys
from pathlib import Path

from glasscope.engine import PROTOCOLS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()


def test_the_example_is_six_lines_and_runs_from_any_folder(tmp_path):
    """What stands under further headings goes on from it."""
    example, *more = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(example.strip().splitlines()) == 6
    result = subprocess.run(
        [sys.executable, "-c", "".join([example, *more])], cwd=tmp_path, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr
    said = re.fullmatch(r"First event at a strain of (\S+); its core ranks (\S+) of 1\n", result.stdout)
    strain, rank = said.groups()
    assert 0 < float(strain) < 0.05
    assert 0 < float(rank) <= 1


def test_the_picture_is_there():
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert len(pictures) == 1
    assert (ROOT / pictures[0]).read_bytes().startswith(b"\x89PNG")


def first_column(heading):
    section = README.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([\w/]+)` \|", section, re.MULTILINE)


def test_every_protocol_is_explained():
    assert first_column("How it was made") == list(PROTOCOLS)


def test_the_map_shows_folders_that_exist_and_misses_none():
    shown = set(first_column("The map of the folders"))
    packages = {str(file.parent.relative_to(ROOT)) for file in (ROOT / "engine").glob("*/__init__.py")}
    assert shown == packages | {"dashboard", "assets", "tests"}
    assert all((ROOT / folder).is_dir() for folder in shown)


def test_the_commands_exist():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"(?:`|^ {4})make ([a-z]+)", README, re.MULTILINE))
    assert named == {"run", "test"}
    assert named <= targets
