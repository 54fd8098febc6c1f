"""Surroundings: what the engine finds, for those whom the field calls soft, and words on what cannot be had."""


import numpy as np
import pytest
from waiting import wait_for

from glasscope.dashboard.fields.field import all_indicators, evaluate
from glasscope.dashboard.panels.surroundings.finding import groups_of, surroundings_finder, wanted_surroundings
from glasscope.dashboard.panels.surroundings.plots import curves_of, ends_of
from glasscope.engine import Load
from glasscope.engine.matter.correlation import radial_distribution
from glasscope.engine.matter.density_maps import spatial_density_maps


@pytest.fixture
def history(stored, steps):
    return stored(steps[:5])


@pytest.fixture
def finder(bench, errors):
    made = surroundings_finder(bench)
    yield made
    made.close()
    assert not errors


@pytest.fixture
def found(finder, history):
    """Finds the surroundings of a field, and says when they are there."""

    def find(field, indicator, share, load):
        finder.want(wanted_surroundings(history, field, indicator, share, load))
        wait_for(lambda: not finder.busy)
        made = finder.newest()
        assert (made.field, made.share) == (field, share)
        assert finder.progress() == {}
        finder.want(wanted_surroundings(history, field, indicator, share, load))  # once is enough
        assert not finder.busy
        return made

    return find


@pytest.fixture
def steric():
    return all_indicators()["steric_order"]


@pytest.mark.parametrize("key", ["steric_order", "contact_number"])  # soft where high, soft where low
def test_it_is_what_the_engine_finds(found, glass, load, key):
    indicator = all_indicators()[key]
    field = evaluate(indicator, glass, load, None, 0.0)
    made = found(field, indicator, 0.1, load)
    assert made.n == round(0.1 * glass.n_particles)
    _, g = radial_distribution(glass, made.reach, len(made.distances))
    assert np.allclose(made.total, g, atol=1e-10)
    order = np.argsort(field.values if indicator.soft == "low" else -field.values, kind="stable")
    _, expected = spatial_density_maps(glass, order[: made.n], load, made.half_width)
    assert np.allclose(made.maps["soft"], expected)
    for name in ("soft", "hard"):
        assert made.directions[name].shape == (9, 50)


def test_curves_are_of_all_and_of_each_kind_of_pairs(found, glass, load, steric):
    made = found(evaluate(steric, glass, load, None, 0.0), steric, 0.1, load)
    names = [name for name, _ in curves_of(made)]
    assert names == ["all", "small–small", "small–large", "large–large"]


def test_a_dilation_has_no_direction_but_maps(found, glass, load, steric):
    made = found(evaluate(steric, glass, load, None, 0.0), steric, 0.1, Load.dilation())
    assert made.directions == {}
    assert "shear" in made.why_not
    assert set(made.maps) == {"soft", "hard"}


def test_a_share_more_is_found_anew_and_the_state_is_the_fields(found, history, glass, load, steric):
    later = history.frames[-1]
    field = evaluate(steric, history.rebuild(later), load, None, 0.0)
    field = type(field)(field.values, 0.0, row=later.row)
    one = found(field, steric, 0.1, load)
    _, g = radial_distribution(history.rebuild(later), one.reach, len(one.distances))
    assert np.allclose(one.total, g, atol=1e-10)
    assert found(field, steric, 0.2, load).n == round(0.2 * glass.n_particles)


def test_particles_without_a_value_are_neither(found, glass, load, steric):
    values = evaluate(steric, glass, load, None, 0.0)
    field = type(values)(np.where(np.arange(glass.n_particles) < 100, np.nan, values.values), 0.0)
    assert found(field, steric, 0.5, load).n == round(0.5 * (glass.n_particles - 100))


def test_where_sizes_are_continuous_halves_are_told_apart():
    class Poly:
        species = None
        n_particles = 5
        diameters = np.array([1.0, 2.0, 3.0, 4.0, 5.0])

    groups, names = groups_of(Poly)
    assert groups.tolist() == [0, 0, 0, 1, 1]
    assert names == ("smaller", "larger")
    Poly.diameters = np.ones(5)
    assert groups_of(Poly)[1] == ("all",)


def test_colours_of_a_difference_are_even():
    values = np.array([[-3.0, 1.0], [0.5, 2.0]])
    low, high = ends_of(values, "difference")
    assert low == -high
    assert ends_of(values, "soft")[0] == 0.0
