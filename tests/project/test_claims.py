"""Every figure of the readme has its ground: `claims.toml` says which, and whoever changes a number by hand is told."""

import datetime
import re

import pytest
from claims import FIGURE, ROOT, claims, faults, given, is_said, one_line, without_ground

CLAIMS = claims()
README = (ROOT / "README.md").read_text()


def named(claim):
    return claim.id


@pytest.mark.parametrize("claim", CLAIMS, ids=named)
def test_a_claim_holds_as_it_was_measured(claim):
    assert list(faults(claim, measure=False)) == []


@pytest.mark.parametrize("claim", CLAIMS, ids=named)
def test_a_claim_says_who_measured_what(claim):
    assert (ROOT / claim.script).is_file()
    assert claim.of
    assert claim.error
    assert datetime.date(2026, 11, 20) <= claim.run <= datetime.date.today()
    assert bool(claim.figures) != bool(claim.kept)
    assert FIGURE.search(claim.words())


def test_no_two_claims_have_one_name():
    assert len({claim.id for claim in CLAIMS}) == len(CLAIMS)


def test_no_figure_of_the_readme_is_without_ground():
    assert without_ground(README, CLAIMS, *given()) == []


def test_what_is_given_is_said():
    words, headings = given()
    text = one_line(README)
    assert [some for some in words if not is_said(some, text)] == []
    assert all(f"\n## {heading}\n" in README for heading in headings)


@pytest.mark.parametrize("claim", [claim for claim in CLAIMS if claim.file == "README.md"], ids=named)
def test_a_number_that_is_changed_by_hand_is_noticed(claim):
    """Each figure of the claim, made one larger in its last digit, in a copy of the readme."""
    words, text = claim.words(), one_line(README)
    figures = list(FIGURE.finditer(words))
    for figure in figures:
        digit = figure.group()[-1]
        changed = words[: figure.end() - 1] + str((int(digit) + 1) % 10) + words[figure.end() :]
        plain, other = words.split("..."), changed.split("...")
        copy = text
        for before, after in zip(plain, other, strict=True):
            copy = copy.replace(before.strip(), after.strip(), 1)
        assert not is_said(words, copy), figure.group()


def test_a_figure_that_is_added_is_noticed():
    added = README.replace("One glass proves nothing.", "One glass proves nothing, 17 of 20 prove much.")
    found = without_ground(added, CLAIMS, *given())
    assert len(found) == 2
    assert all(re.search("17|20", around) for around in found)
