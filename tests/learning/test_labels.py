"""Labels: extrema against plain loops, the mobile share, the critical mode's D²min."""

import numpy as np
import pytest
from making import jittered, small_glass
from naive_learning import extrema

from glasscope.engine import GlassError, Load, nonaffine_d2min, shear
from glasscope.engine.learning import critical_d2min, extremum_labels, gather, mobile_labels


@pytest.mark.parametrize("tilt", [0.0, 0.4])
def test_extrema_are_those_of_a_loop(tilt):
    tessellation = jittered("lj", 144, seed=2, tilt=tilt).tessellation
    values = np.random.default_rng(1).standard_normal(144)
    who, labels = extremum_labels(tessellation, values)
    assert dict(zip(who.tolist(), labels.tolist(), strict=True)) == extrema(tessellation, values)
    assert len(set(labels)) == 2


def test_a_hill_and_a_hollow_on_a_lattice():
    """One wave over a hexagonal lattice: its top and its bottom, nothing else; a second top two links off is none."""
    positions = np.array([[i + 0.5 * (j % 2), j * 0.75**0.5] for j in range(12) for i in range(12)])
    cell = np.diag([12.0, 12 * 0.75**0.5])
    from glasscope.engine import Glass

    glass = Glass("poly", positions, diameters=np.ones(144), cell=cell)
    far = np.linalg.norm(glass.box.minimum_image(positions - positions[66]), axis=1)
    values = -far
    values[far > 5] = np.random.default_rng(0).uniform(-9, -8, (far > 5).sum())
    who, labels = extremum_labels(glass.tessellation, values)
    assert 66 in who[labels == 1]
    two_links_off = int(np.flatnonzero(np.isclose(far, 2.0))[0])
    values[two_links_off] = values[66] - 1e-3
    assert two_links_off not in extremum_labels(glass.tessellation, values)[0]
    values[two_links_off] = values[66]
    who, labels = extremum_labels(glass.tessellation, values)
    assert not {66, two_links_off} & set(who[labels == 1])  # equals are none


def test_equal_values_have_no_extremum():
    who, labels = extremum_labels(small_glass("lj", 100).tessellation, np.ones(100))
    assert who.size == labels.size == 0


def test_a_field_of_another_glass_is_refused():
    with pytest.raises(GlassError, match="one value a particle"):
        extremum_labels(small_glass("lj", 100).tessellation, np.ones(99))


def test_the_mobile_share_and_as_many_others():
    values = np.random.default_rng(2).uniform(size=400)
    who, labels = mobile_labels(values, 0.01, np.random.default_rng(0))
    assert sorted(who[labels == 1]) == sorted(np.argsort(values)[-4:])
    assert (labels == 0).sum() == 4
    assert len(set(who)) == 8
    assert (np.diff(who) > 0).all()
    assert values[who[labels == 0]].max() < values[who[labels == 1]].min()
    with pytest.raises(GlassError, match="share"):
        mobile_labels(values, 0.7, np.random.default_rng(0))


@pytest.fixture(scope="module")
def event():
    glass = small_glass("lj", 144)
    return next(step.event for step in shear(glass, Load.simple_shear(), 0.2) if step.event)


def test_the_critical_d2min_is_that_of_a_small_displacement(event):
    tiny = 1e-4
    before = event.before
    displaced = before.with_positions(before.positions + tiny * event.critical_mode)
    expected = nonaffine_d2min(before, displaced, radius=2.0 * before.density**-0.5) / tiny**2
    np.testing.assert_allclose(critical_d2min(event), expected, rtol=1e-6, atol=1e-9)


def test_gathered_states_are_the_onsets(event):
    glass = small_glass("lj", 144)
    found = gather(glass, [Load.simple_shear(), Load.simple_shear(angle=90)], max_strain=0.2, events=1)
    assert [state.load for state in found.states] == [0, 1]
    first = found.states[0]
    assert first.strain == event.strain
    np.testing.assert_array_equal(first.positions, event.before.positions)
    who, labels = extremum_labels(event.before.tessellation, critical_d2min(event))
    np.testing.assert_array_equal(first.who, who)
    np.testing.assert_array_equal(first.labels, labels)
    assert found.about == {"errors": []}


def test_mobile_labels_are_of_the_glass_as_cast():
    glass = small_glass("lj", 144)
    shares = []
    found = gather(glass, [Load.simple_shear()], "mobile", max_strain=0.05, share=0.03, progress=shares.append)
    (state,) = found.states
    strained = list(shear(glass, Load.simple_shear(), 0.05))[-1].glass
    mobile = np.argsort(nonaffine_d2min(glass, strained))[-4:]
    assert sorted(state.who[state.labels == 1]) == sorted(mobile)
    np.testing.assert_array_equal(state.positions, glass.positions)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


@pytest.mark.parametrize("bad", [{"labels": "stars"}, {"max_strain": -1.0}, {"events": 0}])
def test_what_makes_no_sense_is_refused(bad):
    with pytest.raises(GlassError):
        gather(small_glass("lj", 144), [Load.simple_shear()], **bad)
