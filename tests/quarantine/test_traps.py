"""Files that are traps are refused in one sentence, without the time and the memory that they ask for."""

import io
import os
import resource

import numpy as np
import pytest
import traps
from making import small_glass

from glasscope.dashboard.scoreboard import result_sets
from glasscope.engine import Glass, GlassError, GlassFileError
from glasscope.engine.ensembles import dataset_in, ensemble, open_ensemble, read_spec
from glasscope.engine.formats import load_from_outside
from glasscope.engine.learning import Plane
from glasscope.engine.quarantine import PAGE, content_of_file

XYZ = 'Lattice="9 0 0 0 9 0 0 0 1" Properties=species:S:1:pos:R:3'


@pytest.fixture
def little_memory():
    """The process of the tests may take half a GB more than it has: a trap that it falls into fails at once."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    with open("/proc/self/statm") as file:
        taken = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + 2**29, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)


def both(content, name):
    """What is said of a glass's file, read here and apart."""
    said = []
    for load in (lambda: Glass.load(io.BytesIO(content), name=name), lambda: load_from_outside(content, name, PAGE)):
        with pytest.raises(GlassFileError) as caught:
            load()
        said.append(str(caught.value))
        assert "\n" not in said[-1]
        assert len(said[-1]) < 400
    return said


# ensembles -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", traps.HDF5, ids=lambda change: change.__name__)
def test_hdf5_that_is_no_plain_variable_of_the_plan_is_refused(change, tmp_path):
    content = traps.results(change, tmp_path)
    with pytest.raises(GlassError, match=traps.HDF5[change]) as caught:
        result_sets.opened("own-1", "mine.nc", content)
    assert str(caught.value).startswith("mine.nc is no dataset of an ensemble: ")
    assert "secret" not in str(caught.value)
    with pytest.raises(GlassError, match=r"changed\.nc is no dataset"):
        open_ensemble(tmp_path / "changed.nc")


def test_a_file_that_has_hdf5_turn_in_a_circle_is_given_up():
    content = bytearray(traps.RESULTS.read_bytes())
    content[traps.WRONG_BYTE] = 0x42
    with pytest.raises(GlassError, match=r"^loop\.nc cannot be read: its reader was stopped after 2 s"):
        dataset_in(bytes(content), "loop.nc", PAGE)
    assert dataset_in(traps.RESULTS.read_bytes(), "good.nc", PAGE).sizes["sample"] == 3


@pytest.mark.parametrize("file", sorted(traps.ENSEMBLES.glob("*.nc")), ids=lambda file: file.stem)
def test_shipped_results_are_what_xarray_reads(file):
    import xarray

    expected = xarray.load_dataset(file, engine="h5netcdf")
    xarray.testing.assert_identical(open_ensemble(file), expected)


# glasses ---------------------------------------------------------------------------------------------------------


def test_an_npz_bomb_is_not_unpacked(little_memory):
    members = traps.glass_members(small_glass())
    for megabytes, shape in ((2048, (2**27, 2)), (2, (10**23, 2)), (2, (2**27, 10**23)), (2, (-1, 2))):
        content = traps.npz(**members | {"positions": traps.zeros(megabytes, shape)})
        assert all("positions" in words for words in both(content, "bomb.npz"))


def test_members_that_a_glass_has_not_stay_packed(little_memory):
    glass = small_glass()
    content = traps.npz(**traps.glass_members(glass), more=traps.zeros(640, (80 * 2**20,)))
    assert len(content) < 3e6
    for again in (Glass.load(io.BytesIO(content)), load_from_outside(content, "mine.npz", PAGE)):
        np.testing.assert_array_equal(again.positions, glass.positions)


def test_a_header_of_words_that_is_nested_or_huge_is_refused():
    members = traps.glass_members(small_glass())
    for about in ("[" * 100_000, '{"format": "glasscope-glass-1", "model": ["lj"], "provenance": {}}', "7"):
        both(traps.npz(**members | {"about": traps.array(about)}), "words.npz")
    both(traps.npz(**members | {"about": traps.zeros(1, (), "<U99999999")}), "words.npz")


def test_columns_that_no_row_has_are_not_made(little_memory):
    rows = "A 0 0 0\n" * 3000
    both(f"3000\n{XYZ}:x:R:999999999\n{rows}".encode(), "wide.xyz")
    both(f"3000\n{XYZ}:x:R:²\n{rows}".encode(), "wide.xyz")
    both(f"99999999999999\n{XYZ}\n{rows}".encode(), "long.xyz")
    both(b"A title\n\n99999999999999 atoms\n\nAtoms # atomic\n\n1 1 0 0 0\n", "long.data")


def test_there_are_as_many_particles_as_a_visitor_may_bring(little_memory):
    n = PAGE.particles + 1
    members = traps.glass_members(small_glass()) | {"positions": traps.array(np.zeros((n, 2), dtype=np.float32))}
    with pytest.raises(GlassFileError, match="100,001 particles"):
        load_from_outside(traps.npz(**members), "large.npz", PAGE)
    with pytest.raises(GlassFileError, match="100001 particles"):
        load_from_outside(f"{n}\n{XYZ}\n".encode() + b"A 0 0 0\n" * n, "large.xyz", PAGE)


# texts -----------------------------------------------------------------------------------------------------------


def test_yaml_that_stands_for_more_than_it_is_long_is_counted_out(little_memory, tmp_path):
    (tmp_path / "laughs.yaml").write_text(traps.LAUGHS)
    with pytest.raises(GlassError, match="more than 100,000 values"):
        read_spec(tmp_path / "laughs.yaml")


def test_yaml_of_other_things_than_words_and_numbers_is_refused(tmp_path):
    for text in ("model: 2024-01-01", "model: !!binary aaaa", "1: lj", "a: " + "[" * 3000, "a: &a [*a]"):
        (tmp_path / "strange.yaml").write_text(text)
        with pytest.raises(GlassError) as caught:
            read_spec(tmp_path / "strange.yaml")
        assert len(str(caught.value)) < 700


def test_a_value_in_a_message_is_cut_short(little_memory):
    laughs = ["lol"] * 10
    for _ in range(12):
        laughs = [laughs] * 10
    for key in ("name", "model", "samples", "max_strain", "loads", "indicators", "leads", "seeds"):
        spec = {"model": "lj", "n_particles": 100, "protocol": "htl", "samples": 2, "events": 1, "indicators": "all"}
        with pytest.raises(GlassError) as caught:
            ensemble(spec | {key: laughs})
        assert len(str(caught.value)) < 1000


# paths -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "read", [Glass.load, open_ensemble, read_spec, Plane.load, content_of_file], ids=lambda read: read.__qualname__
)
def test_only_regular_files_are_opened(read, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", "/dev/zero", tmp_path, tmp_path / "none", "a\0b"):
        with pytest.raises(GlassError) as caught:
            read(path)
        assert "\n" not in str(caught.value)


def test_a_file_that_is_larger_than_is_read_is_not_read(tmp_path):
    with open(tmp_path / "hole.npz", "wb") as file:
        file.truncate(2**40)
    with pytest.raises(GlassFileError, match="larger than 1024 MB"):
        Glass.load(tmp_path / "hole.npz")
