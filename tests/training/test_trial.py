"""Labels back to glasses, a ridge that is trained on them, and FM21's test beside scores by hand."""

import numpy as np
import pytest

from glasscope.engine import INDICATORS, GlassError, Load, library
from glasscope.engine.ensembles import ensemble, label_glasses
from glasscope.engine.scores import average_precision, balanced_accuracy, best_threshold, c_rank, overlap_ratio, top
from glasscope.engine.training import SCORES, compared, labelled_glass, of_split, train_ridge, tried

KEYS = ["lj-htl-1024-1", "lj-htl-1024-2", "lj-htl-1024-3"]


@pytest.fixture(scope="module")
def labels(tmp_path_factory):
    """Two glasses for training and one for tests, two loads, two strains: the first is all but linear."""
    spec = {
        "glasses": KEYS, "loads": {"angles": [0, 45]}, "max_strain": 0.02, "d2min_strains": [0.002, 0.02],
        "labels": {"test": 0.34},
    }  # fmt: skip
    return label_glasses(ensemble(spec), tmp_path_factory.mktemp("labels"), workers=1)


@pytest.fixture(scope="module")
def ridge(labels):
    return train_ridge(labels, 0.002)


def steric(glass, load):
    return INDICATORS["steric_order"]()(glass)


def test_a_glass_is_the_one_that_was_labelled(labels):
    shipped = {entry.key: entry for entry in library()}
    for k, key in enumerate(KEYS):
        glass, expected = labelled_glass(labels, k), shipped[key].load()
        np.testing.assert_array_equal(glass.positions, expected.positions)
        np.testing.assert_array_equal(glass.species, expected.species)
        assert glass.energy == expected.energy
        assert glass.provenance["protocol"] == "htl"


def test_the_ridge_knows_a_glass_that_it_has_not_seen(labels, ridge):
    assert ridge.model == "lj"
    assert ridge.about["protocol"] == "htl"
    assert ridge.about["training"]["n_samples"] == 2
    accuracy, error = ridge.accuracy
    assert accuracy > 0.6
    assert np.isnan(error)  # a single glass for tests says nothing of their spread
    trial = tried(labels, {"ridge": ridge.softness, "Θ": steric})
    found = compared(trial)["c_rank"].sel(strain=0.002)
    assert float(found.sel(predictor="ridge")) > float(found.sel(predictor="Θ")) > 0.2


def test_the_same_training_gives_the_same_plane(labels, ridge, tmp_path):
    again = train_ridge(labels, 0.002)
    np.testing.assert_array_equal(again.weights, ridge.weights)
    other = train_ridge(labels, 0.002, seed=1)
    assert np.abs(other.weights - ridge.weights).max() > 0
    ridge.save(tmp_path / "ridge.json")
    np.testing.assert_array_equal(type(ridge).load(tmp_path / "ridge.json").weights, ridge.weights)


def test_scores_are_those_by_hand(labels):
    told = []
    trial = tried(labels, {"Θ": steric}, [0.02], n_training=1, progress=told.append)
    assert told == [0.5, 1.0]
    (test,) = of_split(labels, "test")
    first = of_split(labels, "train")[0]
    field, seen = (INDICATORS["steric_order"]()(labelled_glass(labels, k)) for k in (test, first))
    of_training = [top(labels["d2min"].values[first, load, 1]) for load in (0, 1)]
    threshold = best_threshold(np.concatenate([seen, seen]), np.concatenate(of_training))
    for load in (0, 1):
        d2min = labels["d2min"].values[test, load, 1]
        found = {name: float(trial[name][0, 0, load, 0]) for name in SCORES}
        assert found["c_rank"] == pytest.approx(c_rank(field, d2min))
        assert found["overlap"] == overlap_ratio(field, d2min)
        assert found["average_precision"] == pytest.approx(average_precision(field, top(d2min)))
        assert found["accuracy"] == pytest.approx(balanced_accuracy(field, top(d2min), threshold))
    whole = compared(trial)
    assert float(whole["c_rank"][0, 0]) == pytest.approx(trial["c_rank"].values.mean())


def test_a_threshold_that_is_given_needs_no_glass_for_training(labels, ridge):
    """A class probability of one half, on glasses of another kind as FM21 try theirs."""
    others = labels.assign(split=("sample", np.array(["left out", "left out", "test"], dtype=object)))
    told = []
    trial = tried(others, {"ridge": ridge.softness}, [0.02], threshold=0.0, progress=told.append)
    assert told == [1.0]
    loads = [Load.simple_shear(angle) for angle in (0.0, 45.0)]
    for k, load in enumerate(loads):
        field, d2min = ridge.softness(labelled_glass(labels, 2), load), labels["d2min"].values[2, k, 1]
        assert float(trial["accuracy"][0, 0, k, 0]) == pytest.approx(balanced_accuracy(field, top(d2min), 0.0))
    with pytest.raises(GlassError, match="for training"):
        tried(others, {"ridge": ridge.softness}, [0.02])


def test_differences_are_taken_glass_by_glass_and_runs_without_event_can_be_left_out(labels):
    trial = tried(labels, {"Θ": steric, "same": steric, "none": lambda glass, load: np.ones(glass.n_particles)})
    apart = compared(trial, "Θ")
    assert float(np.abs(apart["c_rank"].sel(predictor="same")).max()) == 0.0
    assert (apart["c_rank"].sel(predictor="none").values < 0).all()
    happened = labels["events"].values[2] > 0
    assert compared(trial, with_event=True)["n_runs"].values.tolist() == happened.sum(axis=0).tolist()
    assert compared(trial)["n_runs"].values.tolist() == [2, 2]


def test_what_cannot_be_tried_is_refused(labels):
    with pytest.raises(GlassError, match=r"of strains 0\.002, 0\.02; got 0\.05"):
        train_ridge(labels, 0.05)
    with pytest.raises(GlassError, match="give a predictor"):
        tried(labels, {})
    with pytest.raises(GlassError, match="'x' was not tried"):
        compared(tried(labels, {"Θ": steric}, [0.02], n_training=1), "x")
    with pytest.raises(GlassError, match="for tests"):
        train_ridge(labels.assign(split=("sample", np.array(["train"] * 3, dtype=object))))
    with pytest.raises(GlassError, match="at least one other"):
        train_ridge(labels, others=0)
