"""Training on tiny glasses: it ends with a plane, goes on where it was, and refuses what does not belong together."""

import console
import numpy as np
import pytest
from making import small_glass

from glasscope.engine import Glass, GlassError
from glasscope.engine.errors import GlassFileError
from glasscope.engine.learning import Course, Examples, Plane, angular_structure, radial_structure, train

TINY = (
    "--model", "lj", "--n-particles", "144", "--samples", "2", "--loads", "2", "--events", "2", "--max-strain", "0.15",
    "--set", "equilibration_time=1",
)  # fmt: skip
COURSE = {
    "model": "lj", "n_particles": 144, "n_samples": 2, "n_loads": 2, "events": 2, "max_strain": 0.15,
    "parameters": {"equilibration_time": 1.0},
}  # fmt: skip


def run(*words, cwd):
    return console.run("train", *words, cwd=cwd)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trained")
    result = run("softness", *TINY, "--out", "mine.json", cwd=folder)
    assert result.returncode == 0, result.stderr
    return folder, result


def test_the_command_writes_a_plane_and_its_states(trained):
    folder, result = trained
    plane = Plane.load(folder / "mine.json")
    assert sorted(file.name for file in (folder / "mine-states" / "samples").iterdir()) == ["seed-1.npz", "seed-2.npz"]
    training = plane.about["training"]
    assert (training["n_samples"], training["n_events"], training["n_particles"]) == (2, 8, 144)
    assert training["samples"] == [1, 2]
    assert plane.about["protocol"] == "htl"
    assert "validation accuracy" in result.stdout
    assert "shearing seed-2" in result.stderr
    assert "hot liquid" in result.stderr
    values = plane.softness(Glass.load(folder / "mine-states" / "glasses" / "seed-1.npz"))
    assert values.shape == (144,)


def test_the_plane_is_on_the_right_side_of_what_it_was_shown(trained):
    folder, _ = trained
    plane = Plane.load(folder / "mine.json")
    for file in (folder / "mine-states" / "samples").iterdir():
        examples = Examples.load(file)
        found = plane.distances(examples.functions(plane.structure)) > 0
        assert (found == (examples.labels == 1)).mean() > 0.75  # most functions are too rare here


def test_it_goes_on_to_the_same_plane(trained, tmp_path):
    """One sample is there and is not made again; the file that is missing comes out the same."""
    folder, _ = trained
    states = tmp_path / "states" / "samples"
    states.mkdir(parents=True)
    kept = states / "seed-1.npz"
    kept.write_bytes((folder / "mine-states" / "samples" / "seed-1.npz").read_bytes())
    written = kept.stat().st_mtime_ns
    result = run("softness", *TINY, "--states", "states", "--out", "again.json", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert kept.stat().st_mtime_ns == written
    assert "seed-1," not in result.stderr
    assert (tmp_path / "again.json").read_text() == (folder / "mine.json").read_text()


def test_another_indicator_is_trained_on_the_same_states(trained):
    folder, _ = trained
    progress = []
    course = Course("softness_angular", **COURSE, labels="critical")
    plane = train(course, folder / "mine-states", progress.append)
    assert plane.structure == angular_structure(small_glass("lj", 144).model)
    assert plane.about["training"]["C"] == 100.0
    fractions = [now.fraction for now in progress]
    assert fractions == sorted(fractions)
    assert not any("shearing" in now.words for now in progress)


def test_states_that_were_labelled_otherwise_are_refused(trained):
    folder, _ = trained
    with pytest.raises(GlassError, match="differs in max_strain"):
        train(Course("softness", **COURSE | {"max_strain": 0.1}), folder / "mine-states")
    with pytest.raises(GlassError, match="differs in glass"):
        train(Course("softness", **COURSE | {"parameters": {"equilibration_time": 2.0}}), folder / "mine-states")


def test_examples_keep_every_digit_and_a_damaged_file_is_named(trained, tmp_path):
    folder, _ = trained
    file = folder / "mine-states" / "samples" / "seed-2.npz"
    one = Examples.load(file)
    one.save(tmp_path / "copy.npz")
    other = Examples.load(tmp_path / "copy.npz")
    assert len(one.states) == len(other.states) == 4
    for state, again in zip(one.states, other.states, strict=True):
        np.testing.assert_array_equal(state.positions, again.positions)
        np.testing.assert_array_equal(state.labels, again.labels)
        assert (state.load, state.strain) == (again.load, again.strain)
    structure = radial_structure(one.glass.model)
    np.testing.assert_array_equal(one.functions(structure), other.functions(structure))
    (tmp_path / "copy.npz").write_bytes(file.read_bytes()[:3000])
    with pytest.raises(GlassFileError, match=r"copy\.npz holds no labelled states"):
        Examples.load(tmp_path / "copy.npz")


def test_no_states_at_all_keep_their_form(tmp_path):
    Examples(small_glass("lj", 144), [], {}).save(tmp_path / "none.npz")
    found = Examples.load(tmp_path / "none.npz")
    assert found.labels.shape == (0,)
    assert found.functions(radial_structure(found.glass.model)).shape == (0, 177)


def test_glasses_of_different_making_are_refused(tmp_path):
    for name, temperature in (("one", 1.0), ("two", 2.0)):
        glass = small_glass("lj", 144)
        made = {"protocol": "esl", "parent_temperature": temperature}
        Glass("lj", glass.positions, species=glass.species, cell=glass.box, provenance=made).save(
            tmp_path / f"{name}.npz"
        )
    given = tuple(str(tmp_path / f"{name}.npz") for name in ("one", "two"))
    course = Course(glasses=given, n_loads=1, events=1, max_strain=0.1)
    with pytest.raises(GlassError, match="made differently"):
        train(course, tmp_path / "states")


def test_given_glasses_of_one_name_are_told_apart(tmp_path):
    """As are names with a point in them, such as those of the library: lj-0.1-1 and lj-0.1-2."""
    names = ["a/lj-0.1-1.npz", "b/lj-0.1-1.npz", "b/lj-0.1-2.npz"]
    for seed, name in enumerate(names):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        small_glass("lj", 144, seed).save(tmp_path / name)
    given = tuple(str(tmp_path / name) for name in names)
    course = Course(glasses=given, n_loads=1, events=2, max_strain=0.15)
    plane = train(course, tmp_path / "states")
    assert len(list((tmp_path / "states" / "samples").iterdir())) == 3
    again = train(course, tmp_path / "states")
    np.testing.assert_array_equal(again.weights, plane.weights)


@pytest.mark.parametrize(
    ("given", "words"),
    [({"indicator": "vibrality", "model": "lj"}, "learned are softness"), ({}, "which glasses"),
     ({"model": "lj", "glasses": ("a", "b")}, "one of the two"), ({"glasses": ("a", "a")}, "twice"),
     ({"model": "lj", "n_samples": 1}, "at least two"), ({"model": "lj", "n_loads": 0}, "direction"),
     ({"model": "granite"}, "granite"), ({"glasses": ("a", "b"), "protocol": "htl"}, "leave them out"),
     ({"model": "lj", "parameters": {"seed": 2}}, "seed is no parameter")],
)  # fmt: skip
def test_a_course_that_makes_no_sense_is_refused(given, words):
    with pytest.raises(GlassError, match=words):
        Course(**given)
