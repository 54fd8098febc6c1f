"""Fan and Ma's network on images: its shape as the paper has it, beside loops, mirrored, and its file."""

import numpy as np
import pytest
from making import small_glass
from naive_networks import convolution

from glasscope.engine import GlassError, Load
from glasscope.engine.learning.networks import ImageNetwork, ImageRecipe, load_network
from glasscope.engine.learning.networks.image import FULL, SMALL

N, LOAD = 272, Load.simple_shear(20.0)
RECIPE = ImageRecipe(blocks=((2,), (3,), (2, 2), (2,), (4, 3)))


@pytest.fixture(scope="module")
def glass():
    return small_glass("lj", N)


@pytest.fixture(scope="module")
def network():
    """One of weights by chance."""
    rng = np.random.default_rng(1)
    weights = {name: rng.standard_normal(shape).astype(np.float32) / 2 for name, shape in RECIPE.shapes().items()}
    return ImageNetwork(RECIPE, weights, 0.02, "lj", {})


def test_the_full_recipe_is_the_paper_s():
    recipe = ImageRecipe(blocks=FULL)
    kernels = [shape for name, shape in recipe.shapes().items() if "." in name and not name.endswith("_bias")]
    assert len(kernels) == 25
    assert [shape[3] for shape in kernels] == [20] * 5 + [40] * 5 + [80] * 5 + [160] * 5 + [320] * 5
    unpadded = [n for n in range(25) if not recipe.is_padded(n // 5, n % 5)]
    assert unpadded == [4, 24], "all but the fifth and the last convolution have zeros around"
    assert recipe.shapes()["last"] == (320, 1)


def test_answers_are_those_of_loops(glass, network):
    told, w = RECIPE.told_of(glass, LOAD, [3, 50]), network.weights
    found = network.outputs(told)
    for n in range(2):
        image, answers = told.images[:, :, n].astype(float), []
        for mirrored in (image, image.swapaxes(0, 1), image[::-1, ::-1], image[::-1, ::-1].swapaxes(0, 1)):
            maps = mirrored
            for name in ("0.0", "1.0", "2.0", "2.1", "3.0", "4.0", "4.1"):
                if name.endswith(".0") and name != "0.0":
                    half = len(maps) // 2
                    maps = maps.reshape(half, 2, half, 2, -1).max(axis=(1, 3))
                maps = convolution(maps, w[name], w[f"{name}_bias"])
                if name in ("0.0", "4.1"):
                    maps = maps[1:-1, 1:-1]
            assert maps.shape == (1, 1, 3)
            answers.append(maps[0, 0] @ w["last"] + w["last_bias"])
        np.testing.assert_allclose(found[n], np.mean(answers, axis=0), rtol=1e-3, atol=1e-4)


def test_a_mirrored_glass_has_the_mirrored_field(glass, network):
    transpose = np.array([[0.0, 1.0], [1.0, 0.0]])
    expected = network.softness(glass, Load.simple_shear())
    assert np.ptp(expected) > 0.01
    for mirror in (transpose, -transpose, -np.eye(2)):
        other = glass.with_positions(glass.positions @ mirror, glass.box.cell @ mirror)
        np.testing.assert_allclose(network.softness(other, Load.simple_shear()), expected, rtol=1e-4, atol=1e-4)


def test_what_it_does_not_know_is_refused(glass, network):
    with pytest.raises(GlassError, match="stretches all directions alike"):
        network.softness(glass, Load.dilation())
    with pytest.raises(GlassError, match="predicts for a load"):
        network.softness(glass)


@pytest.mark.parametrize(
    "shape", [{"blocks": SMALL[:4]}, {"blocks": ((0,),) * 5}, {"strains": (0.01, 0.02)}, {"n_species": 3}]
)
def test_no_network_has_every_shape(shape):
    with pytest.raises(GlassError, match="no network has this shape"):
        ImageRecipe(**shape)


def test_images_have_fifty_pixels():
    with pytest.raises(GlassError, match="25 times the spacing"):
        ImageRecipe(spacing=0.5)


def test_a_file_holds_it_to_the_last_digit(glass, network, tmp_path):
    network.save(tmp_path / "net.npz")
    read = load_network(tmp_path / "net.npz")
    assert read.recipe == RECIPE
    np.testing.assert_array_equal(read.softness(glass, LOAD), network.softness(glass, LOAD))
