"""Convolutional networks on a map of the glass: beside loops, mirrored by construction, and within bounds."""

import numpy as np
import pytest
from making import small_glass
from naive_networks import convolution, density

from glasscope.engine import GlassError, Load
from glasscope.engine.learning.networks import MapNetwork, MapRecipe, load_map, load_network
from glasscope.engine.learning.networks.convolutions import convolved, mean_pooled, read_at
from glasscope.engine.learning.networks.map import mirrored

N, LOAD = 144, Load.pure_shear(20.0)
RECIPE = MapRecipe(blocks=((2,), (3, 2)))


@pytest.fixture(scope="module")
def glass():
    return small_glass("lj", N)


@pytest.fixture(scope="module")
def network():
    """One of weights by chance."""
    rng = np.random.default_rng(1)
    weights = {name: rng.standard_normal(shape).astype(np.float32) / 3 for name, shape in RECIPE.shapes().items()}
    return MapNetwork(RECIPE, weights, 0.02, "lj", {})


def test_a_map_is_that_of_loops(glass):
    told = load_map(glass, LOAD, 0.4, 2, 0.5)
    angle = np.radians(LOAD.angle)
    axes = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    axes = axes * np.sign((np.linalg.eigh(LOAD.A)[1][:, ::-1] * axes).sum(axis=0))  # signs are the engine's own
    scales = (glass.diameters - glass.diameters.mean()) / glass.diameters.std()
    expected = density(glass, axes, told.maps.shape[:2], 0.4, 4.0, scales)
    np.testing.assert_allclose(told.maps, expected, atol=2e-6)
    at = read_at(told.maps, told.places)
    assert at[:, 0].min() > 0.6, "a particle lies where its Gaussian is"


def test_convolutions_and_pools_are_those_of_loops():
    rng = np.random.default_rng(0)
    maps, kernel, bias = rng.standard_normal((6, 8, 3)), rng.standard_normal((3, 3, 3, 5)), rng.standard_normal(5)
    np.testing.assert_allclose(convolved(maps, kernel, bias), convolution(maps, kernel, bias), atol=1e-12)
    np.testing.assert_allclose(mean_pooled(maps)[1, 2], maps[2:4, 4:6].mean(axis=(0, 1)))
    np.testing.assert_allclose(read_at(maps, np.array([[2.25, 3.5]]))[0],
                               0.375 * (maps[2, 3] + maps[2, 4]) + 0.125 * (maps[3, 3] + maps[3, 4]))  # fmt: skip


def test_outputs_are_its_layers_one_after_the_other(glass, network):
    told, w = RECIPE.told_of(glass, LOAD), network.weights
    maps = told.maps.astype(float)
    for name in ("0.0", "1.0", "1.1"):
        maps = mean_pooled(maps) if name == "1.0" else maps
        maps = convolution(maps, mirrored(w[name]), np.tile(w[f"{name}_bias"], 4))
    read = read_at(maps, (told.places + 0.5) / 2 - 0.5).reshape(N, 4, -1).mean(axis=1)
    expected = np.maximum(read @ w["out"] + w["out_bias"], 0) @ w["last"] + w["last_bias"]
    np.testing.assert_allclose(network.outputs(told), expected, rtol=1e-3, atol=1e-4)


def test_a_mirrored_glass_has_the_mirrored_field(glass, network):
    transpose = np.array([[0.0, 1.0], [1.0, 0.0]])
    expected = network.softness(glass, Load.simple_shear())
    for mirror in (transpose, -transpose, -np.eye(2)):
        other = glass.with_positions(glass.positions @ mirror, glass.box.cell @ mirror)
        np.testing.assert_allclose(network.softness(other, Load.simple_shear()), expected, rtol=1e-5, atol=1e-5)
    flipped = glass.with_positions(glass.positions * [-1, 1], glass.box.cell * [-1, 1])
    assert np.abs(network.softness(flipped, Load.simple_shear()) - expected).max() > 0.01, "this is another load"


def test_what_is_beyond_the_margin_is_not_seen(glass, network):
    wide = load_map(glass, LOAD, RECIPE.pixel, RECIPE.shrinks, RECIPE.reach + 2.0)
    expected = network.outputs(RECIPE.told_of(glass, LOAD))
    np.testing.assert_allclose(network.outputs(wide), expected, rtol=1e-4, atol=1e-5)


def test_what_it_does_not_know_is_refused(glass, network):
    with pytest.raises(GlassError, match="know shear alone, at any angle"):
        network.softness(glass, Load.dilation())
    with pytest.raises(GlassError, match="predicts for a load"):
        network.softness(glass)
    with pytest.raises(GlassError, match="pixels is too large"):
        load_map(glass, LOAD, 0.001, 2, 1.0)


@pytest.mark.parametrize("blocks", [(), ((),), ((0,),), ((9999,),), ((1,),) * 9])
def test_no_network_has_every_shape(blocks):
    with pytest.raises(GlassError, match="no network has this shape"):
        MapRecipe(blocks=blocks)
    with pytest.raises(GlassError, match="no network has this shape"):
        MapRecipe(pixel=0.0)


def test_a_file_holds_it_to_the_last_digit(glass, network, tmp_path):
    network.save(tmp_path / "net.npz")
    read = load_network(tmp_path / "net.npz")
    assert read.recipe == RECIPE
    np.testing.assert_array_equal(read.softness(glass, LOAD), network.softness(glass, LOAD))
