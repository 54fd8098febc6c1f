"""The strength view: what fills in is what the engine finds, it stops when it is told to, and it can be resumed."""


import numpy as np
import pytest
from waiting import wait_for

from glasscope.dashboard.fields.field import all_indicators, evaluate, own_parameters
from glasscope.dashboard.found.strength_finder import BESIDE, CHUNK, StrengthFinder
from glasscope.dashboard.found.strength_map import Asked
from glasscope.dashboard.found.strength_sites import Estimate, Sites
from glasscope.dashboard.panels.strength.distribution import density
from glasscope.dashboard.panels.strength.yield_surface import least, rings
from glasscope.engine import Load, shear_modulus
from glasscope.engine.mechanics.inclusions.micromechanics import bond_strengths
from glasscope.engine.mechanics.inclusions.sites import site_grid


@pytest.fixture
def history(stored, steps):
    return stored(steps[:5])


@pytest.fixture
def chosen(indicators):
    """Sparse sites, few directions and small discs: the glass has 144 particles."""
    return type(indicators["residual_strength"])(spacing=3.0, directions=6, radius=2.5)


@pytest.fixture
def finder(bench, errors):
    made = StrengthFinder(bench)
    yield made
    made.close()
    assert not errors


def asked(history, chosen, load, *states, picked=None):
    cast = history.frames[0]
    return Asked(history.run, chosen, load, states or ((cast, 0.0),), cast, picked)


def whole(finder, wanted):
    """What is known once nothing is missing."""
    wait_for(lambda: finder.want(wanted).waiting == 0 and finder.want(wanted).modulus)
    return finder.want(wanted)


def test_filled_in_it_is_the_indicators_field(finder, history, chosen, glass, load):
    standing = whole(finder, asked(history, chosen, load))
    field = finder.field(standing)
    assert field.pending is None
    assert np.array_equal(field.values, chosen(glass, load))
    assert (field.row, field.strain, field.load) == (0, 0.0, load)
    assert standing.modulus == pytest.approx(shear_modulus(glass))
    assert finder.field(finder.want(asked(history, chosen, load))) is field  # known once


def test_another_load_is_only_another_projection(finder, history, chosen, glass, load):
    first = whole(finder, asked(history, chosen, load))
    turned = Load.simple_shear(30.0)
    standing = whole(finder, asked(history, chosen, turned))
    assert standing.shown is first.shown
    assert np.array_equal(finder.field(standing).values, chosen(glass, turned))
    wait_for(lambda: finder.want(asked(history, chosen, turned)).estimate is not None)
    assert finder.want(asked(history, chosen, turned)).estimate.load == turned


def test_before_that_it_is_the_estimate(finder, history, chosen, glass, load):
    finder.want(asked(history, chosen, load))
    finder.rest()
    wait_for(lambda: finder.want(asked(history, chosen, load)).estimate is not None)
    standing = finder.want(asked(history, chosen, load))
    sites = standing.shown.sites
    assert np.array_equal(sites.places, site_grid(glass, 3.0))
    values = standing.estimate.values
    known = np.isfinite(values)
    centres = [int(np.linalg.norm(glass.box.minimum_image(glass.positions - p), axis=1).argmin()) for p in sites.places]
    found = bond_strengths(glass, load, radius=2.5 * np.sqrt(glass.density), centres=np.array(centres))
    assert np.allclose(values[known], (found.strength - found.series[:, 0])[known])
    field = finder.field(standing)
    expected = sites.least(values)
    guessed = field.pending & np.isfinite(expected)
    assert guessed.any()
    assert np.array_equal(field.values[guessed], expected[guessed])


def test_cancelled_it_keeps_what_it_has_and_resumes(finder, history, chosen, glass, load):
    """It is stopped from its own report of the first site, so that it cannot have come to its end before."""
    merge = finder._merge
    calls = []

    def merge_and_stop(*arguments):
        calls.append(len(arguments[2]))
        merge(*arguments)
        finder.rest()

    finder._merge = merge_and_stop
    wanted = asked(history, chosen, load)
    wait_for(lambda: finder.want(wanted) and calls and not finder.busy)
    standing = finder.want(wanted)
    assert standing.stopped
    assert standing.under_way is None
    part = standing.shown
    assert part.done.sum() == 1
    assert len(calls) == 1
    field = finder.field(standing)
    assert field.pending.sum() > 0
    assert not finder.busy  # it stays stopped while the page goes on asking
    finder._merge = merge
    finder.again()
    last = whole(finder, wanted).shown
    assert last.complete
    assert np.array_equal(last.found.increments[part.done], part.found.increments[part.done])


def test_the_picked_place_comes_first(finder, history, chosen, load):
    merge, order = finder._merge, []

    def noted(key, known, chunk, part):
        order.append(chunk[0])
        merge(key, known, chunk, part)

    finder._merge = noted
    standing = whole(finder, asked(history, chosen, load, picked=100))
    assert order[0] == standing.shown.sites.nearest(100)
    assert len(standing.shown.done) <= 4 * CHUNK


def test_strains_of_the_run_beside_each_other(finder, history, chosen, load):
    later = history.frames[-1]
    state = (later, history.rows.strain[later.row])
    for frame in history.frames[1:5]:
        finder.keep(frame, history.rows.strain[frame.row])
    assert len(finder.kept) == BESIDE
    standing = whole(finder, asked(history, chosen, load, state, (history.frames[0], 0.0)))
    assert [each.frame.row for each in standing.maps] == [later.row, 0]
    expected = chosen(history.rebuild(later), load)
    assert np.array_equal(standing.shown.field(load, None).values, expected)


def test_without_shear_it_says_why(finder, history, chosen):
    standing = finder.want(asked(history, chosen, Load.dilation()))
    assert "shear" in standing.why_not
    assert finder.field(standing).error == standing.why_not
    assert not finder.busy


def test_nobody_asks_any_more(finder, history, chosen, load):
    finder.want(asked(history, chosen, load))
    assert finder.want(None) is None
    wait_for(lambda: not finder.busy)


def test_events_are_ranked_in_what_was_filled_in(fields, history, chosen, glass, load):
    calls = []

    def make():
        calls.append(1)
        return evaluate(chosen, glass, load, None, 0.0)

    fields.want(type(fields._want)(shown=chosen, given=(chosen.key,)))
    fields.give(chosen, load, make)
    fields.give(chosen, load, make)
    assert len(calls) == 1
    assert fields.cast(chosen).values is not None


def test_fields_that_are_found_elsewhere_are_not_made(fields, indicators, load):
    shown = indicators["residual_strength"]
    fields.want(type(fields._want)(shown=shown, given=(shown.key,), load=load))
    assert fields._next_job() is None


def test_least_is_that_of_the_discs(glass):
    places = site_grid(glass, 3.0)
    sites = Sites.of(glass, places, 2.5)
    values = np.where(np.arange(len(places)) == 3, np.nan, np.arange(len(places), dtype=float))
    for particle in range(0, glass.n_particles, 17):
        apart = np.linalg.norm(glass.box.minimum_image(places - glass.positions[particle]), axis=1)
        around = values[(apart <= 2.5) & np.isfinite(values)]
        assert sites.least(values)[particle] == (around.min() if len(around) else np.inf)
        assert sites.nearest(particle) == apart.argmin()
    assert Estimate.of(sites, Load.simple_shear()).values.shape == (len(places),)


def test_the_surface_is_the_projection_of_every_load(finder, history, chosen, load):
    shown = whole(finder, asked(history, chosen, load)).shown
    for angle in (0.0, 17.0, 90.0, 175.0):
        expected = shown.along(Load.simple_shear(angle))
        assert [least(shown, k, angle) for k in range(len(expected))] == pytest.approx(list(expected))


def test_circles_are_round_numbers():
    assert rings(0.13) == pytest.approx([0.05, 0.1])
    assert rings(0.39) == pytest.approx([0.1, 0.2, 0.3])
    for largest in np.geomspace(1e-3, 9.0, 50):
        assert 1 <= len(rings(largest)) <= 4


def test_a_distribution_counts_what_has_yielded():
    values = np.concatenate([np.geomspace(0.01, 0.1, 60), -np.ones(40)])
    x, y = density(values)
    edges = 10 ** (np.round(np.log10(x) * 5 - 0.5)[:, None] / 5 + np.array([0.0, 0.2]))
    assert (y * np.diff(edges, axis=1)[:, 0]).sum() == pytest.approx(0.6)
    assert len(density(values[:5])[0]) == 0


def test_modes_come_with_their_field(glass, load, indicators):
    indicator = indicators["nonlinear_modes"]
    field = evaluate(indicator, glass, load, None, 0.0)
    found = indicator.found(glass, load)
    assert np.array_equal(field.values, found.field)
    assert np.array_equal(field.modes.stiffness, found.stiffness)
    assert np.array_equal(field.modes.particles, found.particles)
    assert own_parameters(indicator) == own_parameters(all_indicators()["nonlinear_modes"])
    assert evaluate(indicators["steric_order"], glass, load, None, 0.0).modes is None
