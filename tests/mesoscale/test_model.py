"""The elastoplastic lattice beside one that is written down with loops and Fourier transforms."""

import numpy as np
import pytest
from naive_mesoscale import avalanche

from glasscope.engine import GlassError, GlassFileError
from glasscope.engine.mesoscale import ElastoplasticModel, Thresholds, propagator
from glasscope.engine.mesoscale.propagator import in_fourier_space
from glasscope.engine.mesoscale.seeds import AFTERWARDS, first_state
from glasscope.engine.mesoscale.thresholds import quantile
from glasscope.engine.random_numbers import uniform

MODULUS, SLIP = 16.0, 0.065


@pytest.fixture(scope="module")
def soft():
    """As of hot glasses: some places bear hardly anything."""
    return Thresholds.from_values(np.random.default_rng(0).weibull(2.0, 500), seed=3)


@pytest.fixture(scope="module")
def hard():
    """As of a stable glass, which yields at once."""
    return Thresholds.from_values(1.5 + 0.3 * np.random.default_rng(1).random(500), seed=3)


def model(thresholds, size=16, **options):
    return ElastoplasticModel(size, thresholds, modulus=MODULUS, plastic_strain=SLIP, seed=5, **options)


def test_one_failure_is_the_propagators_column(soft):
    states = model(soft).shear(1.0)
    before = soft.drawn(16)[0]
    state = next(one for one in states if one.strain > 0)
    assert len(state.failed) == 1, "the first avalanche of these thresholds is a single failure"
    y, x = divmod(int(state.failed[0]), 16)
    assert before[y, x] == before.min()
    change = 2 * MODULUS * SLIP * np.roll(propagator(16), (y, x), axis=(0, 1))
    np.testing.assert_allclose(state.stresses, MODULUS * state.strain + change, atol=1e-12)
    strain, size, fall, sweeps = state.avalanches[0]
    assert (strain, size, sweeps) == (state.strain, 1, 1)
    assert fall == pytest.approx(2 * MODULUS * SLIP / 16**2, rel=1e-12)


@pytest.mark.parametrize("kind", ["soft", "hard"])
@pytest.mark.parametrize("size", [15, 16])
def test_avalanches_are_those_of_plain_loops(kind, size, request):
    """One after the other, with the same random numbers, to where most blocks have failed; some are transforms."""
    thresholds, renewal = (request.getfixturevalue(name) for name in (kind, "soft"))
    limits, stresses = thresholds.drawn(size)
    random, g, strain = first_state(5, AFTERWARDS), in_fourier_space(size), 0.0
    found = model(thresholds, size, renewal=renewal).shear(0.5)
    longest = 0
    for _ in range(60):
        state = next(found)
        load, failed, sweeps = avalanche(
            stresses, limits, MODULUS, SLIP, g, lambda: quantile(renewal.values, renewal.tail, uniform(random))
        )
        strain, longest = strain + load / MODULUS, max(longest, len(failed))
        assert state.failed.tolist() == failed
        assert state.avalanches[0, 3] == sweeps
        assert state.strain == pytest.approx(strain, rel=1e-12)
        np.testing.assert_allclose(state.stresses, stresses, atol=1e-11)
        np.testing.assert_array_equal(state.thresholds, limits)
    assert longest > (90 if kind == "hard" else 3)


def test_many_at_once_are_the_same_as_one_by_one(hard, soft):
    """A convolution by transforms, and columns one after the other."""
    whole = list(model(hard, 32, renewal=soft).shear(0.2, every=0.05))
    columns = model(hard, 32, renewal=soft)
    columns._rules = columns._rules._replace(many=10**6)
    for one, other in zip(whole, columns.shear(0.2, every=0.05), strict=True):
        np.testing.assert_array_equal(one.failed, other.failed)
        np.testing.assert_allclose(one.stresses, other.stresses, atol=1e-11)
    assert max(len(one.failed) for one in whole) > 200


def test_states_at_strains_are_those_of_every_avalanche(soft):
    each, some = list(model(soft).shear(0.3)), list(model(soft).shear(0.3, every=0.1))
    assert [one.strain for one in some] == pytest.approx([0.1, 0.2, 0.3])
    assert some[-1].strain == each[-1].strain == 0.3
    failed, avalanches = (np.concatenate([getattr(one, name) for one in each]) for name in ("failed", "avalanches"))
    np.testing.assert_array_equal(np.concatenate([one.failed for one in some]), failed)
    np.testing.assert_allclose(np.concatenate([one.avalanches for one in some]), avalanches, rtol=1e-9)
    np.testing.assert_array_equal(np.bincount(failed, minlength=256), each[-1].activity.ravel())
    assert all((one.stresses < one.thresholds).all() for one in each)


def test_the_state_is_there_without_shearing(soft):
    lattice = model(soft)
    first, again = lattice.state(), lattice.state()
    assert first.strain == 0.0
    assert len(first.avalanches) == len(first.failed) == 0
    assert np.array_equal(first.thresholds, again.thresholds)
    *_, last = lattice.shear(0.3)
    assert np.array_equal(lattice.state().stresses, last.stresses)
    assert (first.stresses != last.stresses).any()  # it was a copy


def test_mean_stress_is_what_was_loaded_less_what_slipped(soft):
    *_, last = model(soft).shear(2.0, every=0.5)
    slipped = 2 * MODULUS * SLIP * last.activity.sum() / 256
    assert last.stress == pytest.approx(MODULUS * 2.0 - slipped, abs=1e-10)


def test_a_run_repeats_to_the_last_bit_and_another_seed_does_not(soft):
    one, other = (list(model(soft).shear(0.5, every=0.25))[-1] for _ in range(2))
    np.testing.assert_array_equal(one.stresses, other.stresses)
    *_, third = ElastoplasticModel(16, soft, modulus=MODULUS, seed=6).shear(0.5, every=0.25)
    assert np.abs(third.stresses - one.stresses).max() > 0.1


def test_a_run_goes_on_from_a_file_to_the_last_bit(soft, tmp_path):
    whole = model(soft, renewed_modulus=10.0, both_signs=True)
    half = model(soft, renewed_modulus=10.0, both_signs=True)
    for one in (whole, half):
        list(one.shear(0.3, every=0.3))
    half.save(tmp_path / "half.npz")
    again = ElastoplasticModel.load(tmp_path / "half.npz")
    assert again.modulus == half.modulus
    for expected, found in zip(whole.shear(0.6), again.shear(0.6), strict=True):
        np.testing.assert_array_equal(found.stresses, expected.stresses)
        np.testing.assert_array_equal(found.avalanches, expected.avalanches)
    (tmp_path / "half.npz").write_bytes(b"nothing")
    with pytest.raises(GlassFileError, match="holds no lattice"):
        ElastoplasticModel.load(tmp_path / "half.npz")


def test_the_modulus_becomes_that_of_blocks_that_failed(soft):
    made = model(soft, renewed_modulus=8.0)
    *_, last = made.shear(0.3, every=0.1)
    share = (last.activity > 0).mean()
    assert 0 < share <= 1
    assert made.modulus == pytest.approx(MODULUS - 8.0 * share)


def test_blocks_yield_backwards_where_they_may(soft):
    one_way, both = (list(model(soft, both_signs=both).shear(0.3, every=0.3))[-1] for both in (False, True))
    assert (one_way.stresses < -one_way.thresholds).any()
    assert (np.abs(both.stresses) < both.thresholds).all()


def test_a_block_that_the_load_takes_from_below_zero_slips_forward(soft):
    """The one that yields first has a negative stress until the load that makes it yield."""
    limits, at_rest = np.full((8, 8), 2.0), np.zeros((8, 8))
    limits[3, 4], at_rest[3, 4] = 0.3, -0.1
    own = Thresholds(soft.values, map=limits, prestress=at_rest)
    strong = Thresholds.from_values([5.0, 6.0])
    state = next(ElastoplasticModel(8, own, strong, MODULUS, SLIP, both_signs=True).shear(1.0))
    assert state.failed.tolist() == [3 * 8 + 4]
    assert state.avalanches[0, 2] == pytest.approx(2 * MODULUS * SLIP / 64), "the mean stress falls"
    at_rest[3, 4] = -0.4
    with pytest.raises(GlassError, match="yield backwards at rest"):
        ElastoplasticModel(8, own, modulus=MODULUS, both_signs=True)


def test_slips_may_follow_thresholds(soft):
    made = model(soft, slip_power=1.0)
    before = soft.drawn(16)[0]
    state = next(iter(made.shear(1.0)))
    expected = SLIP * before.min() / soft.values.mean()
    assert state.avalanches[0, 2] == pytest.approx(2 * MODULUS * expected / 256, rel=1e-9)


def test_what_cannot_be_is_refused(soft):
    with pytest.raises(GlassError, match="plastic_strain is above 0"):
        ElastoplasticModel(16, soft, plastic_strain=0.0)
    with pytest.raises(GlassError, match="between two states is above 0"):
        next(model(soft).shear(1.0, every=-1.0))
    weak = Thresholds.from_values([1e-4, 2e-4])
    with pytest.raises(GlassError, match="does not end: the plastic strain is too large"):
        list(ElastoplasticModel(16, weak, modulus=MODULUS, plastic_strain=0.5, both_signs=True).shear(0.1))
