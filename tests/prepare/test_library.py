"""The shipped glasses: what the index says is what the files hold, and damage is noticed."""

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
    assert {("lj", "htl"), ("lj", "anneal"), ("poly", "anneal")} <= kinds
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
    assert dict(glass.provenance) == dict(entry.provenance)
    assert entry.label
    assert entry.parent_temperature > 0
    assert (entry.cooling_time > 0) == (entry.protocol == "anneal")
    assert entry.first_event_strain is None or 0 < entry.first_event_strain < shipped.SEARCHED_TO


@pytest.mark.parametrize("key", sorted(ENTRIES))
def test_the_recorded_recipe_is_the_one_in_the_list(key):
    recipe = {recipe.key: recipe for recipe in RECIPES}[key]
    made = ENTRIES[key].provenance
    expected = PROTOCOLS[recipe.protocol].values(MODELS[recipe.model], recipe.parameters)
    assert made["parameters"] == pytest.approx(expected)
    assert (made["model"], made["protocol"], made["seed"]) == (recipe.model, recipe.protocol, recipe.seed)
    assert made["command"].startswith(f"glasscope prepare {recipe.model} --protocol {recipe.protocol}")


def test_annealed_glasses_lie_deeper_than_quenched_ones():
    energy = {key: entry.provenance["energy_per_particle"] for key, entry in ENTRIES.items()}
    assert energy["lj-anneal-4096"] < energy["lj-htl-2500"] - 0.1


def test_the_glasses_take_a_few_megabytes():
    folder = Path(str(files("glasscope.assets") / "glasses"))
    assert sum(path.stat().st_size for path in folder.iterdir()) < 5e6
    assert {path.name for path in folder.iterdir()} == {f"{key}.npz" for key in ENTRIES} | {"index.json"}


@pytest.fixture
def copied(tmp_path):
    """One shipped glass and its index in a folder of their own."""
    folder = Path(str(files("glasscope.assets") / "glasses"))
    index = json.loads((folder / "index.json").read_text())
    index["glasses"] = [about for about in index["glasses"] if about["key"] == "lj-htl-2500"]
    shutil.copy(folder / "lj-htl-2500.npz", tmp_path)
    (tmp_path / "index.json").write_text(json.dumps(index))
    return tmp_path


def test_a_damaged_file_is_noticed(copied):
    path = copied / "lj-htl-2500.npz"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(GlassFileError, match="damaged"):
        library(copied)[0].load()


def test_a_missing_file_is_named(copied):
    (copied / "lj-htl-2500.npz").unlink()
    with pytest.raises(GlassFileError, match="lj-htl-2500"):
        library(copied)[0].load()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"glasses": [{"key": "a"}]}'])
def test_a_damaged_index_is_named(copied, text):
    (copied / "index.json").write_text(text)
    with pytest.raises(GlassFileError, match="index"):
        library(copied)


def test_a_glass_can_be_added_and_replaced(copied):
    recipe = Recipe("small", "Small", "poly", "htl", 100, parameters={"equilibration_time": 1.0})
    glass = recipe.make()
    for _ in range(2):
        add_to_library(copied, recipe, glass)
        assert [entry.key for entry in library(copied)] == ["lj-htl-2500", "small"]
    np.testing.assert_array_equal(library(copied)[1].load().positions, glass.positions)
    again = prepare("poly", 100, "htl", 1, equilibration_time=1.0)
    np.testing.assert_array_equal(again.positions, glass.positions)


def test_the_command_refuses_unknown_keys(copied, capsys):
    with pytest.raises(SystemExit):
        shipped.main([str(copied), "--only", "gold"])
    assert "lj-htl-2500" in capsys.readouterr().err


def test_first_events_are_measured_into_the_index(copied, capsys):
    shipped.main([str(copied), "--measure"])
    strain = library(copied)[0].first_event_strain
    assert 0 < strain < 0.05
    assert f"{strain:.6f}" in capsys.readouterr().out
