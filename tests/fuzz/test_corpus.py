"""Files that are almost what they should be are read, asked about or refused in words; the whole corpus: make fuzz."""

import pytest
from mutations import KINDS, changed
from opened_files import opened


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_read_asked_about_or_refused_in_words(kind):
    for number in range(12):
        content, done = changed(kind, number, seed=7)
        found = opened(kind, content)
        assert found.outcome in ("read", "asked", "refused"), (number, done, found)


@pytest.mark.parametrize(
    ("kind", "number", "seed"), [("yaml", 195, 0), ("json", 157, 0), ("json", 164, 0), ("nc", 23, 1)]
)
def test_those_that_once_were_not(kind, number, seed):
    """A name longer than a file's may be; an accuracy that is no number, one that is missing; two alike indicators."""
    found = opened(kind, changed(kind, number, seed)[0])
    assert found.outcome == "refused", found
