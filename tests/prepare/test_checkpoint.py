"""Stopped and resumed is the same as never stopped; a checkpoint of something else is refused."""

import os
from collections import namedtuple

import numpy as np
import pytest

from glasscope.engine.errors import Cancelled, GlassError, GlassFileError
from glasscope.engine.prepare import checkpoint, prepare

Case = namedtuple("Case", "model protocol parameters")
CASES = [
    Case("lj", "gq", {"cooling_time": 20.0, "equilibration_time": 10.0}),
    Case("poly_ipl", "anneal", {"annealing_time": 10.0, "equilibration_time": 5.0}),
    Case("poly", "swap", {"parent_temperature": 0.3, "relaxation_times": 12.0}),
]


@pytest.fixture(autouse=True)
def written_at_every_chance(monkeypatch):
    monkeypatch.setattr(checkpoint, "SECONDS_BETWEEN", 0.0)


def make(case, **options):
    return prepare(case.model, 220, case.protocol, 3, **case.parameters, **options)


def stop_at(fraction):
    def stop(now):
        if now.fraction >= fraction:
            raise Cancelled

    return stop


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.protocol)
def test_resumed_is_the_same_as_never_stopped(case, tmp_path):
    whole, path = make(case), tmp_path / "glass.part"
    for fraction in (0.3, 0.5, 0.7, 0.8):
        with pytest.raises(Cancelled):
            make(case, checkpoint=path, progress=stop_at(fraction))
        assert [entry.name for entry in tmp_path.iterdir()] == ["glass.part"]
    resumed = make(case, checkpoint=path)
    np.testing.assert_array_equal(resumed.positions, whole.positions)
    np.testing.assert_array_equal(resumed.diameters, whole.diameters)
    assert resumed.provenance == whole.provenance
    assert list(tmp_path.iterdir()) == []  # made: nothing to go on from is left


def test_a_resumed_run_does_not_begin_again(tmp_path):
    case, path, seen = CASES[0], tmp_path / "glass.part", []
    with pytest.raises(Cancelled):
        make(case, checkpoint=path, progress=stop_at(0.6))
    make(case, checkpoint=path, progress=seen.append)
    assert min(now.fraction for now in seen) > 0.5


def test_a_checkpoint_of_another_preparation_is_refused_and_kept(tmp_path):
    case, path = CASES[0], tmp_path / "glass.part"
    with pytest.raises(Cancelled):
        make(case, checkpoint=path, progress=stop_at(0.5))
    before = path.read_bytes()
    with pytest.raises(GlassFileError, match="seed"):
        prepare(case.model, 220, case.protocol, 4, **case.parameters, checkpoint=path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut short", b"no zip"])
def test_a_damaged_checkpoint_is_named(tmp_path, content):
    path = tmp_path / "glass.part"
    path.write_bytes(content)
    with pytest.raises(GlassFileError, match=r"glass\.part is no checkpoint"):
        make(CASES[0], checkpoint=path)


def test_a_folder_that_does_not_exist_is_said_before_anything_is_done(tmp_path):
    with pytest.raises(GlassError, match="folder does not exist"):
        make(CASES[0], checkpoint=tmp_path / "nowhere" / "glass.part")


def test_a_write_that_fails_leaves_the_last_checkpoint(tmp_path, monkeypatch):
    case, path = CASES[0], tmp_path / "glass.part"
    with pytest.raises(Cancelled):
        make(case, checkpoint=path, progress=stop_at(0.4))
    before = path.read_bytes()

    def full(*_):
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="no space"):
        make(case, checkpoint=path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["glass.part"]
