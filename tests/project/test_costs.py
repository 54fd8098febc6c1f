"""The page's texts of what an indicator costs, held to what was measured: `indicator_costs.py`."""

import json

import pytest
from indicator_costs import MEASURED, judged, said

KNOWN = json.loads(MEASURED.read_text())
FACTOR = 2.0
"""Another machine is as much slower or faster, and no reader waits otherwise for it."""


def test_each_indicator_was_measured():
    assert set(KNOWN) == set(judged())


@pytest.mark.parametrize("key", judged())
def test_a_text_says_what_was_measured(key):
    low, high, _ = said(judged()[key].cost)
    taken = KNOWN[key].values()
    assert low / FACTOR <= min(taken)
    assert max(taken) <= FACTOR * high


def test_a_text_is_read():
    assert said("one selected inverse: 0.1 (IPL) to 0.3 s (LJ) at 10,000 particles") == (0.1, 0.3, 10_000)
    assert said("O(N), about 25 ms at 1,000, more later") == (0.025, 0.025, 1_000)
