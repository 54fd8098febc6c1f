"""Preparation: every model and protocol, the same from the same seed, live, cancellable, and clear about bad input."""

import itertools
import math
from functools import cache

import numpy as np
import pytest

from glasscope.engine.errors import Cancelled, GlassError
from glasscope.engine.matter import MODELS, Glass
from glasscope.engine.prepare import PROTOCOLS, prepare

QUICK = {
    "htl": {"equilibration_time": 1.0},
    "esl": {"equilibration_time": 1.0},
    "gq": {"cooling_time": 5.0, "equilibration_time": 1.0},
    "anneal": {"annealing_time": 5.0, "equilibration_time": 1.0},
    "swap": {"relaxation_times": 1.0},
}


def quick(model="lj", protocol="htl", n_particles=220, seed=1, **options):
    return prepare(model, n_particles=n_particles, protocol=protocol, seed=seed, **QUICK[protocol] | options)


@cache
def made(model, protocol):
    return quick(model, protocol)


every_glass = pytest.mark.parametrize(("model", "protocol"), [
    (m, p) for m in MODELS for p in PROTOCOLS if PROTOCOLS[p].suits(MODELS[m])
])  # fmt: skip


@every_glass
def test_every_model_and_protocol_ends_in_a_glass_at_rest(model, protocol):
    glass = made(model, protocol)
    assert glass.n_particles == 220
    assert glass.max_force < 1e-10
    assert glass.density == pytest.approx(MODELS[model].density)
    assert glass.pressure > 0
    square = glass.box.cell / glass.box.cell[0, 0]
    assert square == pytest.approx(np.eye(2))


@every_glass
def test_the_glass_says_how_it_was_made(model, protocol):
    about = made(model, protocol).provenance
    assert (about["model"], about["protocol"], about["seed"], about["n_particles"]) == (model, protocol, 1, 220)
    assert about["energy_per_particle"] == pytest.approx(made(model, protocol).energy / 220, rel=1e-14)
    assert about["max_force"] < 1e-10
    assert set(about["parameters"]) == set(PROTOCOLS[protocol].parameters)
    assert about["cooling_time"] == (5.0 if protocol == "gq" else 0.0)
    assert about["parent_temperature"] == about["parameters"]["parent_temperature"]
    assert about["version"]
    assert f"glasscope prepare {model} --protocol {protocol} --n 220 --seed 1" in about["command"]
    assert all(f"--set {name}={value!r}" in about["command"] for name, value in QUICK[protocol].items())
    assert "time_step" not in about["command"]


@every_glass
def test_every_stage_leaves_what_was_seen(model, protocol):
    stages = made(model, protocol).provenance["stages"]
    for stage in stages:
        lengths = {len(stage[name]) for name in ("times", "energies", "overlaps", "diameter_overlaps")}
        assert lengths == {len(stage["times"])}
        assert 2 <= len(stage["times"]) <= 121
        assert np.isfinite(stage["energies"]).all()
        assert all(0.0 <= overlap <= 1.0 for overlap in stage["overlaps"])
    assert (stages[-1]["unit"] == "sweeps") == (protocol == "swap")


def test_swaps_are_refused_where_they_never_succeed():
    with pytest.raises(GlassError, match="continuous sizes"):
        quick("lj", "swap")


def test_a_glass_comes_back_from_its_file_at_rest(tmp_path):
    glass = made("lj", "gq")
    glass.save(tmp_path / "glass.npz")
    again = Glass.load(tmp_path / "glass.npz")
    np.testing.assert_array_equal(again.positions, glass.positions)
    assert again.max_force < 1e-10
    assert again.provenance["command"] == glass.provenance["command"]


@pytest.mark.parametrize("protocol", sorted(PROTOCOLS))
def test_same_seed_same_glass(protocol):
    again = quick("poly", protocol)
    np.testing.assert_array_equal(made("poly", protocol).positions, again.positions)
    np.testing.assert_array_equal(made("poly", protocol).diameters, again.diameters)


def test_another_seed_another_glass():
    first, second = made("lj", "htl"), quick("lj", seed=2)
    assert np.abs(first.positions - second.positions).max() > 0.1
    assert (first.species != second.species).any()
    assert first.species.sum() == second.species.sum()


def test_slower_cooling_makes_a_deeper_glass():
    fast, slow = quick("ipl_q3"), quick("ipl_q3", "gq", cooling_time=200.0, equilibration_time=20.0)
    assert slow.energy < fast.energy - 0.01 * 220


def test_density_can_be_chosen():
    assert quick("poly_ipl", density=0.7).density == pytest.approx(0.7)
    assert "--set density=0.7" in quick("poly_ipl", density=0.7).provenance["command"]


def test_progress_runs_from_nought_to_one_and_speaks():
    seen = []
    quick(protocol="gq", n_particles=900, progress=seen.append)
    fractions = [now.fraction for now in seen]
    assert fractions[0] == 0.0
    assert fractions[-1] == 1.0
    assert all(b >= a for a, b in itertools.pairwise(fractions))
    assert len(fractions) > 10
    assert all(math.isfinite(now.energy) for now in seen if now.stage != "placing particles")
    assert {"melting", "supercooled liquid", "cooling through the glass transition", "relaxing", "done"} <= {
        now.stage for now in seen
    }


@pytest.mark.parametrize("at", [0.0, 0.3, 0.9])
def test_cancelling_leaves_nothing(at, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def stop(now):
        if now.fraction >= at:
            raise Cancelled

    with pytest.raises(Cancelled):
        quick(progress=stop)
    assert list(tmp_path.iterdir()) == []
    np.testing.assert_array_equal(quick().positions, made("lj", "htl").positions)  # and the next one is unharmed


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"model": "glass"}, "lj, poly"),
        ({"protocol": "slow"}, "htl, esl, gq, anneal, swap"),
        ({"n_particles": 1}, "at least 2"),
        ({"n_particles": -5}, "at least 2"),
        ({"n_particles": 100.5}, "whole number"),
        ({"n_particles": 30}, "take at least"),
        ({"seed": -1}, "seed"),
        ({"seed": "one"}, "seed"),
        ({"density": 0.0}, "makes no glass"),
        ({"density": -1.0}, "makes no glass"),
        ({"density": 50.0}, "makes no glass"),
        ({"density": math.nan}, "makes no glass"),
        ({"density": "thick"}, "number"),
        ({"parent_temperature": -0.1}, "parent_temperature = -0.1"),
        ({"parent_temperature": math.nan}, "temperature"),
        ({"parent_temperature": "hot"}, "number"),
        ({"time_step": 0.0}, "time_step"),
        ({"equilibration_time": -1.0}, "equilibration_time"),
        ({"cooling_time": 10.0}, "known: parent_temperature, equilibration_time, time_step"),
        ({"protocol": "gq", "temperature": 1.0}, "known: cooling_time"),
        ({"protocol": "gq", "cooling_time": math.inf}, "cooling_time"),
        ({"protocol": "anneal", "annealing_time": -1.0}, "annealing_time"),
        ({"model": "poly", "protocol": "swap", "relaxation_times": 0.0}, "relaxation_times"),
    ],
)
def test_bad_input_is_named(options, words):
    with pytest.raises(GlassError, match=words):
        prepare(**{"model": "lj", "n_particles": 200} | options)


@pytest.mark.parametrize("model", sorted(MODELS))
def test_the_least_number_of_particles_that_is_named_works(model):
    with pytest.raises(GlassError, match="take at least") as refused:
        quick(model, n_particles=2)
    least = int(str(refused.value).rsplit(maxsplit=2)[-2])
    assert quick(model, n_particles=least + 2).max_force < 1e-10


def test_too_long_a_step_is_said_and_nothing_hangs():
    with pytest.raises(GlassError, match="time step"):
        quick("ipl_q3", parent_temperature=100.0, time_step=0.02, equilibration_time=10.0)
