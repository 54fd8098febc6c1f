"""Graph networks: beside loops, mirrored by construction, and their files, which may come from anywhere."""

import io
import json

import numpy as np
import pytest
from making import small_glass
from naive_networks import graph_outputs

from glasscope.engine import GlassError, GlassFileError, Load
from glasscope.engine.learning.networks import GraphNetwork, GraphRecipe, load_graph, load_network

N, LOAD = 272, Load.pure_shear(20.0)
ABOUT = {
    "indicator": "susceptibility_graph", "protocol": "htl",
    "training": {"n_samples": 9, "n_particles": N, "n_examples": 1000, "strain": 0.02},
    "validation": {"accuracy": 0.75, "error": 0.01},
}  # fmt: skip


def network(fields=False, **shape):
    """One of weights by chance."""
    recipe, rng = GraphRecipe(width=3, rounds=2, hidden=5, fields=fields, **shape), np.random.default_rng(1)
    weights = {name: rng.standard_normal(shape).astype(np.float32) / 2 for name, shape in recipe.shapes().items()}
    weights["scale"] = np.abs(weights["scale"]) + 0.5
    return GraphNetwork(recipe, weights, 0.02, "lj", ABOUT)


@pytest.fixture(scope="module")
def glass():
    return small_glass("lj", N)


@pytest.mark.parametrize("fields", [False, True])
def test_outputs_are_those_of_loops(fields, glass):
    net = network(fields)
    graph = load_graph(glass, LOAD, net.recipe.reach, fields)
    angle = np.radians(LOAD.angle)
    axes = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    turned = load_graph(glass, LOAD, 2.0, fields).vectors  # along axes whose signs are the engine's own
    own = np.sign(np.linalg.eigh(LOAD.A + LOAD.A.T)[1][:, ::-1].T @ axes).diagonal()
    expected = graph_outputs(net, glass, axes, graph.particles, turned * own)
    np.testing.assert_allclose(net.outputs(graph), expected, rtol=1e-9, atol=1e-11)


def test_particles_are_told_their_size_fields_and_vectors(glass):
    alone, all_of_it = (load_graph(glass, LOAD, 2.0, fields) for fields in (False, True))
    np.testing.assert_allclose(alone.particles[:, 0], glass.diameters * glass.density**0.5)
    assert alone.vectors.shape == (N, 0, 2)
    velocity = glass.response.nonaffine_velocity(LOAD)
    lengths = np.linalg.norm(velocity, axis=1)
    along = velocity @ [np.cos(np.radians(20)), np.sin(np.radians(20))]
    expected = np.abs(along) / lengths * np.arcsinh(lengths / np.median(lengths))
    np.testing.assert_allclose(np.abs(all_of_it.vectors[:, 0, 0]), expected, rtol=1e-9)
    assert all_of_it.vectors.shape == (N, 3, 2)


@pytest.mark.parametrize("fields", [False, True])
def test_a_mirrored_glass_has_the_mirrored_field(fields, glass):
    net, transpose = network(fields), np.array([[0.0, 1.0], [1.0, 0.0]])
    expected = net.softness(glass, Load.simple_shear())
    for mirror in (transpose, -transpose, -np.eye(2)):
        mirrored = glass.with_positions(glass.positions @ mirror, glass.box.cell @ mirror)
        np.testing.assert_allclose(net.softness(mirrored, Load.simple_shear()), expected, rtol=1e-8, atol=1e-9)
    flipped = glass.with_positions(glass.positions * [-1, 1], glass.box.cell * [-1, 1])
    assert np.abs(net.softness(flipped, Load.simple_shear()) - expected).max() > 0.01, "this is another load"


def test_each_strain_has_its_own_field(glass):
    recipe, net = GraphRecipe(width=3, rounds=2, hidden=5), network()
    graph = load_graph(glass, LOAD, recipe.reach, False)
    for k, strain in enumerate(recipe.strains):
        field = GraphNetwork(recipe, net.weights, strain, "lj", ABOUT).softness(glass, LOAD)
        np.testing.assert_array_equal(field, net.outputs(graph)[:, k])


def test_what_it_does_not_know_is_refused(glass):
    with pytest.raises(GlassError, match="know shear alone, at any angle"):
        network().softness(glass, Load.dilation())
    with pytest.raises(GlassError, match="predicts for a load"):
        network().softness(glass)
    with pytest.raises(GlassError, match="trained on glasses of 'lj', not of 'poly'"):
        network().softness(small_glass("poly", N), LOAD)
    with pytest.raises(GlassError, match=r"predicts at strains of 0.01, 0.02, 0.03; got 0.5"):
        GraphNetwork(network().recipe, network().weights, 0.5, "lj", ABOUT)


@pytest.mark.parametrize("shape", [{"width": 0}, {"rounds": 99}, {"reach": 50.0}, {"strains": ()}])
def test_no_network_has_every_shape(shape):
    with pytest.raises(GlassError):
        GraphRecipe(**shape)


def test_a_file_holds_it_to_the_last_digit(glass, tmp_path):
    net = network()
    net.save(tmp_path / "net.npz")
    read = load_network(tmp_path / "net.npz")
    assert (read.recipe, read.strain, read.model, read.about) == (net.recipe, 0.02, "lj", ABOUT)
    np.testing.assert_array_equal(read.softness(glass, LOAD), net.softness(glass, LOAD))
    assert "9 glasses of 272 at a strain of 0.02; validation accuracy 75.0 ± 1.0 %" in read.in_words()


def rewritten(tmp_path, header=None, **arrays):
    """The file of a network with some of it changed; None leaves an array out."""
    network().save(tmp_path / "net.npz")
    with np.load(tmp_path / "net.npz") as stored:
        found = dict(stored)
    about = json.loads(str(found.pop("about"))) | (header or {})
    found = {name: array for name, array in (found | arrays).items() if array is not None}
    np.savez(tmp_path / "net.npz", about=np.array(json.dumps(about)), **found)
    return tmp_path / "net.npz"


@pytest.mark.parametrize(
    ("header", "arrays", "says"),
    [
        ({"format": "glasscope-network-9"}, {}, "does not say that it is 'glasscope-network-1'"),
        ({"kind": "onnx"}, {}, "its kind is 'onnx'; known are graph, image, map"),
        ({"recipe": {"width": 3, "rounds": 2, "hidden": 4}}, {}, "0.pair is float32 of shape"),
        ({"recipe": {"depth": 4}}, {}, "unexpected keyword"),
        ({"recipe": {"width": 10**9}}, {}, "no network has this shape"),
        ({"about": []}, {}, "of its training is damaged"),
        ({"about": ABOUT | {"training": 3}}, {}, "of its training is damaged"),
        ({"model": 3}, {}, "names the model"),
        ({"strain": "much"}, {}, "could not convert"),
        ({}, {"last": None}, "has not the weights"),
        ({}, {"more": np.zeros(2, np.float32)}, "has not the weights"),
        ({}, {"last_bias": np.zeros(6)}, "its last_bias is float64, expected float32"),
        ({}, {"last_bias": np.full(6, np.nan, np.float32)}, "last_bias holds NaN"),
        ({}, {"scale": np.zeros(1, np.float32)}, "scales above 0"),
    ],
)
def test_a_damaged_file_says_what_is_wrong(header, arrays, says, tmp_path):
    with pytest.raises(GlassFileError, match=says):
        load_network(rewritten(tmp_path, header, **arrays))


def test_foreign_files_are_no_networks(tmp_path):
    file = tmp_path / "net.npz"
    for content in (b"", b"\x08\x07ONNX", b"\x80\x04pickle", b"PK\x03\x04"):
        file.write_bytes(content)
        with pytest.raises(GlassFileError, match="holds no trained network"):
            load_network(file)
    whole = io.BytesIO()
    np.savez(whole, weights=np.zeros(3, np.float32))
    file.write_bytes(whole.getvalue())
    with pytest.raises(GlassFileError, match="'about' missing or wrong"):
        load_network(file)
