"""What every indicator promises, whoever wrote it: one test over the registry."""

from itertools import product

import numpy as np
import param
import pytest

from glasscope.engine import GlassError
from glasscope.engine.indicators import FAMILIES, INDICATORS, REQUIREMENTS
from glasscope.engine.learning import shipped_predictors
from glasscope.engine.matter import MODELS, Glass, Load
from glasscope.engine.prepare.library import library

LOAD = Load.simple_shear(angle=10.0)
MODEL = "ipl_q3"  # smooth enough for all that is there
TURN = np.array([[0.0, -1.0], [1.0, 0.0]])
ROUNDING = {"susceptibility_image": 1e-5}  # its maps are in single precision
WIDE = 300  # particles, where fields are averaged far around each
QUICK = {"saddle_points": {"spacing": 5.0, "events": 2}}  # where the defaults take long
FEWER = {  # beside its bounds: few directions at each site, and few searches in many clusters
    "residual_strength": {name: {"directions": 4} for name in ("radius", "spacing", "shell", "stiffness")},
    "saddle_points": {"spacing": {"events": 1}},
}
ANNEALED = {"poly": "poly-swap-0.12-1024-1", "poly_ipl": "poly_ipl-swap-0.4-1024-1"}  # small ones hold no event back
KNOWN = {  # models of which an indicator knows something: those that were learned know the glasses that they were shown
    key: {one.model for one in shipped_predictors().values() if one.about["indicator"] == key}
    if cls.family == "learned" else set(MODELS)
    for key, cls in INDICATORS.items()
}  # fmt: skip
DEAR = {("saddle_points", model) for model in ("poly_ipl", "ipl_q3", "ipl_q4")}

every_indicator = pytest.mark.parametrize("key", sorted(INDICATORS))


@pytest.fixture
def glass(small_glass, request):
    key = request.node.callspec.params["key"]
    return small_glass(MODEL) if MODEL in KNOWN[key] else small_glass("lj", WIDE)


@pytest.fixture
def earlier(glass):
    """A state that the glass could have come from: sheared and shaken."""
    back = LOAD.deformation(-0.02)
    shaken = glass.positions @ back.T + 0.02 * np.random.default_rng(2).standard_normal(glass.positions.shape)
    return glass.with_positions(shaken, cell=glass.box.deform(back))


def instance(key, earlier, **parameters):
    if "reference" in INDICATORS[key].requires:
        parameters["reference"] = earlier
    return INDICATORS[key](**QUICK.get(key, {}) | parameters)


def glass_for(key, model, small_glass):
    """A glass on which the indicator has something to say."""
    if INDICATORS[key].family == "learned":
        return small_glass(model, WIDE)
    if key != "saddle_points":
        return small_glass(model)
    if model in ANNEALED:
        return next(entry for entry in library() if entry.key == ANNEALED[model]).load()
    return small_glass(model, 180 if model == "lj" else 400)


def same(values, expected, rounding=1e-7):
    """Equal to rounding, measured against the size of the field."""
    np.testing.assert_allclose(values, expected, rtol=10 * rounding, atol=rounding * np.abs(expected).max() + 1e-12)


def changed(glass, positions=None, cell=None, order=None):
    """The same glass in other words."""
    order = slice(None) if order is None else order
    positions = glass.positions if positions is None else positions
    species = None if glass.species is None else glass.species[order]
    cell = glass.box.cell if cell is None else cell
    return Glass(glass.model, positions[order], diameters=glass.diameters[order], species=species, cell=cell)


def check(key, name, glass, earlier, transform, load=LOAD, order=None):
    """The field of the transformed glass is the (relabelled) field of the glass, unless declared otherwise."""
    reason = INDICATORS[key].exceptions.get(name)
    if reason:
        pytest.skip(f"declared: {reason}")
    expected = instance(key, earlier)(glass, LOAD)
    values = instance(key, transform(earlier))(transform(glass), load)
    same(values, expected if order is None else expected[order], ROUNDING.get(key, 1e-7))


@every_indicator
def test_declarations_are_complete(key):
    cls = INDICATORS[key]
    assert cls.key == key
    assert cls.family in FAMILIES
    assert set(cls.requires) <= set(REQUIREMENTS)
    assert cls.summary == cls.__doc__.strip().splitlines()[0]
    assert cls.label
    assert cls.symbol
    assert cls.cost
    assert cls.compute.__doc__
    assert all(reason.strip() for reason in cls.exceptions.values())
    for name, parameter in cls.param.objects("existing").items():
        if name != "name":
            assert parameter.doc, f"{name} says not what it does"
    assert isinstance(cls.caveat(MODELS["poly"]), str)


@pytest.mark.parametrize(
    ("model", "key"),
    [
        pytest.param(model, key, marks=pytest.mark.slow if (key, model) in DEAR else ())
        for model, key in product(sorted(MODELS), sorted(INDICATORS))
    ],
)
def test_one_finite_number_per_particle_on_every_model(key, model, small_glass):
    glass = glass_for(key, model, small_glass)
    shaken = 0.01 * np.random.default_rng(1).standard_normal(glass.positions.shape)
    earlier = glass.with_positions(glass.positions + shaken)
    if model not in KNOWN[key]:
        with pytest.raises(GlassError, match=f"{key}' is shipped for .*, not for the model '{model}': train one"):
            instance(key, earlier)(glass, LOAD)
        return
    fewer = {"events": 1} if key in QUICK and model in ANNEALED else {}
    values = instance(key, earlier, **fewer)(glass, LOAD)
    assert values.shape == (glass.n_particles,)
    assert values.dtype == np.float64
    assert np.isfinite(values).all()
    assert np.ptp(values) > 0


@every_indicator
def test_twice_the_same_and_nothing_changed(key, glass, earlier, small_glass):
    glass = glass if key not in QUICK else glass_for(key, "lj", small_glass)
    before = [array.copy() for array in (glass.positions, glass.diameters, glass.box.cell, earlier.positions)]
    indicator = instance(key, earlier)
    first, second = indicator(glass, LOAD), indicator(glass, LOAD)
    np.testing.assert_array_equal(first, second)
    another = glass.moved(glass.positions, glass.box)  # nothing is kept of it: modes are found anew, to rounding
    np.testing.assert_allclose(indicator(another, LOAD), first, rtol=1e-9, atol=1e-9 * np.abs(first).max())
    for array, old in zip((glass.positions, glass.diameters, glass.box.cell, earlier.positions), before, strict=True):
        np.testing.assert_array_equal(array, old)


@every_indicator
def test_translation_through_the_boundary_changes_nothing(key, glass, earlier):
    shift = np.array([0.37, 0.61]) @ glass.box.cell
    check(key, "translation", glass, earlier, lambda g: changed(g, g.box.wrap(g.positions + shift)))


@every_indicator
def test_relabelling_relabels_the_field(key, glass, earlier):
    order = np.random.default_rng(5).permutation(glass.n_particles)
    check(key, "relabelling", glass, earlier, lambda g: changed(g, order=order), order=order)


@every_indicator
def test_a_turn_of_glass_and_load_changes_nothing(key, glass, earlier):
    turned = Load.simple_shear(angle=LOAD.angle + 90.0)
    check(key, "turn", glass, earlier, lambda g: changed(g, g.positions @ TURN.T, g.box.cell @ TURN.T), load=turned)


@every_indicator
def test_a_flip_of_the_cell_changes_nothing(key, glass, earlier):
    flip = np.array([[1.0, 0.0], [1.0, 1.0]])
    check(key, "box flip", glass, earlier, lambda g: changed(g, cell=flip @ g.box.cell))


@every_indicator
def test_directional_means_that_the_direction_of_the_load_matters(key, glass, earlier, small_glass):
    glass = glass if key not in QUICK else glass_for(key, "lj", small_glass)
    indicator = instance(key, earlier)
    one, other = indicator(glass, LOAD), indicator(glass, Load.simple_shear(angle=LOAD.angle + 45.0))
    assert np.allclose(one, other, rtol=1e-9, atol=0.0) != INDICATORS[key].directional


@pytest.mark.parametrize(
    "key", [pytest.param(key, marks=pytest.mark.slow if key == "saddle_points" else ()) for key in sorted(INDICATORS)]
)
def test_each_parameter_works_at_both_bounds(key, glass, earlier, small_glass):
    glass = glass if key not in QUICK else glass_for(key, "lj", small_glass)
    for name, parameter in INDICATORS[key].param.objects("existing").items():
        values = []
        if isinstance(parameter, param.Number):
            values = parameter.bounds
        elif isinstance(parameter, param.Selector) and not isinstance(parameter, param.ClassSelector):
            values = parameter.objects
        for value in values:
            parameters = FEWER.get(key, {}).get(name, {}) | {name: value}
            assert instance(key, earlier, **parameters)(glass, LOAD).shape == (glass.n_particles,)


@every_indicator
def test_what_is_required_and_missing_is_named(key, glass, earlier):
    with pytest.raises(ValueError, match="Glass"):
        instance(key, earlier)(glass.positions, LOAD)
    if "load" in INDICATORS[key].requires:
        with pytest.raises(ValueError, match="load"):
            instance(key, earlier)(glass)
    if "reference" in INDICATORS[key].requires:
        with pytest.raises(ValueError, match="reference"):
            INDICATORS[key]()(glass, LOAD)
        with pytest.raises(ValueError, match="another glass"):
            INDICATORS[key](reference=changed(earlier, order=np.arange(200)))(glass, LOAD)
