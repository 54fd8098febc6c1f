"""Reversal, convergence and moved coordinates, on real events of a small glass."""

import itertools

import numpy as np
import pytest

from glasscope.engine import INDICATORS, GlassError, Load, prepare, rank, shear
from glasscope.engine.scores import (
    critical_strain,
    mode_convergence,
    moved_affinely,
    moved_nonaffinely,
    moved_ranks,
    same_state,
    shear_back,
)

LOAD = Load.simple_shear(angle=20.0)


@pytest.fixture(scope="module")
def run():
    """A small stable glass and its first two events."""
    glass = prepare("poly", 144, "swap", seed=3, parent_temperature=0.1, relaxation_times=2.0)
    steps = shear(glass, LOAD, max_strain=0.2)
    return glass, list(itertools.islice((step.event for step in steps if step.event is not None), 2))


def test_an_event_is_reversible_if_a_round_trip_returns(run):
    """The definition again: shear back to zero strain in one go, and look whether the glass is as cast."""
    glass, events = run
    found = shear_back(events[0], LOAD)
    back = shear(events[0].after, LOAD.reversed(), max_strain=0.0, start_strain=-events[0].bracket[1])
    returned = list(back)[-1].glass
    if found.reversible:
        assert same_state(glass, returned)
        assert 0 < found.strain < events[0].strain
        assert found.n_events >= 1
    else:
        assert np.isnan(found.strain)
        assert not same_state(glass, returned)


@pytest.mark.slow
def test_reversible_and_irreversible_events_both_exist():
    """Over some glasses; each answer is checked against the round trip."""
    answers = set()
    for seed in range(1, 9):
        glass = prepare("lj", 100, "htl", seed=seed, equilibration_time=2.0)
        event = next((s.event for s in shear(glass, LOAD, max_strain=0.2) if s.event is not None), None)
        if event is None:
            continue
        found = shear_back(event, LOAD)
        steps = list(shear(event.after, LOAD.reversed(), max_strain=0.0, start_strain=-event.bracket[1]))
        assert same_state(glass, steps[-1].glass) == found.reversible
        answers.add(found.reversible)
    assert answers == {True, False}


def test_same_state_ignores_translations_and_nothing_else(run):
    glass = run[0]
    assert same_state(glass, glass.with_positions(glass.positions + [0.3, 7.1]))
    moved = np.array(glass.positions)
    moved[5, 0] += 0.05
    assert not same_state(glass, glass.with_positions(moved))


def test_the_lowest_mode_becomes_the_critical_one(run):
    """R20 Fig. 11: the overlap grows and the core keeps its rank; the eigenvalue falls as the root of the distance."""
    _, events = run
    distances = np.geomspace(1e-6, 1e-3, 7)
    found = mode_convergence(events[0], LOAD, distances)
    assert found.distances == pytest.approx(distances)
    assert found.mismatches[0] < 0.01
    assert found.mismatches[0] < found.mismatches[-1]
    assert found.core_ranks[0] == 1.0
    near = slice(2, 5)  # beyond the width of the bracket, before the next order
    slope = np.polyfit(np.log(distances[near]), np.log(found.eigenvalues[near]), 1)[0]
    assert slope == pytest.approx(0.5, abs=0.1)
    with pytest.raises(GlassError, match="positive"):
        mode_convergence(events[0], LOAD, [0.0])


def test_the_branch_ends_at_the_event_before(run):
    _, events = run
    gap = events[1].strain - events[0].bracket[1]
    found = mode_convergence(events[1], LOAD, [gap / 2, events[1].strain - 1e-4])
    assert np.isfinite(found.mismatches[0])
    # the branch of the second event may live on below the first one, but not for ever
    assert np.isnan(found.mismatches[1]) or found.mismatches[1] > found.mismatches[0]


def test_critical_strain_of_a_known_singularity():
    strains = np.linspace(0.02, 0.0299, 40)
    stresses = 0.5 - 0.8 * np.sqrt(0.03 - strains) + 3.0 * (0.03 - strains)
    assert critical_strain(strains, stresses) == pytest.approx(0.03, abs=1e-8)
    with pytest.raises(GlassError, match="5 states"):
        critical_strain(strains[:4], stresses[:4])


def test_critical_strain_of_an_event_lies_in_its_bracket(run):
    glass, events = run
    branch = [(s.strain, s.stress) for s in shear(glass, LOAD, max_strain=events[0].bracket[1]) if s.event is None]
    strains, stresses = np.array([row for row in branch if row[0] > events[0].strain - 3e-4]).T
    assert critical_strain(strains, stresses) == pytest.approx(events[0].strain, abs=5e-6)


def test_moved_coordinates_are_right_to_their_order(run):
    """Error of the affine ones is of first order in the strain, of the others of second."""
    glass, _ = run
    errors = []
    for strain in (1e-4, 2e-4):
        *_, last = shear(glass, LOAD, max_strain=strain, at=[strain])
        for move in (moved_affinely, moved_nonaffinely):
            apart = move(glass, LOAD, strain).positions - last.glass.positions
            errors.append(np.abs(apart - apart.mean(axis=0)).max())
            assert move(glass, LOAD, strain).box.cell == pytest.approx(last.glass.box.cell, abs=1e-12)
    affine, nonaffine = errors[2] / errors[0], errors[3] / errors[1]
    assert affine == pytest.approx(2, rel=0.05)
    assert nonaffine == pytest.approx(4, rel=0.1)


def test_ranks_on_moved_coordinates(run):
    glass, events = run
    theta = INDICATORS["steric_order"]()
    found = moved_ranks(glass, LOAD, events[0], theta)
    assert found.as_cast == rank(theta(glass), events[0].core)
    assert found.onset == rank(theta(events[0].before), events[0].core)
    shifted = moved_nonaffinely(glass, LOAD, events[0].strain)
    assert found.nonaffine == rank(theta(shifted), events[0].core)
    with pytest.raises(GlassError, match="no minimum"):
        moved_ranks(glass, LOAD, events[0], INDICATORS["vibrality"]())
