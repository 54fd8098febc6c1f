"""An ensemble against the same work done by hand; killed, failing, or spread over workers it ends with the same."""

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
import yaml

from glasscope.engine import INDICATORS, Glass, GlassError, Load, prepare, rank, shear
from glasscope.engine.ensembles import cluster, ensemble, open_ensemble, run_ensemble
from glasscope.engine.mechanics import nonaffine_d2min
from glasscope.engine.scores import (
    binned_indicator,
    c_rank,
    moved_ranks,
    nearest_spots,
    shear_back,
    spearman,
    spots_of,
)

GLASSCOPE = Path(sys.executable).with_name("glasscope")
LOADS = (Load.simple_shear(), Load.simple_shear(sign=-1))


@pytest.fixture(scope="module")
def whole(small_spec, tmp_path_factory):
    """The small ensemble, run in one go by one worker process: (dataset, folder)."""
    folder = tmp_path_factory.mktemp("whole")
    return run_ensemble(small_spec, folder, workers=1), folder


@pytest.fixture(scope="module")
def by_hand():
    """The second sample: (glass, events of each load)."""
    glass = prepare("lj", 100, "htl", seed=2, equilibration_time=1)
    events = []
    for load in LOADS:
        steps = shear(glass, load, max_strain=0.1)
        events.append([])
        for step in steps:
            if step.event is not None:
                events[-1].append(step.event)
            if len(events[-1]) == 2:
                break
    return glass, events


def test_events_and_ranks_are_those_found_by_hand(whole, by_hand):
    glass, events = by_hand
    sample = whole[0].sel(sample="seed-0002")
    modes = INDICATORS["normal_mode_map"](share=0.05)
    assert sum(map(len, events)) > 2
    for k, load in enumerate(LOADS):
        fields = [INDICATORS["steric_order"]()(glass), INDICATORS["anisotropic_softness"]()(glass, load), modes(glass)]
        for e, event in enumerate(events[k]):
            row = sample.isel(load=k, event=e)
            assert float(row["event_strain"]) == event.strain
            assert float(row["event_energy_drop"]) == event.energy_drop
            assert int(row["event_core"]) == event.core
            apart = glass.box.minimum_image(glass.positions[event.core_displacement] - glass.positions[event.core])
            assert float(row["core_distance"]) == pytest.approx(np.hypot(*apart), abs=1e-12)
            found = row["rank"].sel(indicator=["steric_order", "anisotropic_softness", "modes"]).values
            assert found == pytest.approx([rank(field, event.core) for field in fields], abs=1e-12)
            moved = [rank(field, event.core_displacement) for field in fields]
            assert row["rank_by_displacement"].sel(
                indicator=["steric_order", "anisotropic_softness", "modes"]
            ).values == pytest.approx(moved, abs=1e-12)
    assert float(sample["energy"]) == pytest.approx(glass.energy / 100, rel=1e-14)
    assert float(sample["volume"]) == glass.box.volume


def test_places_are_those_found_by_hand(whole, by_hand):
    glass, events = by_hand
    sample, anisotropic = whole[0].sel(sample="seed-0002"), INDICATORS["anisotropic_softness"]()
    spots = spots_of(glass, INDICATORS["softness_field"]())
    for k, load in enumerate(LOADS):
        for e, event in enumerate(events[k]):
            row, place = sample.isel(load=k, event=e), glass.positions[event.core_displacement]
            for part in ("positive", "negative"):
                expected = binned_indicator(glass, anisotropic, load, part, 2.5).bin_rank(place)[0]
                assert row["bin_rank"].sel(binned=f"anisotropic_softness: {part}").values == pytest.approx(expected)
            nearest = nearest_spots(spots, glass.box, place)
            assert float(row["spot_relative"].sel(spotted="softness")) == pytest.approx(nearest.relative[0])
            assert float(row["spot_distance"].sel(spotted="softness")) == pytest.approx(nearest.distance[0])


def test_fields_before_events_are_those_of_a_run_that_stops_there(whole, by_hand):
    glass, events = by_hand
    leads = whole[0]["lead_rank"].sel(sample="seed-0002", lead_indicator="vibrality")
    for k, load in enumerate(LOADS):
        for e, event in enumerate(events[k]):
            for lead in (1e-4, 1e-3):
                found = float(leads.isel(load=k, event=e).sel(lead=lead))
                if event.strain < lead:
                    assert np.isnan(found)
                    continue
                *_, last = shear(glass, load, max_strain=event.strain - lead, at=[event.strain - lead])
                assert found == rank(INDICATORS["vibrality"]()(last.glass), event.core)
                between = sum(event.strain - lead <= other.strain < event.strain for other in events[k])
                assert int(whole[0]["lead_between"].sel(sample="seed-0002", lead=lead)[k, e]) == between
    assert np.isnan(whole[0]["lead_rank"].sel(sample="seed-0003")).all()  # two samples were asked for


def test_susceptibility_reversals_and_moved_positions_are_those_found_by_hand(whole, by_hand):
    glass, events = by_hand
    sample, theta = whole[0].sel(sample="seed-0002"), INDICATORS["steric_order"]()(glass)
    for k, load in enumerate(LOADS):
        found = sample["c_rank"].sel(indicator="steric_order").isel(load=k).values
        assert np.isnan(found[1]) == (float(sample["reached"][k]) < 0.09)
        *_, last = shear(glass, load, max_strain=0.002, at=[0.002])
        assert found[0] == pytest.approx(c_rank(theta, nonaffine_d2min(glass, last.glass)), abs=1e-9)
        expected = moved_ranks(glass, load, events[k][0], INDICATORS["steric_order"]())
        assert sample["moved_rank"].sel(moved="steric_order").isel(load=k).values == pytest.approx(list(expected))
        reversal = shear_back(events[k][0], load)
        assert float(sample["event_reversible"][k, 0]) == reversal.reversible
        assert np.isnan(sample["event_reversible"][k, 1])  # the first event only was asked for


def test_similarity_is_the_mean_over_loads(whole, by_hand):
    glass, _ = by_hand
    theta, soft = INDICATORS["steric_order"]()(glass), INDICATORS["anisotropic_softness"]()
    matrix = whole[0]["spearman"].sel(sample="seed-0002")
    expected = np.mean([spearman(theta, soft(glass, load)) for load in LOADS])
    assert float(matrix.sel(indicator="steric_order", other_indicator="anisotropic_softness")) == pytest.approx(
        expected
    )
    assert np.isnan(whole[0]["spearman"].sel(sample="seed-0003", indicator="modes")).all()


def test_the_file_is_the_dataset_and_says_how_it_came(whole, small_spec):
    data, folder = whole
    assert open_ensemble(folder).identical(data)
    assert open_ensemble(folder / "ensemble.nc").identical(data)
    assert xr.open_dataset(folder / "ensemble.nc").sizes == data.sizes  # whoever has xarray can read it
    assert ensemble(json.loads(data.attrs["spec"])) == small_spec
    assert json.loads(data.attrs["provenance"])[1]["seed"] == 2
    assert list(data["error"].values) == [""] * 3
    assert data["family"].sel(indicator="modes") == "harmonic response"
    again = run_ensemble(small_spec, folder)  # nothing is missing: no worker is started
    assert again.identical(data)


def test_two_workers_give_the_same_dataset_as_one(whole, small_spec, tmp_path):
    assert run_ensemble(small_spec, tmp_path / "two", workers=2).identical(whole[0])


def test_a_cluster_that_lost_all_its_workers_is_told(small_spec, tmp_path, monkeypatch):
    from distributed import LocalCluster

    monkeypatch.setattr(cluster, "_LOOK_EVERY", 0.1)
    monkeypatch.setattr(cluster, "_PATIENCE", 0.3)
    monkeypatch.setattr(cluster, "_check_workers", lambda client, scheduler: None)
    with (
        LocalCluster(
            n_workers=0, processes=False, protocol="tcp", host="127.0.0.1", dashboard_address="127.0.0.1:0"
        ) as empty,
        pytest.raises(ConnectionError, match="all Dask workers were lost"),
    ):
        run_ensemble(small_spec, tmp_path, scheduler=empty.scheduler_address)
    assert open_ensemble(tmp_path)["error"].values.tolist() == ["not done yet"] * 3


def timed_out(*_, **__):
    raise TimeoutError


def test_a_scheduler_elsewhere_gives_the_same_dataset(whole, small_spec, tmp_path):
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=False,
        protocol="tcp",
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
    ) as cluster:
        data = run_ensemble(small_spec, tmp_path / "far", scheduler=cluster.scheduler_address)
    assert data.identical(whole[0])
    with (
        LocalCluster(
            n_workers=0, processes=False, protocol="tcp", host="127.0.0.1", dashboard_address="127.0.0.1:0"
        ) as empty,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr("distributed.Client.wait_for_workers", timed_out)
        with pytest.raises(ConnectionError, match="has no workers"):
            run_ensemble(small_spec, tmp_path / "empty", scheduler=empty.scheduler_address)
        patch.setattr("glasscope.engine.ensembles.cluster._ANSWER", 0.5)
        with pytest.raises(ConnectionError, match="no Dask scheduler answers"):
            run_ensemble(small_spec, tmp_path / "nobody", scheduler="tcp://127.0.0.1:1")
    with pytest.raises(GlassError, match="either workers or a scheduler"):
        run_ensemble(small_spec, tmp_path / "both", scheduler="tcp://127.0.0.1:1", workers=1)


def stop_after_the_first_sample(command, folder, how):
    """Send a signal as soon as a sample is there; returns the exit status and what was said."""
    with subprocess.Popen(
        command, cwd=folder.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        until = time.monotonic() + 300
        while not list(folder.glob("samples/*.npz")) and process.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        process.send_signal(how)
        _, errors = process.communicate(timeout=60)
    return process.returncode, errors


@pytest.mark.parametrize("how", [pytest.param(signal.SIGKILL, marks=pytest.mark.slow), signal.SIGINT])
def test_a_run_that_was_stopped_goes_on_to_the_same_dataset(how, whole, small, tmp_path):
    (tmp_path / "small.yaml").write_text(yaml.safe_dump(small, sort_keys=False))
    heard = ["env", "--default-signal=INT"]  # what a shell runs in its background is deaf to it otherwise
    command = [*heard, str(GLASSCOPE), "ensemble", "small.yaml", "--workers", "1"]
    folder = tmp_path / "small"
    for _ in range(6):  # on a busy machine a run may be over before the signal comes
        code, errors = stop_after_the_first_sample(command, folder, how)
        done = len(list(folder.glob("samples/*.npz")))
        if done < 3:
            break
        shutil.rmtree(folder)
    assert 1 <= done < 3, "it was to be stopped midway"
    if how == signal.SIGINT:
        assert code == 130
        assert errors.splitlines()[-1] == (
            "glasscope ensemble: interrupted; the same command goes on from what is done"
        )
    so_far = open_ensemble(folder)
    assert (so_far["error"] == "not done yet").sum() == 3 - done
    times = {file: file.stat().st_mtime_ns for file in folder.glob("samples/*.npz")}
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert all(file.stat().st_mtime_ns == written for file, written in times.items())  # not made twice
    assert "3 of 3 samples" in result.stderr
    assert "steric_order" in result.stdout
    assert open_ensemble(folder).identical(whole[0])


def test_more_samples_can_be_asked_for_later(whole, small, tmp_path, in_this_process):
    two = small | {"samples": 2}
    run_ensemble(ensemble(two), tmp_path)
    times = {file: file.stat().st_mtime_ns for file in tmp_path.glob("*/*.npz")}
    assert len(times) == 4
    assert run_ensemble(ensemble(small), tmp_path).identical(whole[0])
    assert all(file.stat().st_mtime_ns == written for file, written in times.items())
    with pytest.raises(GlassError, match="another ensemble: it differs in limits"):
        run_ensemble(ensemble(small | {"events": 1}), tmp_path)


def test_a_sample_that_fails_is_listed_and_the_others_are_there(whole, small, tmp_path, in_this_process):
    """The second of three glasses is no minimum."""
    _, folder = whole
    glasses = tmp_path / "glasses"
    glasses.mkdir()
    for name in ("seed-0001", "seed-0003"):
        (glasses / f"{name}.npz").write_bytes((folder / "glasses" / f"{name}.npz").read_bytes())
    good = Glass.load(folder / "glasses" / "seed-0002.npz")
    rng = np.random.default_rng(0)
    good.with_positions(good.positions + 0.05 * rng.normal(size=(100, 2))).save(glasses / "seed-0002.npz")
    for name in ("model", "n_particles", "protocol", "parameters", "samples"):
        small.pop(name)
    spec = ensemble(small | {"glasses": ["glasses/*.npz"]}, tmp_path)
    data = run_ensemble(spec, tmp_path / "results")
    assert data["error"].values[0] == data["error"].values[2] == ""
    assert "NotAMinimumError" in data["error"].values[1]
    assert np.isnan(data["rank"].values[1]).all()
    for k in (0, 2):
        assert np.array_equal(data["rank"].values[k], whole[0]["rank"].values[k], equal_nan=True)
    assert open_ensemble(tmp_path / "results").identical(data)
    result = subprocess.run([str(GLASSCOPE), "scores", "results"], cwd=tmp_path, capture_output=True, text=True)
    assert "seed-0002: NotAMinimumError" in result.stderr
    assert result.returncode == 0


def test_an_indicator_that_fails_leaves_the_others(whole, small, tmp_path, in_this_process, monkeypatch):
    def fail(self, glass, load=None):
        raise ZeroDivisionError("half of nothing")

    monkeypatch.setattr(INDICATORS["steric_order"], "compute", fail)
    small["samples"], small["indicators"]["modes"]["samples"] = 1, 1
    data = run_ensemble(ensemble(small), tmp_path)
    assert data["error"].values[0] == ""
    assert str(data["indicator_error"].sel(indicator="steric_order").values[0]).endswith("half of nothing")
    assert np.isnan(data["rank"].sel(indicator="steric_order")).all()
    others = ["vibrality", "softness", "anisotropic_softness"]
    expected = whole[0]["rank"].sel(indicator=others).values[0, :, : data.sizes["event"]]
    assert np.array_equal(data["rank"].sel(indicator=others).values[0], expected, equal_nan=True)


def test_a_sample_whose_preparation_fails_is_tried_again(small_spec, whole, tmp_path, in_this_process, monkeypatch):
    from glasscope.engine.ensembles import tasks

    def fail(*, seed, **others):
        if seed == 1:
            raise MemoryError("no room")
        return prepare(seed=seed, **others)

    with monkeypatch.context() as patch:
        patch.setattr(tasks, "prepare", fail)
        data = run_ensemble(small_spec, tmp_path)
    assert data["error"].values.tolist() == ["MemoryError: no room", "", ""]
    assert run_ensemble(small_spec, tmp_path).identical(whole[0])


def test_a_damaged_file_is_told(small_spec, whole, tmp_path):
    import shutil

    shutil.copytree(whole[1], tmp_path / "copy")
    file = tmp_path / "copy" / "samples" / "seed-0001.npz"
    file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(GlassError, match=r"seed-0001\.npz holds no results"):
        run_ensemble(small_spec, tmp_path / "copy")
    with pytest.raises(GlassError, match="no folder of an ensemble"):
        open_ensemble(tmp_path)
    xr.Dataset({"a": 1}).to_netcdf(tmp_path / "other.nc", engine="h5netcdf")
    with pytest.raises(GlassError, match="no dataset of an ensemble"):
        open_ensemble(tmp_path / "other.nc")


def test_what_was_not_asked_for_is_not_there(small, tmp_path, in_this_process):
    asked = {name: small[name] for name in ("model", "n_particles", "protocol", "parameters", "events")}
    data = run_ensemble(ensemble(asked | {"samples": 1, "indicators": "vibrality"}), tmp_path)
    assert set(data.sizes) == {"sample", "load", "event", "indicator", "other_indicator"}
    assert float(data["rank"][0, 0, 0, 0]) > 0
    assert open_ensemble(tmp_path).identical(data)


def test_progress_never_falls_and_ends_at_one(small, tmp_path, in_this_process):
    seen = []
    run_ensemble(ensemble(small | {"samples": 2, "reversals": 0}), tmp_path, progress=seen.append)
    fractions = [now.fraction for now in seen]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0.0, pytest.approx(1.0))
    assert (seen[-1].n_done, seen[-1].n_failed, seen[-1].n_samples) == (2, 0, 2)
    assert seen[0].seconds_left is None
    assert seen[-1].seconds_left == pytest.approx(0, abs=1e-9)
