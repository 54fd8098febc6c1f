"""Surroundings: what the engine finds, for those whom the field calls soft, and words on what cannot be had."""

from functools import partial

import numpy as np
import pytest
import waiting

from glasscope.dashboard.fields.field import all_indicators, evaluate
from glasscope.dashboard.found.surroundings import SurroundingsFinder, groups_of
from glasscope.dashboard.panels.surroundings.plots import curves_of, ends_of
from glasscope.engine import Load
from glasscope.engine.matter.correlation import radial_distribution
from glasscope.engine.matter.density_maps import spatial_density_maps

wait_for = partial(waiting.wait_for, seconds=60.0)


@pytest.fixture
def store(stored, steps):
    return stored(steps[:5])


@pytest.fixture
def finder(store):
    made = SurroundingsFinder(store, lambda: None, lambda error: pytest.fail(str(error)))
    yield made
    made.close()


def found(finder, *wanted):
    assert finder.want(*wanted)
    wait_for(lambda: finder.current() is not None and finder.current().wanted[1:] == (wanted[0], *wanted[2:]))
    assert finder.progress() == {}
    return finder.current()


@pytest.mark.parametrize("key", ["steric_order", "contact_number"])  # soft where high, soft where low
def test_it_is_what_the_engine_finds(finder, glass, load, key):
    indicator = all_indicators()[key]
    field = evaluate(indicator, glass, load, None, 0.0)
    made = found(finder, field, indicator.soft, 0.1, load)
    assert made.n == round(0.1 * glass.n_particles)
    _, g = radial_distribution(glass, made.reach, len(made.distances))
    assert np.allclose(made.total, g, atol=1e-10)
    order = np.argsort(field.values if indicator.soft == "low" else -field.values, kind="stable")
    _, expected = spatial_density_maps(glass, order[: made.n], load, made.half_width)
    assert np.allclose(made.maps["soft"], expected)
    for name in ("soft", "hard"):
        assert made.directions[name].shape == (9, 50)
    assert not finder.want(field, indicator.soft, 0.1, load)  # once is enough


def test_curves_are_of_all_and_of_each_kind_of_pairs(finder, glass, load):
    made = found(finder, evaluate(all_indicators()["steric_order"], glass, load, None, 0.0), "high", 0.1, load)
    names = [name for name, _ in curves_of(made)]
    assert names == ["all", "small–small", "small–large", "large–large"]


def test_a_dilation_has_no_direction_but_maps(finder, glass, load):
    made = found(
        finder, evaluate(all_indicators()["steric_order"], glass, load, None, 0.0), "high", 0.1, Load.dilation()
    )
    assert made.directions == {}
    assert "shear" in made.why_not
    assert set(made.maps) == {"soft", "hard"}


def test_a_share_more_is_found_anew_and_the_state_is_the_fields(finder, store, glass, load):
    indicator = all_indicators()["steric_order"]
    later = store.frames[-1]
    field = evaluate(indicator, store.rebuild(later), load, None, 0.0)
    field = type(field)(field.values, 0.0, row=later.row)
    one = found(finder, field, "high", 0.1, load)
    _, g = radial_distribution(store.rebuild(later), one.reach, len(one.distances))
    assert np.allclose(one.total, g, atol=1e-10)
    assert found(finder, field, "high", 0.2, load).n == round(0.2 * glass.n_particles)


def test_particles_without_a_value_are_neither(finder, glass, load):
    values = evaluate(all_indicators()["steric_order"], glass, load, None, 0.0)
    field = type(values)(np.where(np.arange(glass.n_particles) < 100, np.nan, values.values), 0.0)
    assert found(finder, field, "high", 0.5, load).n == round(0.5 * (glass.n_particles - 100))


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
