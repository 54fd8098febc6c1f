import io
import json
import pickle

import numpy as np
import pytest
from making import jittered, small_glass

from glasscope.engine import Glass, GlassError, GlassFileError


def parts(key="lj", n=64):
    glass = jittered(key, n)
    return glass, {"diameters": glass.diameters, "species": glass.species, "cell": glass.box.cell}


def test_arrays_are_read_only_and_the_input_stays_ones_own():
    glass, rest = parts()
    mine = glass.positions.copy()
    other = Glass("lj", mine, **rest)
    mine[0] += 1
    assert not np.array_equal(other.positions, mine)
    for array in (other.positions, other.diameters, other.species, other.box.cell, other.forces, other.stress):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_species_and_diameters_are_worked_out_from_each_other():
    glass, rest = parts()
    from_species = Glass("lj", glass.positions, species=rest["species"], cell=rest["cell"])
    from_diameters = Glass("lj", glass.positions, diameters=rest["diameters"], cell=rest["cell"])
    np.testing.assert_array_equal(from_species.diameters, glass.diameters)
    np.testing.assert_array_equal(from_diameters.species, glass.species)
    assert jittered("poly", 64).species is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"positions": lambda x: np.where(np.arange(128).reshape(64, 2) == 5, np.nan, x)}, "NaN"),
        ({"positions": lambda x: np.concatenate([x[:1], x[:-1]])}, r"particles \d+ and \d+ overlap"),
        ({"positions": lambda x: x[:, :1]}, r"shape \(n_particles, 2\)"),
        ({"positions": lambda x: x[:1], "species": lambda s: s[:1], "diameters": lambda d: d[:1]}, "at least 2"),
        ({"positions": lambda x: "what"}, "array of numbers"),
        ({"diameters": lambda d: d[:-1], "species": lambda s: None}, "0 to 1|diameters"),
        ({"diameters": lambda d: 2 * d}, "by species"),
        ({"species": lambda s: s + 1}, "from 0 to 1"),
        ({"species": lambda s: None, "diameters": lambda d: None}, "give diameters= or species="),
        ({"cell": lambda c: 0.5 * c}, "too small"),
        ({"cell": lambda c: np.ones((2, 2))}, "parallel"),
        ({"cell": lambda c: np.eye(3)}, "shape"),
    ],
)
def test_what_is_no_glass_is_refused(change, words):
    glass, arguments = parts()
    arguments["positions"] = glass.positions
    for name, alter in change.items():
        arguments[name] = alter(arguments[name])
    with pytest.raises(GlassError, match=words):
        Glass("lj", arguments.pop("positions"), **arguments)


def test_polydisperse_models_want_sizes():
    glass = jittered("poly", 64)
    with pytest.raises(GlassError, match="polydisperse"):
        Glass("poly", glass.positions, cell=glass.box)
    with pytest.raises(GlassError, match="positive"):
        Glass("poly", glass.positions, diameters=-glass.diameters, cell=glass.box)


@pytest.mark.parametrize("key", ["lj", "poly"])
def test_a_file_gives_back_the_same_glass(key, tmp_path):
    glass = small_glass(key)
    glass = Glass(
        key, glass.positions, diameters=glass.diameters, species=glass.species, cell=glass.box,
        provenance={"seed": 3, "protocol": "test"},
    )  # fmt: skip
    glass.save(tmp_path / "one.npz")
    again = Glass.load(tmp_path / "one.npz")
    np.testing.assert_array_equal(again.positions, glass.positions)
    np.testing.assert_array_equal(again.diameters, glass.diameters)
    assert again.model is glass.model
    assert again.box == glass.box
    assert dict(again.provenance) == {"seed": 3, "protocol": "test"}
    assert again.energy == glass.with_positions(glass.positions).energy
    assert [path.name for path in tmp_path.iterdir()] == ["one.npz"]
    assert Glass.load(io.BytesIO((tmp_path / "one.npz").read_bytes())).energy == again.energy


def test_a_failed_save_leaves_the_old_file(tmp_path, monkeypatch):
    glass = small_glass()
    glass.save(tmp_path / "one.npz")
    before = (tmp_path / "one.npz").read_bytes()
    monkeypatch.setattr(json, "dumps", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        glass.save(tmp_path / "one.npz")
    assert (tmp_path / "one.npz").read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1


class _Evil:
    def __reduce__(self):
        return print, ("ran",)


def test_foreign_truncated_and_pickled_files_are_refused(tmp_path, capsys):
    small_glass().save(tmp_path / "good.npz")
    whole = (tmp_path / "good.npz").read_bytes()
    cases = {
        "cut.npz": (whole[: len(whole) // 2], "cut short"),
        "text.npz": (b"ITEM: TIMESTEP\n0\n", "cut short or foreign|pickled"),
        "empty.npz": (b"", "cut short"),
        "pickle.npz": (pickle.dumps(_Evil()), "pickled objects"),
    }
    for name, (content, words) in cases.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(GlassFileError, match=words):
            Glass.load(tmp_path / name)
    with pytest.raises(GlassFileError, match="there is no file"):
        Glass.load(tmp_path / "none.npz")
    np.savez(tmp_path / "other.npz", x=np.zeros(3))
    with pytest.raises(GlassFileError, match="no glass"):
        Glass.load(tmp_path / "other.npz")
    np.savez(tmp_path / "objects.npz", about=np.array([_Evil()], dtype=object))
    with pytest.raises(GlassFileError, match="pickled"):
        Glass.load(tmp_path / "objects.npz")
    np.save(tmp_path / "array.npy", np.zeros(3))
    with pytest.raises(GlassFileError, match="single array"):
        Glass.load(tmp_path / "array.npy")
    assert "ran" not in capsys.readouterr().out


def test_a_file_with_an_impossible_glass_says_so(tmp_path):
    small_glass().save(tmp_path / "good.npz")
    with np.load(tmp_path / "good.npz") as stored:
        content = dict(stored)
    content["positions"] = np.zeros_like(content["positions"])
    np.savez(tmp_path / "bad.npz", **content)
    with pytest.raises(GlassFileError, match=r"impossible glass.*overlap"):
        Glass.load(tmp_path / "bad.npz")
