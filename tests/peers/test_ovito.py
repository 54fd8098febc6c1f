"""D2min against OVITO, which gives the sum over neighbours where ours is the mean."""

import numpy as np
from making import jittered

from glasscope.engine import Load, nonaffine_d2min


def as_ovito(glass):
    from ovito.data import DataCollection, SimulationCell
    from ovito.pipeline import Pipeline, StaticSource

    data = DataCollection()
    cell = np.zeros((3, 4))
    cell[:2, :2], cell[2, 2] = glass.box.cell.T, 1.0
    data.objects.append(SimulationCell(pbc=(True, True, False), is2D=True))
    data.cell_[...] = cell
    particles = data.create_particles(count=glass.n_particles)
    particles.create_property("Position", data=np.column_stack([glass.positions, np.zeros(glass.n_particles)]))
    return Pipeline(source=StaticSource(data=data))


def test_d2min_in_a_strained_cell():
    from ovito.modifiers import AtomicStrainModifier
    from ovito.pipeline import ReferenceConfigurationModifier

    before = jittered("lj", 400, seed=1, tilt=0.2)
    deformation = Load.simple_shear().deformation(0.08)
    noise = 0.05 * np.random.default_rng(0).standard_normal(before.positions.shape)
    after = before.with_positions(before.positions @ deformation.T + noise, before.box.deform(deformation))
    radius = 2.5 * before.density**-0.5
    pipeline = as_ovito(after)
    modifier = AtomicStrainModifier(cutoff=radius, output_nonaffine_squared_displacements=True)
    modifier.reference = as_ovito(before).source
    modifier.minimum_image_convention = True
    modifier.affine_mapping = ReferenceConfigurationModifier.AffineMapping.Off
    pipeline.modifiers.append(modifier)
    total = np.array(pipeline.compute().particles["Nonaffine Squared Displacement"])
    i, j, _ = before.neighbours(radius=radius)
    counts = np.bincount(np.concatenate([i, j]), minlength=before.n_particles)
    np.testing.assert_allclose(total / counts, nonaffine_d2min(before, after), rtol=1e-4, atol=1e-6)
