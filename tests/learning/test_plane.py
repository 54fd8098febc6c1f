"""Planes: a known one is found again, accuracy is what it should be, files keep every digit."""

import json

import numpy as np
import pytest
from making import small_glass

from glasscope.engine import INDICATORS, MODELS, Glass, GlassError
from glasscope.engine.errors import GlassFileError
from glasscope.engine.learning import (
    Plane,
    RadialCounts,
    RadialHats,
    balanced_accuracy,
    fit,
    held_out,
    predictor_for,
    shipped_predictors,
)

NORMAL = np.array([2.0, -1.0, 0.5, 0.0])


def examples(n, noise=0.0, seed=0):
    """Points in four dimensions, each of another width, divided by a known plane; a fifth that says nothing."""
    rng = np.random.default_rng(seed)
    z = rng.standard_normal((n, 4))
    labels = (z @ NORMAL + 0.3 + noise * rng.standard_normal(n) > 0).astype(int)
    return np.column_stack([z * [1.0, 10.0, 0.1, 3.0] + [0.0, 5.0, -2.0, 1.0], np.full(n, 7.0)]), labels


def test_a_known_plane_is_found():
    functions, labels = examples(20_000)
    plane = fit(functions, labels, strength=100.0)
    found = plane.weights[:4] / np.linalg.norm(plane.weights)
    np.testing.assert_allclose(found, NORMAL / np.linalg.norm(NORMAL), atol=5e-3)
    assert plane.bias / np.linalg.norm(plane.weights) == pytest.approx(0.3 / np.linalg.norm(NORMAL), abs=2e-2)
    assert plane.weights[4] == 0.0
    assert balanced_accuracy(plane.distances(functions) > 0, labels) > 0.995


def test_accuracy_on_held_out_samples_is_that_of_the_noise():
    """With noise σ the best plane is right with probability 1/2 + atan(|w|/σ)/π (no bias: 0.3 is small)."""
    functions, labels = examples(6000, noise=2.0)
    accuracies = held_out(functions, labels, np.repeat(np.arange(10), 600))
    assert accuracies.shape == (10,)
    expected = 0.5 + np.arctan(np.linalg.norm(NORMAL) / 2.0) / np.pi
    assert accuracies.mean() == pytest.approx(expected, abs=0.02)
    assert accuracies.std() == pytest.approx((expected * (1 - expected) / 600) ** 0.5, rel=0.8)


def test_labels_by_chance_cannot_be_learned():
    functions, _ = examples(3000)
    labels = np.random.default_rng(5).integers(0, 2, 3000)
    assert held_out(functions, labels, np.arange(3000) % 6).mean() == pytest.approx(0.5, abs=0.04)


def test_an_unbalanced_set_is_balanced():
    functions, labels = examples(8000, noise=2.0)
    keep = (labels == 1) | (np.arange(8000) % 10 == 0)
    whole, part = fit(functions, labels), fit(functions[keep], labels[keep])
    for plane in (whole, part):
        assert balanced_accuracy(plane.distances(functions) > 0, labels) > 0.76
    directions = [plane.weights / np.linalg.norm(plane.weights) for plane in (whole, part)]
    assert directions[0] @ directions[1] > 0.98


def test_samples_stay_together():
    """One function is the sample's number and decides the label within it: useless on samples not seen."""
    rng = np.random.default_rng(0)
    samples = np.repeat(np.arange(8), 100)
    labels = np.tile([0, 1], 400)
    secret = np.zeros((800, 8))
    secret[np.arange(800), samples] = np.where(labels == 1, 1.0, -1.0) * rng.choice([-1.0, 1.0], 8)[samples]
    functions = np.column_stack([secret, rng.standard_normal((800, 2))])
    assert balanced_accuracy(fit(functions, labels).distances(functions) > 0, labels) == 1.0
    assert held_out(functions, labels, samples, folds=8).mean() == pytest.approx(0.5, abs=0.06)


def test_balanced_accuracy_by_hand():
    assert balanced_accuracy([True, True, False, False], [1, 1, 1, 0]) == pytest.approx((2 / 3 + 1) / 2)
    assert np.isnan(balanced_accuracy([True], [1]))


@pytest.mark.parametrize(
    ("labels", "samples", "words"),
    [(np.ones(10), np.arange(10), "both"), (np.arange(10) % 2, np.zeros(10), "at least two"),
     (np.arange(9) % 2, np.arange(10), "a label for each")],
)  # fmt: skip
def test_what_cannot_be_fitted_is_refused(labels, samples, words):
    with pytest.raises(GlassError, match=words):
        held_out(np.random.default_rng(0).standard_normal((10, 3)), labels, samples)


def test_functions_that_never_change_are_refused():
    with pytest.raises(GlassError, match="tells the examples apart"):
        fit(np.ones((30, 4)), np.arange(30) % 2)


@pytest.fixture
def plane():
    rng, structure = np.random.default_rng(1), RadialHats()
    n = len(structure.names)
    numbers = rng.standard_normal(n), rng.uniform(0.1, 1, n), rng.standard_normal(n)
    about = {"indicator": "softness", "protocol": "swap", "parent_temperature": 0.1}
    return Plane(structure, *numbers, bias=1 / 3, model="poly", about=about)


def test_a_file_keeps_every_digit(plane, tmp_path):
    plane.save(tmp_path / "plane.json")
    read = Plane.load(tmp_path / "plane.json")
    for name in ("mean", "scale", "weights"):
        np.testing.assert_array_equal(getattr(read, name), getattr(plane, name))
    assert (read.structure, read.bias, read.model, read.about) == (plane.structure, 1 / 3, "poly", plane.about)
    glass = small_glass("poly", 144)
    np.testing.assert_array_equal(read.softness(glass), plane.softness(glass))
    assert list(tmp_path.iterdir()) == [tmp_path / "plane.json"]


def test_the_distance_is_that_to_the_plane(plane):
    functions = np.random.default_rng(2).standard_normal((5, 26))
    z = (functions - plane.mean) / plane.scale
    normal = plane.weights / np.linalg.norm(plane.weights)
    distances = plane.distances(functions)
    on_it = z - distances[:, None] * normal
    np.testing.assert_allclose(on_it @ plane.weights + plane.bias, 0.0, atol=1e-12)


DAMAGES = {
    "no JSON": lambda text: text[:200],
    "another format": lambda text: text.replace("glasscope-plane-1", "horoscope"),
    "a list": lambda text: "[1, 2]",
    "no weights": lambda text: text.replace('"weights"', '"waits"'),
    "too few weights": lambda text: json.dumps(json.loads(text) | {"weights": [1.0]}),
    "weights that are none": lambda text: json.dumps(json.loads(text) | {"weights": ["a"] * 26}),
    "no number": lambda text: json.dumps(json.loads(text) | {"bias": float("nan")}),
    "a scale of 0": lambda text: json.dumps(json.loads(text) | {"scale": [0.0] * 26}),
    "other functions": lambda text: text.replace("radial hats", "radial hills"),
    "no model": lambda text: text.replace('"model": "poly"', '"model": 7'),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_named(damage, plane, tmp_path):
    file = tmp_path / "plane.json"
    plane.save(file)
    file.write_text(DAMAGES[damage](file.read_text()))
    with pytest.raises(GlassFileError, match=r"plane\.json holds no trained plane"):
        Plane.load(file)


def test_no_file_and_another_model_are_said(plane, tmp_path):
    with pytest.raises(GlassFileError, match="nowhere"):
        Plane.load(tmp_path / "nowhere.json")
    with pytest.raises(GlassError, match="trained on glasses of 'poly', not of 'lj'"):
        plane.softness(small_glass("lj", 144))
    with pytest.raises(GlassError, match="26 structure functions"):
        plane.distances(np.ones((2, 5)))


@pytest.mark.parametrize("key", ["softness", "softness_angular"])
def test_a_plane_is_shipped_for_every_model_and_says_how_good_it_is(key):
    for model in MODELS:
        planes = [plane for plane in shipped_predictors().values() if plane.model == model]
        planes = [plane for plane in planes if plane.about["indicator"] == key]
        assert planes, model
        for plane in planes:
            accuracy, error = plane.accuracy
            assert 0.5 < accuracy < 1.0
            assert 0.0 < error < 0.1
            assert plane.about["training"]["n_events"] > 0
            assert set(plane.about["versions"]) == {"glasscope", "scikit-learn"}
            few = plane.about["training"]["n_samples"] < 8
            assert f"validation accuracy {100 * accuracy:.1f}" in plane.in_words()
            assert few == ("±" not in plane.in_words())  # three glasses say hardly anything of their spread


PAPER = {
    "lj-gq": 0.935, "lj-esl": 0.928, "lj-htl": 0.915,
    "poly-swap-0.05": 0.915, "poly-swap-0.085": 0.905, "poly-swap-0.12": 0.899, "poly-swap-0.3": 0.875,
}  # fmt: skip
"""Validation accuracies of R20, App. B5."""


@pytest.mark.parametrize("key", PAPER)
def test_shipped_planes_are_about_as_good_as_the_paper_s(key):
    """To 2.5 %: they are trained on 3 glasses of 1,024 particles, the paper's on 40,000 to 120,000 surroundings."""
    assert shipped_predictors()[f"softness-{key}"].accuracy[0] == pytest.approx(PAPER[key], abs=0.025)


def made(provenance):
    glass = small_glass("poly", 144)
    return Glass("poly", glass.positions, diameters=glass.diameters, cell=glass.box, provenance=provenance)


def test_the_plane_of_the_nearest_making_is_taken():
    for temperature in (0.05, 0.3):
        plane = predictor_for(made({"protocol": "swap", "parent_temperature": temperature}), "softness")
        assert plane.about["parent_temperature"] == temperature
    plane = predictor_for(made({"protocol": "swap", "parent_temperature": 5.0}), "softness")
    assert plane.about["parent_temperature"] == 0.3
    unknown = predictor_for(made({}), "softness")
    assert unknown.about["training"]["n_examples"] == max(
        plane.about["training"]["n_examples"]
        for plane in shipped_predictors().values()
        if plane.model == "poly" and plane.about["indicator"] == "softness"
    )


def test_where_none_is_shipped_the_command_is_named(monkeypatch):
    monkeypatch.setattr("glasscope.engine.learning.shipped.shipped_predictors", dict)
    with pytest.raises(GlassError, match="'softness' is shipped for no model, not for the model 'poly': train one"):
        INDICATORS["softness"]()(small_glass("poly", 144))


def test_the_indicator_takes_a_plane_a_file_or_a_key(plane, tmp_path):
    glass = small_glass("poly", 144)
    plane.save(tmp_path / "mine.json")
    expected = plane.softness(glass)
    for given in (plane, str(tmp_path / "mine.json")):
        np.testing.assert_array_equal(INDICATORS["softness"](predictor=given)(glass), expected)
    key = next(key for key, shipped in shipped_predictors().items() if shipped.model == "poly")
    np.testing.assert_array_equal(
        INDICATORS["softness"](predictor=key)(glass), shipped_predictors()[key].softness(glass)
    )
    with pytest.raises(GlassFileError, match="is no shipped predictor, and holds none"):
        INDICATORS["softness"](predictor="no-such-plane")(glass)


def test_a_bin_that_is_filled_once_is_left_out():
    rng = np.random.default_rng(0)
    functions = rng.poisson(1.0, (2000, len(RadialCounts().names))).astype(float)
    functions[:, 3] = 0.0
    functions[5, 3] = 1.0
    plane = fit(functions, rng.integers(0, 2, 2000))
    assert plane.weights[3] == 0.0
    assert plane.scale[3] == 1.0
