"""The shipped glasses: what the index says is what the files hold, and damage is noticed."""

import itertools
import json
import shutil
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from glasscope.engine.errors import GlassFileError
from glasscope.engine.matter import MODELS
from glasscope.engine.prepare import PROTOCOLS, library, prepare, shipped
from glasscope.engine.prepare.shipped import RECIPES, Recipe, add_to_library

ENTRIES = {entry.key: entry for entry in library()}


def test_the_library_has_what_is_promised():
    kinds = {(entry.model, entry.protocol) for entry in ENTRIES.values()}
    assert {("lj", "htl"), ("lj", "esl"), ("lj", "gq"), ("poly", "swap"), ("poly_ipl", "swap")} <= kinds
    assert {entry.parent_temperature for entry in ENTRIES.values() if entry.model == "poly"} == {
        0.3, 0.2, 0.12, 0.1, 0.085, 0.062, 0.05,
    }  # fmt: skip
    assert {entry.cooling_time for entry in ENTRIES.values() if entry.protocol == "gq"} == {1e4, 1e5, 1e6}
    assert {entry.model for entry in ENTRIES.values()} == set(MODELS)
    assert all(1000 <= entry.n_particles <= 10_000 for entry in ENTRIES.values())
    assert list(ENTRIES) == [recipe.key for recipe in RECIPES]


@pytest.mark.parametrize("key", sorted(ENTRIES))
def test_a_shipped_glass_is_what_its_entry_says(key):
    entry = ENTRIES[key]
    glass = entry.load()
    assert glass.max_force < 1e-10
    assert (glass.model.key, glass.n_particles) == (entry.model, entry.n_particles)
    assert glass.energy / glass.n_particles == pytest.approx(entry.provenance["energy_per_particle"], rel=1e-12)
    assert {k: v for k, v in glass.provenance.items() if k != "stages"} == dict(entry.provenance)
    assert glass.provenance["stages"][-1]["energies"]
    assert entry.label
    assert entry.parent_temperature > 0
    assert (entry.cooling_time > 0) == (entry.protocol == "gq")
    assert entry.first_event_strain is None or 0 < entry.first_event_strain < shipped.SEARCHED_TO


@pytest.mark.parametrize("key", sorted(ENTRIES))
def test_the_recorded_recipe_is_the_one_in_the_list(key):
    recipe = {recipe.key: recipe for recipe in RECIPES}[key]
    made = ENTRIES[key].provenance
    expected = PROTOCOLS[recipe.protocol].values(MODELS[recipe.model], recipe.parameters)
    assert made["parameters"] == pytest.approx(expected)
    assert (made["model"], made["protocol"], made["seed"]) == (recipe.model, recipe.protocol, recipe.seed)
    assert made["command"].startswith(f"glasscope prepare {recipe.model} --protocol {recipe.protocol}")


def test_the_slower_or_colder_the_deeper():
    def energies(name):
        keys = [key for key in ENTRIES if key.startswith(f"{name}-")]
        return [ENTRIES[key].provenance["energy_per_particle"] for key in keys]

    for row in (
        ("lj-htl", "lj-esl", "lj-gq-1e4", "lj-gq-1e5", "lj-gq-1e6"),
        tuple(f"poly-swap-{temperature}" for temperature in ("0.3", "0.12", "0.085", "0.062", "0.05")),
        tuple(f"poly_ipl-swap-{temperature}" for temperature in ("0.7", "0.4", "0.2")),
    ):
        for upper, lower in itertools.pairwise(row):
            assert np.mean(energies(upper)) > np.mean(energies(lower)), (upper, lower)


@pytest.mark.parametrize("key", sorted(key for key in ENTRIES if "-swap-" in key or "-esl-" in key))
def test_the_liquid_was_in_equilibrium(key):
    """Ten relaxation times, of which the later ones grow no longer; the energy's two last quarters agree."""
    stage = ENTRIES[key].load().provenance["stages"][-1]
    gaps = np.diff([0.0, *stage["relaxations"]])
    late = gaps[len(gaps) // 2 :].mean()
    whole = stage["times"][-1]
    assert whole >= 6.0 * late
    energies = np.array(stage["energies"])[len(stage["energies"]) // 2 :]
    first, second = np.array_split(energies, 2)
    assert abs(first.mean() - second.mean()) < 5.0 * energies.std() / np.sqrt(len(energies) / 4) + 1e-3


def test_the_glasses_take_a_few_megabytes():
    folder = Path(str(files("glasscope.assets") / "glasses"))
    assert sum(path.stat().st_size for path in folder.iterdir()) < 5e6
    assert {path.name for path in folder.iterdir()} == {f"{key}.npz" for key in ENTRIES} | {"index.json"}


@pytest.fixture
def copied(tmp_path):
    """One shipped glass and its index in a folder of their own."""
    folder = Path(str(files("glasscope.assets") / "glasses"))
    index = json.loads((folder / "index.json").read_text())
    index["glasses"] = [about for about in index["glasses"] if about["key"] == "lj-htl-1024-1"]
    shutil.copy(folder / "lj-htl-1024-1.npz", tmp_path)
    (tmp_path / "index.json").write_text(json.dumps(index))
    return tmp_path


def test_a_damaged_file_is_noticed(copied):
    path = copied / "lj-htl-1024-1.npz"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(GlassFileError, match="damaged"):
        library(copied)[0].load()


def test_a_missing_file_is_named(copied):
    (copied / "lj-htl-1024-1.npz").unlink()
    with pytest.raises(GlassFileError, match="lj-htl-1024-1"):
        library(copied)[0].load()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"glasses": [{"key": "a"}]}'])
def test_a_damaged_index_is_named(copied, text):
    (copied / "index.json").write_text(text)
    with pytest.raises(GlassFileError, match="index"):
        library(copied)


def test_a_glass_can_be_added_and_replaced(copied):
    recipe = Recipe("small", "poly", "htl", 100, parameters={"equilibration_time": 1.0})
    glass = recipe.make()
    for _ in range(2):
        add_to_library(copied, recipe, glass)
        assert [entry.key for entry in library(copied)] == ["lj-htl-1024-1", "small"]
    np.testing.assert_array_equal(library(copied)[1].load().positions, glass.positions)
    again = prepare("poly", 100, "htl", 1, equilibration_time=1.0)
    np.testing.assert_array_equal(again.positions, glass.positions)


def test_the_command_refuses_unknown_keys(copied, capsys):
    with pytest.raises(SystemExit):
        shipped.main([str(copied), "--only", "gold"])
    assert "lj-htl-1024-1" in capsys.readouterr().err


def test_first_events_are_measured_into_the_index(copied, capsys):
    shipped.main([str(copied), "--measure"])
    strain = library(copied)[0].first_event_strain
    assert 0 < strain < 0.05
    assert f"{strain:.6f}" in capsys.readouterr().out
