"""Bins of SN19 and spots of Z17: against loops, and where the answer is known."""

import numpy as np
import pytest
from making import small_glass
from naive_scores import bin_rank as naive_bin_rank

from glasscope.engine import INDICATORS, GlassError, Load
from glasscope.engine.indicators.harmonic_response.softness_field import SoftSpots
from glasscope.engine.matter import Box
from glasscope.engine.scores import binned_field, binned_indicator, nearest_spots, part_of, spots_of

RNG = np.random.default_rng(0)
SQUARE = Box(30.0 * np.eye(2))


def test_bin_rank_is_that_of_loops():
    places, values = RNG.uniform(0, 30, (900, 2)), RNG.normal(size=900)
    field, events = binned_field(SQUARE, places, values, 5.0), RNG.uniform(0, 30, (20, 2))
    expected = [naive_bin_rank(30.0, places, values, 6, event) for event in events]
    assert field.bin_rank(events) == pytest.approx(expected, abs=1e-14)


def test_the_highest_bin_has_zero_and_the_lowest_almost_one():
    places = np.stack(np.meshgrid(np.arange(30) + 0.5, np.arange(30) + 0.5), -1).reshape(-1, 2)
    values = -np.hypot(*SQUARE.minimum_image(places - [12.5, 17.5]).T)
    field = binned_field(SQUARE, places, values, 5.0)
    assert field.bin_rank([[12.0, 18.0]]) == 0
    assert field.bin_rank([[27.5, 2.5]]) == pytest.approx(35 / 36)
    assert field.bin_rank([[42.0, -12.0]]) == 0  # its image


def test_a_constant_field_knows_nothing():
    field = binned_field(SQUARE, RNG.uniform(0, 30, (500, 2)), np.ones(500), 5.0)
    assert field.bin_rank([[1.0, 1.0]]) == pytest.approx(0.5, abs=1 / 36)


def test_bins_follow_a_sheared_cell():
    """The same fractional places in a cell sheared by a lattice vector are the same crystal of bins."""
    places, values = RNG.uniform(0, 30, (900, 2)), RNG.normal(size=900)
    flipped = Box([[30.0, 0.0], [30.0, 30.0]])
    event = [[4.0, 5.0]]
    assert binned_field(flipped, places, values, 5.0).bin_rank(event) == pytest.approx(
        binned_field(SQUARE, places, values, 5.0).bin_rank(event)
    )


def test_parts_of_a_signed_field():
    values = np.array([-2.0, 0.0, 3.0])
    assert part_of(values, "positive").tolist() == [0, 0, 3]
    assert part_of(values, "negative").tolist() == [2, 0, 0]
    assert part_of(values, "magnitude").tolist() == [2, 0, 3]
    with pytest.raises(GlassError, match="parts"):
        part_of(values, "both")


def test_bins_too_large_for_the_cell():
    with pytest.raises(GlassError, match="too large"):
        binned_field(SQUARE, np.zeros((1, 2)), np.ones(1), 9.0)


def test_turning_the_load_round_exchanges_the_parts():
    """SN19: black and red spots reverse their roles."""
    glass, indicator = small_glass("ipl_q4", 256), INDICATORS["anisotropic_softness"]()
    forward, backward = Load.simple_shear(), Load.simple_shear(sign=-1)
    for part, other in (("positive", "negative"), ("negative", "positive"), ("magnitude", "magnitude")):
        there = binned_indicator(glass, indicator, forward, part, bin_size=3.0).means
        assert binned_indicator(glass, indicator, backward, other, bin_size=3.0).means == pytest.approx(there, rel=1e-9)
    low = INDICATORS["contact_number"]()
    places = glass.positions
    softest = binned_indicator(glass, low, bin_size=3.0).bin_rank(places).argmin()
    highest = binned_indicator(glass, low, part="positive", bin_size=3.0).bin_rank(places)
    assert highest[softest] == highest.max()  # fewest contacts are soft: "values" turn the sign, parts do not


def test_pair_fields_are_binned_at_the_middles_of_pairs():
    glass, indicator = small_glass("ipl_q4", 256), INDICATORS["local_heat_capacity"]()
    spacing = glass.density**-0.5
    middles = glass.positions[glass.pairs.i] + glass.pairs.vectors / 2
    expected = binned_field(glass.box, middles, np.abs(glass.response.heat_capacity), 3 * spacing)
    found = binned_indicator(glass, indicator, part="magnitude", bin_size=3.0)
    assert found.means == pytest.approx(expected.means, rel=1e-12)


def test_the_nearest_spot_is_found_through_the_boundary():
    spots = SoftSpots(np.array([[15.0, 15.0], [29.0, 1.0]]), np.array([4.0, 2.0]), np.array([1.0, 2.0]))
    found = nearest_spots(spots, SQUARE, [[1.0, 29.0], [14.0, 15.0]])
    assert found.index.tolist() == [1, 0]
    assert found.relative.tolist() == [2.0, 1.0]
    assert found.distance == pytest.approx([np.sqrt(8), 1.0])
    with pytest.raises(GlassError, match="without a soft spot"):
        nearest_spots(SoftSpots(np.empty((0, 2)), np.empty(0), np.empty(0)), SQUARE, [[0.0, 0.0]])


def test_spots_of_an_indicator():
    glass = small_glass("ipl_q3", 256)
    for key in ("softness_field", "normal_mode_map"):
        spots = spots_of(glass, INDICATORS[key]())
        assert spots.relative[0] == 1.0
        assert np.all(np.diff(spots.relative) >= 0)
    with pytest.raises(GlassError, match="soft when high"):
        spots_of(glass, INDICATORS["contact_number"]())
