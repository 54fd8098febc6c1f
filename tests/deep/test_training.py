"""Training graph networks, with PyTorch: the same outputs as without it, a known loss, the same end after a stop."""

from dataclasses import replace

import numpy as np
import pytest
from making import small_glass

from glasscope.engine import GlassError, Load
from glasscope.engine.ensembles import ensemble, label_glasses
from glasscope.engine.learning.networks import GraphNetwork, GraphRecipe, MapNetwork, MapRecipe
from glasscope.engine.training import Plan, train_network
from glasscope.engine.training import graph as graphs
from glasscope.engine.training import map as maps
from glasscope.engine.training.fitting import Example, tensors_of

torch = pytest.importorskip("torch", reason="training a network needs PyTorch: make deep")

SMALL = GraphRecipe(width=4, rounds=2, hidden=6)
PLAN = Plan(passes=3)


@pytest.fixture(scope="module")
def labels(tmp_path_factory):
    """Three glasses for training, of which one is held back, and one for tests; two loads, two strains."""
    spec = {
        "model": "lj", "n_particles": 400, "protocol": "htl", "samples": 4, "loads": {"angles": [0, 45]},
        "max_strain": 0.004, "d2min_strains": [0.002, 0.004], "labels": {"test": 0.25},
    }  # fmt: skip
    return label_glasses(ensemble(spec), tmp_path_factory.mktemp("labels"), workers=1)


@pytest.mark.parametrize(
    ("recipe", "layers", "network"),
    [
        (GraphRecipe(), graphs, GraphNetwork),
        (GraphRecipe(fields=True), graphs, GraphNetwork),
        (MapRecipe(), maps, MapNetwork),
    ],
    ids=["graph", "graph and fields", "map"],
)
def test_outputs_are_those_without_pytorch(recipe, layers, network):
    told = recipe.told_of(small_glass("lj", 272), Load.simple_shear(20.0))
    weights, nothing = layers.first_weights(recipe, [told], 0), np.zeros((1, 1), np.float32)
    tensors = tensors_of(Example(told.single(), nothing, nothing)).told
    found = layers.outputs(recipe, {name: torch.tensor(array) for name, array in weights.items()}, tensors)
    np.testing.assert_allclose(found, network(recipe, weights, 0.02, "lj").outputs(told), rtol=1e-3, atol=1e-5)


LOSSES = {  # after each pass; what is told fields learns from three glasses, what is told positions hardly
    "susceptibility_graph": [1.010, 0.998, 0.984, 0.979, 0.971, 0.963, 0.956, 0.953],
    "susceptibility_image": [0.993, 0.991, 0.983, 0.969, 0.954, 0.949, 0.936, 0.933],
    "susceptibility_graph_fields": [0.998, 0.948, 0.775, 0.592, 0.472, 0.437, 0.407, 0.396],
}


@pytest.mark.parametrize("key", LOSSES)
def test_a_few_steps_lead_to_a_known_loss(key, labels):
    recipe = replace(SMALL, fields=key.endswith("fields"))
    recipe = MapRecipe(blocks=((2,), (3, 3))) if key.endswith("image") else recipe
    network = train_network(labels, recipe, Plan(passes=8, rate=0.02), strain=0.004)
    training = network.about["training"]
    assert training["course"]["loss"] == pytest.approx(LOSSES[key], abs=0.005)
    assert (training["n_samples"], training["n_examples"]) == (3, 2400)
    assert network.recipe.strains == (0.002, 0.004)
    assert network.about["indicator"] == key
    assert set(network.about["validation"]) >= {"accuracy", "error", "c_rank", "average_precision"}


def test_a_stopped_training_goes_on_and_ends_the_same(labels, tmp_path):
    whole = train_network(labels, SMALL, PLAN, strain=0.004)

    class Stop(Exception):
        pass

    def stop(words, done):
        if words == "pass 3 of 3":
            raise Stop

    with pytest.raises(Stop):
        train_network(labels, SMALL, PLAN, strain=0.004, folder=tmp_path, progress=stop)
    said = []

    def note(words, done):
        said.append(words)

    again = train_network(labels, SMALL, PLAN, strain=0.004, folder=tmp_path, progress=note)
    assert "pass 1 of 3" not in said
    for name, array in whole.weights.items():
        np.testing.assert_array_equal(again.weights[name], array)
    assert again.about["training"]["course"] == whole.about["training"]["course"]
    with pytest.raises(GlassError, match="goes otherwise: remove it"):
        train_network(labels, SMALL, Plan(passes=4), strain=0.004, folder=tmp_path)
    (tmp_path / "training.pt").write_bytes(b"no state")
    with pytest.raises(GlassError, match="holds no state of a training"):
        train_network(labels, SMALL, PLAN, strain=0.004, folder=tmp_path)
