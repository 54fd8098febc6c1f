"""The event table shows the events around the moment, however many there are."""

from types import SimpleNamespace

import pytest

from glasscope.dashboard.moment.choices import RINGED
from glasscope.dashboard.moment.moment import Moment
from glasscope.dashboard.panels.run import table as module
from glasscope.dashboard.panels.run.table import MOST, table

FIELDS = {"strain": 0.01, "core": 3, "core_place": (1.0, 2.0), "stress_drop": 0.1, "energy_drop": 0.2}


def moment(n, row):
    """A moment at a row, after or before some of n events, which are two rows apart."""
    events = [SimpleNamespace(number=k + 1, row=2 * k, **FIELDS) for k in range(n)]
    return SimpleNamespace(
        history=SimpleNamespace(events=events),
        snapshot=SimpleNamespace(row=row),
        indicator=SimpleNamespace(symbol="θ"),
    )


@pytest.fixture(autouse=True)
def rank(monkeypatch):
    monkeypatch.setattr(module, "shown_rank", lambda *_: 0.5)


def test_few_are_all_there_the_newest_first():
    shown = table(moment(5, row=5))
    assert [row["number"] for row in shown["rows"]] == [5, 4, 3, 2, 1]
    assert [row["past"] for row in shown["rows"]] == [False, False, True, True, True]
    assert (shown["all"], shown["symbol"]) == (5, "θ")
    assert table(moment(0, row=0))["rows"] == []


@pytest.mark.parametrize("past", [0, 1, MOST, 500, 999, 1000])
def test_of_many_those_around_the_moment_are_there(past):
    shown = table(moment(1000, row=2 * past - 1))
    numbers = [row["number"] for row in shown["rows"]]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == MOST
    assert shown["all"] == 1000
    around = {max(1, past), min(1000, past + 1)}
    assert around <= set(numbers)
    assert sum(row["past"] for row in shown["rows"]) >= min(past, MOST // 2)


@pytest.mark.parametrize("past", [0, 1, RINGED, 700])
def test_the_latest_events_before_the_moment_have_rings(past):
    there = moment(1000, row=2 * past - 1)
    of_a_moment = dict.fromkeys(Moment.__dataclass_fields__)
    of_a_moment |= {"history": there.history, "snapshot": there.snapshot}
    ringed = Moment(**of_a_moment).ringed
    assert [event.number for event in ringed] == list(range(max(1, past - RINGED + 1), past + 1))
