"""The tensorial lattice beside one that is written down with loops, and what turning it must do."""

import numpy as np
import pytest
from naive_mesoscale import tensorial_avalanche

from glasscope.engine import GlassError, Load, library
from glasscope.engine.mesoscale import ElastoplasticModel, TensorialModel, Thresholds, YieldSurfaces
from glasscope.engine.mesoscale.propagator import tensor_in_fourier_space
from glasscope.engine.mesoscale.seeds import AFTERWARDS, first_state
from glasscope.engine.random_numbers import uniform

MODULUS, SLIP, N = 16.0, 0.065, 18


def surfaces(low, high, seed=3, n=200):
    """Smooth surfaces: some places are weak in one direction."""
    rng = np.random.default_rng(seed)
    means, phases = rng.uniform(low, high, n), rng.uniform(0, 2 * np.pi, n)
    twice = 2 * np.pi * np.arange(N) / N
    return YieldSurfaces.from_values(means[:, None] * (1.3 - np.cos(twice - phases[:, None])), seed)


@pytest.fixture(scope="module")
def soft():
    return surfaces(0.1, 2.0)


@pytest.fixture(scope="module")
def hard():
    return surfaces(2.0, 2.5)


def model(first, size=12, **options):
    return TensorialModel(size, first, modulus=MODULUS, plastic_strain=SLIP, seed=5, **options)


@pytest.mark.parametrize(("kind", "angle"), [("soft", 0.0), ("soft", 35.0), ("hard", 0.0)])
def test_avalanches_are_those_of_plain_loops(kind, angle, request):
    first, renewal, size = request.getfixturevalue(kind), request.getfixturevalue("soft"), 12
    limits, stresses = first.drawn(size)
    random, g, strain = first_state(5, AFTERWARDS), tensor_in_fourier_space(size), 0.0
    load = np.array([-np.sin(2 * np.radians(angle)), np.cos(2 * np.radians(angle))])

    def renew():
        row, turn = int(uniform(random) * len(renewal.values)), int(uniform(random) * N)
        return np.roll(renewal.values[row], turn)

    found, longest = model(first, size, renewal=renewal, load=Load.simple_shear(angle)).shear(1.0), 0
    for _ in range(40):
        state = next(found)
        step, failed = tensorial_avalanche(stresses, limits, load, MODULUS, SLIP, g, renew)
        strain, longest = strain + step / MODULUS, max(longest, len(failed))
        assert list(zip(state.failed.tolist(), state.along.tolist(), strict=True)) == failed
        assert state.strain == pytest.approx(strain, rel=1e-12)
        np.testing.assert_allclose(state.stresses, stresses, atol=1e-11)
        assert state.stress == pytest.approx(load @ stresses.mean(axis=(1, 2)), abs=1e-12)
    assert longest > (40 if kind == "hard" else 2)


def test_a_lattice_that_is_turned_yields_turned(soft):
    """By 90 degrees: directions go on by half of them, stresses (both shears) turn their signs."""
    limits, at_rest = soft.drawn(10)
    turned = np.rot90(np.roll(limits, N // 2, axis=0), axes=(2, 1))  # anticlockwise, for y grows with the row
    one, other = (YieldSurfaces(soft.values, 0, np.ascontiguousarray(some), at_rest) for some in (limits, turned))
    renewal = YieldSurfaces.from_values(np.full((1, N), 50.0))  # so that no chance comes in
    found = list(model(one, 10, renewal=renewal).shear(0.1))
    again = list(model(other, 10, renewal=renewal, load=Load.simple_shear(90.0)).shear(0.1))
    assert len(found) > 10
    for a, b in zip(found, again, strict=True):
        assert b.stress == pytest.approx(a.stress, rel=1e-9)
        np.testing.assert_allclose(b.stresses, -np.rot90(a.stresses, axes=(2, 1)), atol=1e-10)
        np.testing.assert_array_equal(b.activity, np.rot90(a.activity, axes=(1, 0)))


def test_where_one_direction_alone_gives_it_is_the_scalar_model():
    limits = np.full((N, 10, 10), np.inf)
    scalar = Thresholds.from_values(np.random.default_rng(0).weibull(2.0, 300))
    limits[0] = scalar.drawn(10)[0]
    one = YieldSurfaces(np.full((1, N), 50.0), 0, limits, np.zeros((2, 10, 10)))
    tensorial = model(one, 10, renewal=YieldSurfaces.from_values(np.full((1, N), 50.0)))
    plain = ElastoplasticModel(10, scalar, Thresholds.from_values([50.0, 50.0]), MODULUS, SLIP)
    for a, b in zip(plain.shear(0.1), tensorial.shear(0.1), strict=True):
        np.testing.assert_array_equal(a.failed, b.failed)
        np.testing.assert_allclose(b.stresses[1], a.stresses, atol=1e-12)


def test_many_at_once_are_the_same_as_one_by_one(hard, soft):
    whole, columns = (model(hard, 24, renewal=soft) for _ in range(2))
    columns._rules = columns._rules._replace(many=10**6)
    for one, other in zip(whole.shear(0.2, every=0.1), columns.shear(0.2, every=0.1), strict=True):
        np.testing.assert_array_equal(one.failed, other.failed)
        np.testing.assert_allclose(one.stresses, other.stresses, atol=1e-10)
    assert one.activity.sum() > 500


def test_a_run_goes_on_from_a_file_to_the_last_bit(soft, tmp_path):
    half = model(soft)
    list(half.shear(0.1, every=0.1))
    half.save(tmp_path / "half.npz")
    again = TensorialModel.load(tmp_path / "half.npz")
    for expected, found in zip(half.shear(0.2), again.shear(0.2), strict=True):
        np.testing.assert_array_equal(found.stresses, expected.stresses)
        np.testing.assert_array_equal(found.along, expected.along)


def test_the_map_of_a_glass_says_what_its_blocks_bear():
    glass = next(entry for entry in library() if entry.key == "poly_ipl-swap-0.7-1024-1").load()
    own = YieldSurfaces.from_glass(glass, block=7.0)
    directions, size, _ = own.map.shape
    assert (directions, size) == (N, round(glass.box.cell[0, 0] / 7.0))
    assert own.values.shape == (size**2, N)
    assert np.isfinite(own.values).mean() > 0.5
    found = TensorialModel(size, own, modulus=12.0)
    state = next(found.shear(0.5))
    y, x = divmod(int(state.failed[0]), size)
    k = int(state.along[0])
    twice = np.radians(20.0 * k)
    at_rest = -np.sin(twice) * own.prestress[0, y, x] + np.cos(twice) * own.prestress[1, y, x]
    assert state.strain == pytest.approx((own.map[k, y, x] - at_rest) / np.cos(twice) / 12.0, rel=1e-9)


def test_what_is_no_surface_is_refused(soft):
    for rows in ([], np.ones(18), np.ones((3, 5)), np.ones((3, 2))):
        with pytest.raises(GlassError, match="even number of directions"):
            YieldSurfaces.from_values(rows)
    for rows in (np.zeros((2, 18)), np.full((2, 18), np.nan)):
        with pytest.raises(GlassError, match="every place yields in some direction"):
            YieldSurfaces.from_values(rows)
    with pytest.raises(GlassError, match="does not shear"):
        model(soft, load=Load.dilation())
