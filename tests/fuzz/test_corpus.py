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


@pytest.mark.parametrize(("kind", "number"), [("yaml", 195), ("json", 157), ("json", 164)])
def test_those_that_once_were_not(kind, number):
    """A name longer than a file's may be; an accuracy that is no number, and one that is missing."""
    found = opened(kind, changed(kind, number)[0])
    assert found.outcome == "refused", found
