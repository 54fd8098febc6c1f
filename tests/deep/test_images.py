"""Training Fan and Ma's network: the same answers as without PyTorch, a known loss, the same end after a stop."""

import numpy as np
import pytest

from glasscope.engine import GlassError, Load, library
from glasscope.engine.ensembles import ensemble, label_glasses
from glasscope.engine.learning.networks import ImageNetwork, ImageRecipe
from glasscope.engine.training import ImagePlan, train_images

torch = pytest.importorskip("torch", reason="training a network needs PyTorch: make deep")
image = pytest.importorskip("glasscope.engine.training.image")

RECIPE = ImageRecipe(blocks=((4, 4), (4,), (4,), (4,), (8,)))
PLAN = ImagePlan(passes=12, batch=8, patience=12)
LOSSES = [0.935, 0.987, 1.027, 0.938, 0.859, 0.799, 0.826, 0.802, 0.719, 0.834, 0.728, 0.740]


@pytest.fixture(scope="module")
def labels(tmp_path_factory):
    """Three glasses for training, of which one is held back, and one for tests; two loads."""
    spec = {
        "model": "lj", "n_particles": 400, "protocol": "htl", "samples": 4, "loads": {"angles": [0, 45]},
        "max_strain": 0.004, "d2min_strains": [0.004], "labels": {"test": 0.25},
    }  # fmt: skip
    return label_glasses(ensemble(spec), tmp_path_factory.mktemp("labels"), workers=1)


def test_answers_are_those_without_pytorch():
    glass = next(entry for entry in library() if entry.key == "lj-htl-1024-1").load()
    told, w = RECIPE.told_of(glass, Load.simple_shear(20.0), np.arange(5)), image.first_weights(RECIPE, 0)
    rng = np.random.default_rng(1)
    for name in w:  # as if batches had been seen
        if name.endswith(("_mean", "_shift")):
            w[name] += torch.from_numpy(rng.standard_normal(w[name].shape).astype(np.float32)) / 4
        if name.endswith(("_variance", "_factor")):
            w[name] *= torch.from_numpy(rng.uniform(0.5, 2.0, w[name].shape).astype(np.float32))
    images = torch.from_numpy(told.images.astype(np.float32)).permute(2, 3, 0, 1)
    mirrored = [torch.stack([image.mirror(one, kind) for one in images]) for kind in range(4)]
    found = np.mean([image.logits(RECIPE, w, some, False).numpy() for some in mirrored], axis=0)
    network = ImageNetwork(RECIPE, image.folded(RECIPE, w), 0.02, "lj")
    np.testing.assert_allclose(found, network.outputs(told)[:, 0], rtol=1e-3, atol=1e-5)


def test_a_few_steps_lead_to_a_known_loss(labels):
    network = train_images(labels, RECIPE, PLAN, strain=0.004)
    training = network.about["training"]
    assert training["course"]["loss"] == pytest.approx(LOSSES, abs=0.01)
    assert training["course"]["rate"] == [0.001] * 12
    assert (training["n_samples"], training["n_examples"]) == (3, 16)
    assert network.recipe.strains == (0.004,)


def test_a_stopped_training_goes_on_and_ends_the_same(labels, tmp_path):
    whole = train_images(labels, RECIPE, PLAN, strain=0.004)

    class Stop(Exception):
        pass

    def stop(words, done):
        if words == "pass 7 of 12":
            raise Stop

    with pytest.raises(Stop):
        train_images(labels, RECIPE, PLAN, strain=0.004, folder=tmp_path, progress=stop)
    again = train_images(labels, RECIPE, PLAN, strain=0.004, folder=tmp_path)
    for name, array in whole.weights.items():
        np.testing.assert_array_equal(again.weights[name], array)
    assert again.about["training"]["course"] == whole.about["training"]["course"]
    with pytest.raises(GlassError, match="goes otherwise: remove it"):
        train_images(labels, RECIPE, ImagePlan(passes=5), strain=0.004, folder=tmp_path)


def test_without_progress_the_rate_falls_and_it_ends(labels):
    plan = ImagePlan(passes=40, batch=8, patience=1, rate=1e-6)  # so slow that nothing gets better
    course = train_images(labels, RECIPE, plan, strain=0.004).about["training"]["course"]
    best = int(np.argmax(course["accuracy"]))
    assert len(course["accuracy"]) == best + 3 < 40, "twice the patience after the best pass"
    assert course["rate"][best + 2] == pytest.approx(course["rate"][best + 1] / np.sqrt(10.0), abs=1e-6)
