"""The labels that are shipped: how many, which of them no predictor has seen, and one run sheared again."""

import numpy as np
import pytest

from glasscope.engine.ensembles import open_labels, shipped_labels
from glasscope.engine.ensembles.tasks import sheared
from glasscope.engine.formats.npz import write_npz
from glasscope.engine.learning import shipped_predictors
from glasscope.engine.scores import top
from glasscope.engine.training import of_split
from glasscope.engine.training.labelled import runs_of

SETS = {"lj-gq": (100, 20), "poly-0.12": (30, 9), "poly-0.062": (30, 9)}
"""Glasses, and those for tests."""


def test_they_are_known_by_their_keys():
    assert shipped_labels() == sorted(SETS)


@pytest.mark.parametrize("key", SETS)
def test_they_are_whole(key):
    labels, (glasses, tests) = open_labels(key), SETS[key]
    assert labels.sizes["sample"] == glasses
    assert labels["angle"].values.tolist() == [0.0, 22.5, 45.0, 67.5, 90.0, 112.5, 135.0, 157.5]
    assert labels["strain"].values.tolist() == [0.01, 0.02, 0.03]
    assert labels.sizes["particle"] == 2048
    assert len(of_split(labels, "test")) == tests
    assert np.isfinite(labels["d2min"].values).all()
    assert len(set(labels["seed"].values.tolist())) == glasses


@pytest.mark.parametrize("key", ["lj-gq", "poly-0.12"])
def test_a_run_that_is_sheared_again_has_the_same_labels(key):
    labels = open_labels(key)
    run = next(iter(runs_of(labels, of_split(labels, "test")[0])))
    found = sheared(write_npz(run.glass), run.load, {"max_strain": 0.01, "events": 99, "reversals": 0}, [], (0.01,), [])
    np.testing.assert_array_equal(top(found["d2min"][0]), top(run.d2min[0.01]))
    np.testing.assert_allclose(found["d2min"][0], run.d2min[0.01], rtol=1e-3, atol=1e-9)


def test_shipped_predictors_have_seen_none_of_those_for_tests():
    by_name = {}
    for key in SETS:
        labels = open_labels(key)
        seeds = {split: set(labels["seed"].values[of_split(labels, split)].tolist()) for split in ("train", "test")}
        by_name[labels.attrs["name"]] = seeds
    learned = [one for one in shipped_predictors().values() if one.about["indicator"].startswith("susceptibility")]
    assert len(learned) == 12
    for one in learned:
        seeds = by_name[one.about["training"]["labels"]]
        assert set(one.about["training"]["seeds"]) == seeds["train"]
        assert len(one.about["validation"]["samples"]) == len(seeds["test"])
