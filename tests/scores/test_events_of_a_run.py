"""The scorer as a consumer of a real run."""

import itertools

import pytest

from glasscope.engine import INDICATORS, Load, prepare, rank, shear
from glasscope.engine.scores import EventScorer

LOAD = Load.simple_shear()


@pytest.fixture(scope="module")
def run():
    """A small glass and its first three events."""
    glass = prepare("lj", 400, "htl", seed=5, equilibration_time=5.0)
    steps = shear(glass, LOAD, max_strain=0.2)
    return glass, list(itertools.islice((step.event for step in steps if step.event is not None), 3))


def test_each_event_counts_once_and_in_its_kind(run):
    glass, events = run
    indicator = INDICATORS["steric_order"]
    field, scorer = indicator()(glass), EventScorer(indicator)
    for ordinal, event in enumerate(events, start=1):
        scorer.add(field, event, ordinal)
    first, later = scorer.score("as cast, first event"), scorer.score("as cast, later events")
    assert (first.n, later.n) == (1, 2)
    assert first.ranks[0] == rank(field, events[0].core, "high")
    assert [scored.strain for scored in scorer.events] == [event.strain for event in events]


def test_at_the_onset_the_response_knows_the_core(run):
    """Why a lead is always said: just before the fold the nonaffine velocity is the critical mode."""
    _, events = run
    velocity = INDICATORS["nonaffine_velocity"]()
    for event in events:
        assert rank(velocity(event.before, LOAD), event.core) > 0.9
