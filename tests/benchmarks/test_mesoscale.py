"""An elastoplastic lattice beside one with a Fourier transform a sweep in plain numpy: `make benchmark`.

GooseEPM and MEPLS, the public codes, have no packages that an index would install.
"""

from time import process_time

import numpy as np
import pytest

from glasscope.engine import ElastoplasticModel, Thresholds
from glasscope.engine.mesoscale.propagator import in_fourier_space

HOT = Thresholds.from_values(np.random.default_rng(0).weibull(2.0, 2000))
MODULUS, SLIP = 16.0, 0.065


class Plain:
    """The same model as one would write it, with arrays of numpy."""

    def __init__(self, size):
        self.waves = in_fourier_space(size)[:, : size // 2 + 1]
        self.stresses, self.thresholds = np.zeros((size, size)), HOT.drawn(size)[0]
        self.random, self.strain = np.random.default_rng(1), 0.0

    def avalanche(self):
        """Failures and sweeps."""
        bears = self.thresholds - self.stresses
        failing, failed, sweeps = [int(np.argmin(bears))], 0, 0
        self.stresses += bears.min()
        self.strain += bears.min() / MODULUS
        while len(failing):
            slips = np.zeros_like(self.stresses)
            slips.flat[failing] = 2 * MODULUS * SLIP
            self.thresholds.flat[failing] = self.random.choice(HOT.values, len(failing))
            self.stresses += np.fft.irfft2(np.fft.rfft2(slips) * self.waves, s=slips.shape)
            failed, sweeps = failed + len(failing), sweeps + 1
            failing = np.flatnonzero((self.stresses >= self.thresholds).ravel())
        return failed, sweeps


@pytest.mark.parametrize(("size", "ahead", "stretch"), [(64, 0.06, 0.02), (256, 0.05, 0.001)])
def test_failures_a_second_beside_plain_numpy(size, ahead, stretch, record_property):
    """From the same strain on, in turns: avalanches become longer with it."""
    ours, plain = ElastoplasticModel(size, HOT, modulus=MODULUS, seed=1), Plain(size)
    list(ours.shear(ahead, every=ahead))
    while plain.strain < ahead:
        plain.avalanche()
    spent, done = {"ours": 0.0, "plain": 0.0}, {"ours": np.zeros(2), "plain": np.zeros(2)}
    for k in range(1, 6):
        start = process_time()
        (state,) = ours.shear(ahead + k * stretch, every=stretch)
        spent["ours"] += process_time() - start
        done["ours"] += len(state.failed), state.avalanches[:, 3].sum()
        start = process_time()
        while plain.strain < ahead + k * stretch:
            done["plain"] += plain.avalanche()
        spent["plain"] += process_time() - start
    rates = {name: done[name] / spent[name] for name in spent}
    ratio = rates["ours"] / rates["plain"]
    record_property("ratio", float(ratio[0]))
    print(
        f"\nL = {size}: {rates['ours'][0]:,.0f} failures and {rates['ours'][1]:,.0f} sweeps a second, plain numpy "
        f"{rates['plain'][0]:,.0f} and {rates['plain'][1]:,.0f}: {ratio[0]:.0f} and {ratio[1]:.0f} times"
    )
    assert ratio.min() > 10
