"""Labels beside runs made by hand: D²_min of every particle, events, the split; stopped and gone on; files refused."""

import hashlib

import h5py
import numpy as np
import pytest
import yaml

from glasscope.engine import GlassError, GlassFileError, Load, prepare, shear
from glasscope.engine.ensembles import ensemble, label_glasses, open_labels
from glasscope.engine.mechanics.nonaffine import nonaffine_d2min

SPEC = yaml.safe_load(
    """
name: some labels
model: lj
n_particles: 100
protocol: htl
parameters: {equilibration_time: 1}
samples: 3
loads: {angles: [0, 45]}
max_strain: 0.02
d2min_strains: [0.005, 0.02]
labels: {test: 0.34}
"""
)


@pytest.fixture
def labelled(tmp_path, in_this_process):
    return label_glasses(ensemble(SPEC), tmp_path), tmp_path


def test_every_label_is_that_of_a_run_by_hand(labelled):
    data, _ = labelled
    glass, loads = prepare("lj", 100, "htl", 2, equilibration_time=1), [Load.simple_shear(), Load.simple_shear(45)]
    found = data.sel(sample="seed-0002")
    np.testing.assert_array_equal(found["positions"], glass.positions)
    np.testing.assert_array_equal(found["cell"], glass.box.cell)
    np.testing.assert_array_equal(found["diameters"], glass.diameters)
    np.testing.assert_array_equal(found["species"], glass.species)
    for k, load in enumerate(loads):
        steps = list(shear(glass, load, 0.02, at=[0.005, 0.02]))
        onsets = [step.event.strain for step in steps if step.event is not None]
        for strain in (0.005, 0.02):
            state = next(step.glass for step in steps if step.event is None and step.strain == pytest.approx(strain))
            there = found.isel(load=k).sel(strain=strain)
            expected = nonaffine_d2min(glass, state)
            assert there["d2min"].values == pytest.approx(expected, rel=1e-4, abs=1e-9)
            assert int(there["events"]) == sum(onset <= strain for onset in onsets)
        first = float(found["first_event"].isel(load=k))
        assert first == pytest.approx((onsets or [np.nan])[0], abs=2e-6, nan_ok=True)  # brackets are 1e-6 wide
    assert np.isfinite(data["first_event"]).any()


def test_a_glass_is_for_training_or_for_tests(labelled):
    data, _ = labelled
    assert data["split"].values.tolist() == ["train", "train", "test"]
    more = ensemble(SPEC | {"samples": 12})
    kept = [sample.index for sample in more.samples if more.is_for_tests(sample)]
    assert kept == [2, 5, 8, 11]  # those of the smaller set stay what they were


def test_a_file_is_read_as_it_was_written(labelled):
    data, folder = labelled
    for read in (open_labels(folder), open_labels(folder / "labels.nc")):
        assert read.equals(data)
        assert read.attrs == data.attrs


def test_what_was_stopped_goes_on_to_the_same_file(labelled, tmp_path_factory):
    _, folder = labelled
    digest = hashlib.sha256((folder / "labels.nc").read_bytes()).hexdigest()
    other = tmp_path_factory.mktemp("stopped")
    label_glasses(ensemble(SPEC | {"samples": 1}), other)
    label_glasses(ensemble(SPEC), other)
    assert hashlib.sha256((other / "labels.nc").read_bytes()).hexdigest() == digest


def test_a_spec_without_strains_has_no_labels(tmp_path):
    with pytest.raises(GlassError, match="d2min_strains"):
        ensemble({key: value for key, value in SPEC.items() if key != "d2min_strains"})
    plain = {key: value for key, value in SPEC.items() if key not in ("d2min_strains", "labels")}
    with pytest.raises(GlassError, match="d2min_strains"):
        label_glasses(ensemble(plain | {"indicators": ["steric_order"]}), tmp_path)


def test_a_spec_of_an_ensemble_gives_labels_too(tmp_path, in_this_process):
    spec = {key: value for key, value in SPEC.items() if key != "labels"} | {"indicators": ["steric_order"]}
    data = label_glasses(ensemble(spec), tmp_path)
    assert data["split"].values.tolist() == ["train"] * 3  # a fifth is for tests: none of three


@pytest.mark.parametrize("share", [-0.1, 0.95, "half"])
def test_a_share_that_is_none_is_refused(share):
    with pytest.raises(GlassError, match=r"labels\.test"):
        ensemble(SPEC | {"labels": {"test": share}})


def test_glasses_of_two_sizes_are_no_set(tmp_path, in_this_process):
    spec = {"glasses": ["lj-htl-1024-1", "lj-htl-10000-1"], "max_strain": 1e-4, "d2min_strains": 1e-4, "labels": {}}
    with pytest.raises(GlassError, match="one number of particles"):
        label_glasses(ensemble(spec), tmp_path)


def test_files_that_are_no_labels_are_refused(labelled):
    _, folder = labelled
    file = folder / "labels.nc"
    with pytest.raises(GlassFileError, match="no file of labels"):
        open_labels(folder / "ensemble.nc")
    with h5py.File(file, "a") as held:
        held.attrs["format"] = "glasscope-labels-2"
    with pytest.raises(GlassFileError, match="expected glasscope-labels-1"):
        open_labels(file)
    half = folder / "half"
    half.write_bytes(file.read_bytes()[:5000])
    with pytest.raises(GlassFileError, match="half is no file of labels: it is damaged"):
        open_labels(half)
