"""Glasses in extended XYZ and LAMMPS data: every digit there and back, and a question for what a file leaves open."""

import io
import itertools
import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from making import jittered, small_glass

from glasscope.engine import MODELS, Glass, GlassError, GlassFileError, Load, MissingInformation, relax
from glasscope.engine.formats import files

ENDINGS = ("npz", "xyz", "extxyz", "data", "lmp", "lammps")
TEXT = ("xyz", "data")
PROVENANCE = {"seed": 3, "said": 'a "quoted" \\ word, é = {1}\n# [2]', "numbers": [1, 2.5e-17, None]}


def with_provenance(glass, provenance=PROVENANCE):
    return Glass(
        glass.model, glass.positions, diameters=glass.diameters, species=glass.species, cell=glass.box,
        provenance=provenance,
    )  # fmt: skip


def deformed(glass, load, strain):
    """Under a load, and relaxed there."""
    deformation = load.deformation(strain)
    return relax(glass.with_positions(glass.positions @ deformation.T, glass.box.deform(deformation)))


def turned(glass, angle, clockwise=False):
    """The same glass in another orientation; clockwise: its lattice vectors the other way round."""
    c, s = np.cos(angle), np.sin(angle)
    turn = np.array([[c, s], [-s, c]])
    cell = glass.box.cell @ turn
    return glass.with_positions(glass.positions @ turn, cell[::-1] if clockwise else cell)


def assert_same(again, glass):
    np.testing.assert_array_equal(again.positions, glass.positions)
    np.testing.assert_array_equal(again.diameters, glass.diameters)
    np.testing.assert_array_equal(again.box.cell, glass.box.cell)
    assert (again.species is None) == (glass.species is None)
    assert again.species is None or np.array_equal(again.species, glass.species)
    assert again.model is glass.model
    assert dict(again.provenance) == dict(glass.provenance)


# there and back ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("key", MODELS)
def test_every_model_comes_back_to_the_last_bit(key, ending, tmp_path):
    glass = with_provenance(small_glass(key, 144))
    path = tmp_path / f"glass.{ending}"
    glass.save(path)
    again = Glass.load(path)
    assert_same(again, glass)
    assert again.max_force < 1e-10
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    assert_same(Glass.load(io.BytesIO(path.read_bytes())), glass)  # by its content
    assert_same(Glass.load(io.BytesIO(path.read_bytes()), name=f"upload.{ending}"), glass)


@pytest.mark.parametrize("ending", TEXT)
@pytest.mark.parametrize("key", ["lj", "poly"])
@pytest.mark.parametrize(("angle", "strain"), [(0, 0.013), (0, 0.9), (0, -0.4), (30, 0.05)])
def test_a_sheared_cell_comes_back(key, ending, angle, strain, tmp_path):
    glass = with_provenance(deformed(small_glass(key, 144), Load.simple_shear(angle=angle), strain))
    glass.save(tmp_path / f"glass.{ending}")
    again = Glass.load(tmp_path / f"glass.{ending}")
    # a cell whose first vector is not along x is turned for LAMMPS and back: two roundings of a coordinate
    np.testing.assert_allclose(again.positions, glass.positions, rtol=0, atol=1e-14 * glass.box.cell.max())
    np.testing.assert_allclose(again.box.cell, glass.box.cell, rtol=0, atol=1e-15 * glass.box.cell.max())
    np.testing.assert_array_equal(again.diameters, glass.diameters)
    assert again.max_force < 1e-10
    if ending == "xyz" or angle == 0:
        assert_same(again, glass)


@pytest.mark.parametrize("clockwise", [False, True])
@pytest.mark.parametrize("angle", [0.0, 0.3, 1.9, np.pi, -2.5])
def test_lammps_data_is_turned_into_a_restricted_box_of_the_same_energy(angle, clockwise, tmp_path):
    glass = turned(deformed(small_glass("poly", 144), Load.simple_shear(), 0.1), angle, clockwise)
    glass.save(tmp_path / "glass.data")
    again = Glass.load(tmp_path / "glass.data")
    assert again.energy == pytest.approx(glass.energy, rel=1e-12)
    np.testing.assert_allclose(again.forces, glass.forces, atol=1e-10)
    np.testing.assert_allclose(again.stress, glass.stress, atol=1e-12)  # a tensor: it tells the orientation

    text = (tmp_path / "glass.data").read_text().replace("Glasscope", "Some", 1)  # the header as LAMMPS would leave it
    foreign = Glass.load(io.BytesIO(text.encode()), model="poly")
    (lx, zero), (_, ly) = foreign.box.cell
    assert zero == 0 < min(lx, ly)
    assert foreign.energy == pytest.approx(glass.energy, rel=1e-12)
    assert np.linalg.norm(foreign.stress) == pytest.approx(np.linalg.norm(glass.stress), rel=1e-10)


def test_other_programs_find_their_own_conventions_in_what_is_written(tmp_path):
    """Radii, masses of 1, types from 1: read here without any of our code."""
    for key in ("lj", "poly"):
        glass = small_glass(key, 144)
        glass.save(tmp_path / "glass.xyz")
        glass.save(tmp_path / "glass.data")
        rows = [line.split() for line in (tmp_path / "glass.xyz").read_text().splitlines()[2:]]
        np.testing.assert_array_equal([2 * float(row[4]) for row in rows], glass.diameters)
        _, _, atoms = (tmp_path / "glass.data").read_text().partition("\nAtoms # ")
        table = np.array([line.split() for line in atoms.splitlines()[2:]], dtype=float)
        np.testing.assert_array_equal(table[:, 0], np.arange(1, 145))
        np.testing.assert_array_equal(table[:, -3:-1], glass.positions)
        if key == "lj":
            np.testing.assert_array_equal(table[:, 1], np.where(glass.diameters > 1, 2, 1))
            assert "\nMasses\n\n1 1.0\n2 1.0\n" in (tmp_path / "glass.data").read_text()
        else:
            np.testing.assert_array_equal(table[:, 2], glass.diameters)
            np.testing.assert_allclose(table[:, 3] * np.pi / 6 * glass.diameters**3, 1, rtol=1e-15)


def test_a_failed_save_leaves_the_old_file_and_an_unknown_suffix_nothing(tmp_path):
    glass = small_glass("lj", 144)
    glass.save(tmp_path / "glass.xyz")
    before = (tmp_path / "glass.xyz").read_bytes()
    with pytest.raises(TypeError):
        with_provenance(glass, {"odd": object()}).save(tmp_path / "glass.xyz")
    for name in ("glass.cif", "glass"):
        with pytest.raises(GlassFileError, match=r"ends in \.npz, \.xyz, \.extxyz, \.data, \.lmp or \.lammps"):
            glass.save(tmp_path / name)
    assert (tmp_path / "glass.xyz").read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["glass.xyz"]


def test_importing_the_engine_and_reading_npz_needs_no_ase(tmp_path):
    small_glass().save(tmp_path / "glass.npz")
    code = (
        "import sys\nfrom glasscope.engine import Glass\nGlass.load('glass.npz').save('glass.xyz')\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('ase', 'matplotlib')])"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


# a question, not a guess -------------------------------------------------------------------------------------------


def foreign_xyz(glass, cell=True, sizes=True, names="AB"):
    """Extended XYZ as others write it: whatever names, diameters in full."""
    kinds = np.zeros(glass.n_particles, dtype=int) if glass.species is None else glass.species
    comment = "Properties=species:S:1:pos:R:3" + sizes * ":diameter:R:1"
    if cell:
        a, b = glass.box.cell.tolist()
        comment += f' Lattice="{a[0]} {a[1]} 0 {b[0]} {b[1]} 0 0 0 3.5"'
    lines = [str(glass.n_particles), comment]
    for kind, (x, y), diameter in zip(kinds, glass.positions.tolist(), glass.diameters.tolist(), strict=True):
        lines.append(f"{names[kind]} {x} {y} 1.5" + sizes * f" {diameter}")
    return "\n".join([*lines, ""])


def foreign_data(glass, cell=True, sizes=True):
    """LAMMPS data as others write it: shuffled rows with image flags, a box that does not begin at 0."""
    kinds = np.zeros(glass.n_particles, dtype=int) if glass.species is None else glass.species
    (lx, _), (xy, ly) = glass.box.cell.tolist()
    diameters = glass.diameters.tolist()
    lines = ["made elsewhere", "", f"{glass.n_particles} atoms", "2 atom types", ""]
    if cell:
        lines += [f"-1 {lx - 1!r} xlo xhi", f"2 {ly + 2!r} ylo yhi", "-0.1 0.1 zlo zhi", f"{xy!r} 0 0 xy xz yz", ""]
    lines += ["Atoms # sphere" if sizes else "Atoms  # atomic", ""]
    rows = []
    for n, (x, y) in enumerate(glass.positions.tolist()):
        middle = f"{diameters[n]!r} 1.9" if sizes else ""
        rows.append(f"{n + 1} {kinds[n] + 1} {middle} {x!r} {y!r} 0 0 {n % 3} 0 # comment")
    np.random.default_rng(0).shuffle(rows)
    return "\n".join([*lines, *rows, "", "Velocities", "", *(f"{n + 1} 0 0 0" for n in range(glass.n_particles)), ""])


def renamed(pattern, replacement, count=0):
    return lambda text: re.sub(pattern, replacement, text, count=count, flags=re.MULTILINE)


FOREIGN = {"xyz": foreign_xyz, "data": foreign_data}


def load(text, ending="xyz", **answers):
    return Glass.load(io.BytesIO(text.encode()), name=f"elsewhere.{ending}", **answers)


@pytest.mark.parametrize("ending", TEXT)
@pytest.mark.parametrize("key", ["lj", "ipl_q3", "poly"])
@pytest.mark.parametrize(
    "missing", [subset for n in range(3) for subset in itertools.combinations(["cell", "sizes"], n)]
)
def test_each_missing_piece_is_asked_for_and_an_answer_settles_it(key, missing, ending):
    glass = deformed(small_glass(key, 144), Load.simple_shear(), 0.07)
    text = FOREIGN[ending](glass, **dict.fromkeys(missing, False))
    names = {"xyz": {"A": 0, "B": 1}, "data": {1: 0, "2": 1}}[ending]
    answer_of = {
        "model": {"model": key},
        "cell": {"cell": glass.box.cell},
        "sizes": {"diameters": glass.diameters} if key == "poly" else {"species": names},
    }
    answers, asked = {}, []
    for _ in range(4):
        try:
            again = load(text, ending, **answers)
            break
        except MissingInformation as question:
            asked.append(question.missing)
            answers |= answer_of[question.missing]
    assert asked == ["model", *missing]
    np.testing.assert_array_equal(again.positions, glass.positions)
    np.testing.assert_array_equal(again.diameters, glass.diameters)
    np.testing.assert_allclose(again.box.cell, glass.box.cell, rtol=1e-14)
    assert again.max_force < 1e-10
    assert again.provenance["file"] == f"elsewhere.{ending}"


def test_the_questions_in_words():
    glass = small_glass("lj", 144)
    with pytest.raises(MissingInformation) as caught:
        load(foreign_xyz(glass))
    assert caught.value.choices == tuple(MODELS)
    assert caught.value.question == str(caught.value)
    assert caught.value.question.startswith("Which model is this? elsewhere.xyz names none")
    assert all(key in caught.value.question for key in MODELS)
    with pytest.raises(MissingInformation, match="How large is the periodic cell"):
        load(foreign_xyz(glass, cell=False), model="lj")
    with pytest.raises(MissingInformation, match=r"Which particles are the small ones.*types A and B") as caught:
        load(foreign_xyz(glass, sizes=False), model="lj")
    assert caught.value.choices == ("A", "B")
    with pytest.raises(MissingInformation, match="has no sizes and 1 type A"):
        load(foreign_xyz(glass, sizes=False, names="AA"), model="lj")
    with pytest.raises(MissingInformation, match=r"How large are the particles.*polydisperse"):
        load(foreign_xyz(small_glass("poly", 144), sizes=False), model="poly")
    assert issubclass(MissingInformation, GlassFileError)


def test_which_type_is_small_is_never_read_off_names_or_numbers():
    """Answered either way, the file gives that glass; jittered ones, for the wrong way round is no minimum."""
    glass = jittered("ipl_q3", 144)
    text = foreign_data(glass, sizes=False)
    same = load(text, "data", model="ipl_q3", species={"1": 0, "2": 1})
    swapped = load(text, "data", model="ipl_q3", species={"1": 1, "2": 0})
    np.testing.assert_array_equal(same.species, glass.species)
    np.testing.assert_array_equal(swapped.species, 1 - glass.species)
    by_number = load(text, "data", model="ipl_q3", species=glass.species)
    np.testing.assert_array_equal(by_number.diameters, glass.diameters)


@pytest.mark.parametrize("column", ["diameter", "diameters", "radius", "radii", "Radius"])
@pytest.mark.parametrize("key", ["lj", "poly"])
def test_sizes_are_read_from_columns_of_these_names(column, key):
    glass = small_glass(key, 144)
    factor = 2 if column.lower().startswith("d") else 1
    text = foreign_xyz(glass).replace("diameter:R", f"{column}:R")
    if factor == 1:
        lines = text.splitlines()
        rows = [line.split() for line in lines[2:]]
        text = "\n".join([*lines[:2], *(" ".join([*row[:4], repr(float(row[4]) / 2)]) for row in rows), ""])
    np.testing.assert_array_equal(load(text, model=key).diameters, glass.diameters)


def test_rounded_sizes_of_the_model_are_known_and_strange_ones_are_not():
    glass = small_glass("lj", 144)
    rounded = re.sub(r"1\.5 (\d\.\d{4})\d*$", r"1.5 \1", foreign_xyz(glass), flags=re.MULTILINE)
    np.testing.assert_array_equal(load(rounded, model="lj").diameters, glass.diameters)
    with pytest.raises(GlassFileError, match=r"diameter 0.618.*model ipl_q3 has diameters 1 and 1.4"):
        load(rounded, model="ipl_q3")
    drawn = re.sub(r"1\.5 \S+$", "1.5 0.8", foreign_xyz(glass), flags=re.MULTILINE)
    with pytest.raises(GlassFileError, match="give species="):
        load(drawn, model="lj")
    np.testing.assert_array_equal(load(drawn, model="lj", species={"A": 0, "B": 1}).diameters, glass.diameters)


def test_a_missing_z_plain_xyz_types_by_number_and_labels():
    glass = small_glass("lj", 144)
    answers = {"model": "lj", "cell": glass.box, "species": {"A": 0, "B": 1}}
    flat = foreign_xyz(glass).replace("pos:R:3", "pos:R:2").replace(" 1.5 ", " ")
    assert_same(with_provenance(load(flat, model="lj")), with_provenance(glass))
    plain = foreign_xyz(glass, cell=False, sizes=False)
    for comment in ("", "it's a glass, frame 0", "step = 3"):
        lines = [plain.splitlines()[0], comment, *plain.splitlines()[2:]]
        again = load("\n".join(lines), **answers)
        np.testing.assert_array_equal(again.positions, glass.positions)
    two_columns = load(re.sub(r"(?m) 1\.5$", "", "\n".join(lines)), **answers)
    np.testing.assert_array_equal(two_columns.positions, glass.positions)
    numbered = foreign_xyz(glass, sizes=False, names="12").replace("species:S", "type:I")
    np.testing.assert_array_equal(load(numbered, model="lj", species={1: 0, 2: 1}).species, glass.species)
    labelled = foreign_data(glass, sizes=False)
    labelled = labelled.replace("\nAtoms  #", "\nAtom Type Labels\n\n1 small\n2 large\n\nAtoms  #")
    for text in (
        labelled,
        re.sub(r"(?m)^(\d+) 2  ", r"\1 large  ", re.sub(r"(?m)^(\d+) 1  ", r"\1 small  ", labelled)),
    ):
        again = load(text, "data", model="lj", species={"small": 0, "large": 1})
        np.testing.assert_array_equal(again.species, glass.species)


def test_a_box_that_is_not_periodic_is_a_question():
    glass = small_glass("lj", 144)
    with pytest.raises(MissingInformation, match="periodic cell"):
        load(foreign_xyz(glass).replace("Properties", 'pbc="F F F" Properties'), model="lj")
    again = load(
        foreign_xyz(glass).replace("Properties", 'pbc="F F F" Properties'), model="lj", cell=np.diag(glass.box.cell)
    )
    assert again.energy == pytest.approx(glass.energy, rel=1e-12)


def test_a_box_in_comments_or_by_halves_is_a_question():
    """LAMMPS and ASE take a side of 1 where none is said."""
    text = foreign_data(small_glass("lj", 144))
    for change in (renamed("^(.* xlo xhi)$", r"# \1"), renamed("^.* ylo yhi$", "")):
        assert change(text) != text
        with pytest.raises(MissingInformation, match="periodic cell"):
            load(change(text), "data", model="lj")
    for change in (renamed("xlo xhi", " xlo   xhi # sides"), renamed("^-1 ", "-1.0e+00 ", count=1)):
        assert change(text) != text
        assert load(change(text), "data", model="lj").max_force < 1e-10


LJ = {"model": "lj"}
WRONG_ANSWERS = {
    "another cell": (LJ | {"cell": (10, 10)}, "they disagree"),
    "half a cell": (LJ | {"cell": 3.0}, "impossible glass"),
    "three sides": (LJ | {"cell": (10, 10, 1)}, "they disagree"),
    "an unknown model": ({"model": "granite"}, "unknown model 'granite'"),
    "too few types": (LJ | {"species": {"A": 0}}, r"which species is type B"),
    "a third species": (LJ | {"species": {"A": 0, "B": 2}}, r"0 \(small\) to 1"),
    "half a species": (LJ | {"species": {"A": 0, "B": 0.5}}, r"0 \(small\) to 1"),
    "too few species": (LJ | {"species": [0, 1]}, "144 whole numbers"),
    "too few diameters": (LJ | {"diameters": np.full(143, 1.1755705)}, "144 whole numbers"),
    "one diameter": (LJ | {"diameters": 1.0}, "impossible glass"),
    "of two lengths": (LJ | {"species": np.zeros(144), "diameters": np.ones(143)}, "impossible glass"),
    "diameters that are none": (LJ | {"diameters": np.full(144, np.nan)}, "diameter nan"),
    "species of continuous sizes": ({"model": "poly", "species": {"A": 0, "B": 1}}, "no species"),
}


@pytest.mark.parametrize("case", WRONG_ANSWERS)
def test_answers_that_contradict_the_file_or_make_no_sense(case):
    answers, words = WRONG_ANSWERS[case]
    with pytest.raises(GlassError, match=words):
        load(foreign_xyz(small_glass("lj", 144)), **answers)


@pytest.mark.parametrize("ending", ["npz", *TEXT])
def test_our_own_files_stand_by_their_model(ending):
    glass = small_glass("lj", 144)
    content = written(glass, ending)
    with pytest.raises(GlassFileError, match="says that its model is lj, the answer was poly"):
        Glass.load(io.BytesIO(content), model="poly")
    assert Glass.load(io.BytesIO(content), model=MODELS["lj"]).energy == pytest.approx(glass.energy)
    with pytest.raises(GlassFileError, match=r"says (its own|that its) cell"):
        Glass.load(io.BytesIO(content), cell=2 * glass.box.cell)


# malformed ---------------------------------------------------------------------------------------------------------


def written(glass, ending):
    """The content of a file that Glass.save writes."""
    return files._WRITERS[files.writable_format(f"glass.{ending}")](glass)


def row(text, number, change):
    """The text with one row changed, counted from the end."""
    lines = text.splitlines()
    lines[-number] = change(lines[-number])
    return "\n".join([*lines, ""])


def place_of(text, number):
    """The coordinates in a row, counted from the end."""
    return re.search(r"\S+ \S+ 0\.0", text.splitlines()[-number]).group()


MALFORMED = {
    "empty": (lambda t: "", "expected the number of particles|expected a header"),
    "another format": (lambda t: "ITEM: TIMESTEP\n0\n", "expected the number of particles|expected a header"),
    "NaN": (lambda t: row(t, 5, lambda r: re.sub(r" \S+ 0.0", " nan 0.0", r)), "NaN"),
    "infinite": (lambda t: row(t, 5, lambda r: re.sub(r" \S+ 0.0", " inf 0.0", r)), "infinite"),
    "words": (lambda t: row(t, 5, lambda r: re.sub(r" \S+ 0.0", " near 0.0", r)), "near"),
    "a column too few": (lambda t: row(t, 5, lambda r: r.rpartition(" ")[0]), "cannot be read as"),
    "a line too few": (lambda t: "\n".join([*t.splitlines()[:-1], ""]), r"143 lines.*144.*cut short"),
    "a line too many": (lambda t: t + t.splitlines()[-1] + "\n", "145 lines.*144"),
    "cut in a number": (lambda t: t[:-3], "cut short"),
    "cut in the middle": (lambda t: t[: len(t) // 2], "cut short"),
    "another header": (lambda t: t.replace("glasscope-glass-1", "glasscope-glass-0"), "damaged"),
    "cut in the header": (lambda t: t[:60], "expected|damaged|lines"),
    "two in one place": (lambda t: row(t, 5, lambda r: re.sub(r"\S+ \S+ 0\.0", place_of(t, 6), r)), "overlap"),
    "three dimensions": (lambda t: row(t, 5, lambda r: r.replace(" 0.0", " 0.5")), "three dimensions: its z"),
    "no number at all": (lambda t: "\x00\xff" * 30, "expected the number of particles|expected a header"),
}


@pytest.mark.parametrize("ending", TEXT)
@pytest.mark.parametrize("case", MALFORMED)
def test_malformed_files_are_refused_in_words(case, ending, tmp_path):
    change, words = MALFORMED[case]
    text = written(small_glass("lj", 144), ending).decode()
    path = tmp_path / f"glass.{ending}"
    path.write_text(change(text))
    assert path.read_text() != text
    with pytest.raises(GlassFileError, match=words) as caught:
        Glass.load(path)
    assert f"glass.{ending}" in str(caught.value)
    assert not isinstance(caught.value, MissingInformation)


@pytest.mark.parametrize("ending", TEXT)
def test_a_file_cut_anywhere_is_no_other_glass(ending):
    """Every length within the last two rows, and some fifty before: never a glass with another last digit."""
    content = written(small_glass("poly", 144), ending)
    for length in [*range(0, len(content), len(content) // 50), *range(len(content) - 150, len(content))]:
        with pytest.raises(GlassFileError):
            Glass.load(io.BytesIO(content[:length]), name=f"glass.{ending}")


MALFORMED_ELSEWHERE = {
    "two frames": ("xyz", lambda t: t + t, "several configurations"),
    "half a property": ("xyz", renamed("species:S:1", "species:S"), r"Properties of .* are malformed"),
    "no positions": ("xyz", renamed("pos:R:3", "place:R:3"), "no positions"),
    "a cell out of the plane": ("xyz", renamed("0 0 3.5", "0.2 0 3.5"), "leans out of the plane"),
    "eight numbers of a cell": ("xyz", renamed("0 3.5", "3.5"), "Lattice"),
    "numbers for types": ("xyz", lambda t: renamed("^[AB] ", "0.7 ")(renamed("Prop.*", "")(t)), "particle's type"),
    "no atom style": ("data", renamed("Atoms # sphere", "Atoms"), "names no atom style"),
    "another atom style": ("data", renamed("Atoms # sphere", "Atoms # dipole"), "dipole"),
    "an id twice": ("data", renamed(r"^5 (\d .*)$", r"6 \1", count=1), "same id"),
    "no number of atoms": ("data", renamed("144 atoms", "many atoms"), "number of atoms"),
    "a box in words": ("data", renamed("^-1 ", "one ", count=1), "cannot be read"),
    "a diameter in words": ("data", renamed(r"^5 (\d)  ?\S+", r"5 \1 big", count=1), "diameter 'big'"),
    "another format again": ("npz", lambda t: "PK" + t, "expected a file written by Glass.save"),
    "no format": ("cif", lambda t: "_cell_length_a 5\n", r"in no format that is known here.*\.npz, \.xyz"),
}


@pytest.mark.parametrize("case", MALFORMED_ELSEWHERE)
def test_malformed_files_from_elsewhere_are_refused_in_words(case):
    ending, change, words = MALFORMED_ELSEWHERE[case]
    text = FOREIGN.get(ending, foreign_xyz)(small_glass("lj", 144))
    assert change(text) != text
    with pytest.raises(GlassFileError, match=words):
        load(change(text), ending, model="lj")


def test_what_is_no_text_or_no_binary_file():
    with pytest.raises(GlassFileError, match="no text"):
        Glass.load(io.BytesIO(b"\xff\xfe\x00"), name="x.xyz")
    with pytest.raises(GlassFileError, match="binary mode"):
        Glass.load(io.StringIO("3"), name="x.xyz")


def test_a_model_of_ones_own_is_given_again():
    own = replace(MODELS["lj"], key="mine", cross_strength=0.9)
    glass = jittered("lj", 144)
    glass = Glass(own, glass.positions, species=glass.species, cell=glass.box)
    for ending in ("npz", *TEXT):
        content = written(glass, ending)
        with pytest.raises(GlassFileError, match="unknown model 'mine'"):
            Glass.load(io.BytesIO(content))
        again = Glass.load(io.BytesIO(content), model=own)
        assert again.energy == glass.energy


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(GlassFileError, match="cannot be read"):
        Glass.load(tmp_path)
    with pytest.raises(GlassFileError, match="there is no file"):
        Glass.load(tmp_path / "none.xyz")
