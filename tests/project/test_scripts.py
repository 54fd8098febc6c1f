"""The scripts of the page: Biome finds nothing in them, and they keep to the measures of the house."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "dashboard" / "static"
SCRIPTS = sorted(STATIC.rglob("*.js"))
LONGEST = 120  # columns; Biome breaks what is code, but neither a string nor a comment


def biome(*words, cwd=STATIC):
    program = Path(sys.executable).with_name("biome")
    assert program.exists(), "Biome is not installed: make lint brings it, and so does make test"
    return subprocess.run([program, *words], cwd=cwd, capture_output=True, text=True)


def test_biome_finds_nothing():
    result = biome("check", "--error-on-warnings")
    assert result.returncode == 0, result.stdout + result.stderr
    assert f"Checked {len(SCRIPTS) + 1} files" in result.stdout + result.stderr  # its own configuration is one


def test_biome_is_the_one_that_is_pinned():
    pinned = re.search(r"^BIOME := (\S+)$", (ROOT / "Makefile").read_text(), re.M).group(1)
    assert biome("--version").stdout.split()[-1] == pinned


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('import { h } from "./other.js"\n\nexport const script = () => h("b")\n', "noUnresolvedImports"),
        ("export const script = x => x * y\n", "noUndeclaredVariables"),
        ('import { other } from "./other.js"\n\nexport const script = () => other()\n', "noImportCycles"),
        ("export const script = () => 1;\n", "format"),
    ],
)
def test_biome_finds_what_it_should(text, rule, tmp_path):
    shutil.copy(STATIC / "biome.jsonc", tmp_path)
    (tmp_path / "script.js").write_text(text)
    (tmp_path / "other.js").write_text('import { script } from "./script.js"\n\nexport const other = () => script()\n')
    result = biome("check", "--error-on-warnings", cwd=tmp_path)
    assert result.returncode != 0
    assert rule in result.stdout + result.stderr


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: str(script.relative_to(STATIC)))
def test_no_line_is_too_long(script):
    lines = script.read_text().splitlines()
    assert [k for k, line in enumerate(lines, 1) if len(line) > LONGEST] == []
