"""The scripts of the page keep to the measures of the house; what needs their meaning, Biome looks for in make lint."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "dashboard" / "static"
SCRIPTS = sorted(STATIC.rglob("*.js"))
LONGEST_LINE = 120  # columns; Biome breaks what is code, but neither a string nor a comment
LONGEST_FILE = 300  # lines

# An element that is found by its place among others: one more between them, and words stand in the wrong one
BY_PLACE = re.compile(
    r"\.(children|childNodes|cells|rows)\s*\[\s*\d"
    r"|\.(children|childNodes)\.(item|at)\("
    r"|\.((first|last)(Element)?Child|(next|previous)(Element)?Sibling)\b"
    r"|(\$\$|querySelectorAll)\([^()]*\)\s*(\[\s*\d|\.(item|at)\()"
    r"|(const|let)\s*\[[^\]=]*\]\s*=\s*[^\n]*(\.children\b|\.childNodes\b|querySelectorAll\(|\$\$\()"
    r"|:nth-|:(first|last)-(child|of-type)"
)

over_scripts = pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: str(script.relative_to(STATIC)))


def test_the_scripts_are_found():
    assert {"page.js", "shell/dom.js"} <= {str(script.relative_to(STATIC)) for script in SCRIPTS}


@over_scripts
def test_no_line_is_too_long(script):
    lines = script.read_text().splitlines()
    assert [k for k, line in enumerate(lines, 1) if len(line) > LONGEST_LINE] == []


@over_scripts
def test_no_file_is_too_long(script):
    assert len(script.read_text().splitlines()) <= LONGEST_FILE


@over_scripts
def test_no_element_is_found_by_its_place(script):
    assert [found.group() for found in BY_PLACE.finditer(script.read_text())] == []


@pytest.mark.parametrize(
    "text",
    [
        "const [title, note] = box.children",
        "text(ends.children[0], words)",
        'const [kinds, signs] = box.querySelectorAll(".segmented")',
        'const [kinds, signs] = $$(".segmented", box)',
        '$$(".row > span", range)[1].title = words',
        "text(button.nextElementSibling, words)",
        'text($("span:nth-child(2)", box), words)',
    ],
)
def test_what_is_found_by_its_place_is_noticed(text):
    assert BY_PLACE.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "const { title, note } = refs(box)",
        'for (const tile of $$(".tile")) tile.hidden = true',
        'const lines = $$(".entry", box)',
        "const [low, high] = legend.ends",
    ],
)
def test_what_is_found_by_its_name_is_not(text):
    assert not BY_PLACE.search(text)
