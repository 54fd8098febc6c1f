"""Training graph networks, with PyTorch: the same outputs as without it, a known loss, the same end after a stop."""

from dataclasses import replace

import numpy as np
import pytest
from making import small_glass

from glasscope.engine import GlassError, Load
from glasscope.engine.ensembles import ensemble, label_glasses
from glasscope.engine.learning.networks import GraphNetwork, GraphRecipe, load_graph
from glasscope.engine.training import Plan, train_graph
from glasscope.engine.training.fitting import Example, tensors_of
from glasscope.engine.training.graph import first_weights, outputs

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


@pytest.mark.parametrize("fields", [False, True])
def test_outputs_are_those_without_pytorch(fields):
    recipe, glass = GraphRecipe(fields=fields), small_glass("lj", 272)
    graph = load_graph(glass, Load.simple_shear(20.0), recipe.reach, fields)
    weights = first_weights(recipe, [graph], 0)
    told = tensors_of(Example(graph.single(), np.zeros((1, 1), np.float32), np.zeros((1, 1), np.float32))).graph
    found = outputs(recipe, {name: torch.tensor(array) for name, array in weights.items()}, told)
    np.testing.assert_allclose(found, GraphNetwork(recipe, weights, 0.02, "lj").outputs(graph), rtol=1e-4, atol=1e-5)


LOSSES = {  # after each pass; what is told fields learns from three glasses, what is told positions hardly
    "susceptibility_graph": [1.010, 0.998, 0.984, 0.979, 0.971, 0.963, 0.956, 0.953],
    "susceptibility_graph_fields": [0.998, 0.948, 0.775, 0.592, 0.472, 0.437, 0.407, 0.396],
}


@pytest.mark.parametrize("key", LOSSES)
def test_a_few_steps_lead_to_a_known_loss(key, labels):
    recipe = replace(SMALL, fields=key.endswith("fields"))
    network = train_graph(labels, recipe, Plan(passes=8, rate=0.02), strain=0.004)
    training = network.about["training"]
    assert training["course"]["loss"] == pytest.approx(LOSSES[key], abs=0.005)
    assert (training["n_samples"], training["n_examples"]) == (3, 2400)
    assert network.recipe.strains == (0.002, 0.004)
    assert network.about["indicator"] == key
    assert set(network.about["validation"]) >= {"accuracy", "error", "c_rank", "average_precision"}


def test_a_stopped_training_goes_on_and_ends_the_same(labels, tmp_path):
    whole = train_graph(labels, SMALL, PLAN, strain=0.004)

    class Stop(Exception):
        pass

    def stop(words, done):
        if words == "pass 3 of 3":
            raise Stop

    with pytest.raises(Stop):
        train_graph(labels, SMALL, PLAN, strain=0.004, folder=tmp_path, progress=stop)
    said = []

    def note(words, done):
        said.append(words)

    again = train_graph(labels, SMALL, PLAN, strain=0.004, folder=tmp_path, progress=note)
    assert "pass 1 of 3" not in said
    for name, array in whole.weights.items():
        np.testing.assert_array_equal(again.weights[name], array)
    assert again.about["training"]["course"] == whole.about["training"]["course"]
    with pytest.raises(GlassError, match="goes otherwise: remove it"):
        train_graph(labels, SMALL, Plan(passes=4), strain=0.004, folder=tmp_path)
    (tmp_path / "training.pt").write_bytes(b"no state")
    with pytest.raises(GlassError, match="holds no state of a training"):
        train_graph(labels, SMALL, PLAN, strain=0.004, folder=tmp_path)
