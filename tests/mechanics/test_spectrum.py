"""Spectra against cases that one knows."""

import numpy as np
import pytest
from making import small_glass

from glasscope.engine.errors import GlassError
from glasscope.engine.mechanics.linear.spectrum import density_of_states, participation_ratio


def test_participation_of_one_half_and_all():
    modes = np.zeros((3, 10, 2))
    modes[0, 4] = [0.6, 0.8]
    modes[1, :5, 1] = 1.0
    modes[2] = [0.3, -0.1]
    assert participation_ratio(modes) == pytest.approx([0.1, 0.5, 1.0])


def test_participation_of_a_plane_wave():
    """cos² over whole waves: (1/2)² / (3/8)."""
    x = 2 * np.pi * np.arange(60) / 60
    wave = np.column_stack([np.zeros(60), np.cos(3 * x)])
    assert participation_ratio(wave[None]) == pytest.approx([2 / 3])
    assert participation_ratio(5.0 * wave[None]) == pytest.approx([2 / 3])


def test_participation_of_a_glass_lies_between_one_particle_and_all():
    _, modes = small_glass("lj", 144).response.modes(20)
    ratios = participation_ratio(modes)
    assert (ratios > 1 / 144).all()
    assert (ratios < 1).all()


@pytest.mark.parametrize("bad", [np.zeros((2, 5, 2)), np.ones((5, 2)), np.full((1, 5, 2), np.nan)])
def test_no_participation_of_what_is_no_mode(bad):
    with pytest.raises(GlassError):
        participation_ratio(bad)


def test_density_integrates_to_one_and_counts_all():
    eigenvalues = np.random.default_rng(1).lognormal(size=5000)
    spectrum = density_of_states(eigenvalues)
    assert spectrum.counts.sum() == 5000
    assert spectrum.density @ np.diff(spectrum.edges) == pytest.approx(1.0)
    low = density_of_states(np.sort(eigenvalues)[:500], n_modes=5000)
    assert low.density @ np.diff(low.edges) == pytest.approx(0.1)
    first = np.searchsorted(spectrum.edges, low.edges[0] * 0.999)
    inner = slice(first, first + len(low.density) - 1)  # the last bin is cut short
    np.testing.assert_allclose(low.density[:-1], spectrum.density[inner])


@pytest.mark.parametrize("power", [1, 4])
def test_density_of_a_known_law(power):
    """D(ω) = (k + 1) ω^k on (0, 1), drawn by its quantiles: bins hold exactly what they should."""
    frequencies = ((np.arange(100_000) + 0.5) / 100_000) ** (1 / (power + 1))
    spectrum = density_of_states(frequencies**2, bins_per_decade=5)
    low, high = spectrum.edges[:-1], spectrum.edges[1:]
    expected = (high ** (power + 1) - low ** (power + 1)) / (high - low)
    many = spectrum.counts > 500
    assert many.sum() >= 3
    np.testing.assert_allclose(spectrum.density[many], expected[many], rtol=0.005)


def test_edges_lie_on_powers_of_ten():
    edges = density_of_states([1e-4, 0.3, 90.0], bins_per_decade=4).edges
    assert np.abs(np.log10(edges) * 4 - np.rint(np.log10(edges) * 4)).max() < 1e-9
    assert edges[0] == pytest.approx(0.01)


@pytest.mark.parametrize(
    ("values", "options", "words"),
    [
        ([], {}, "above zero"),
        ([0.0, 1.0], {}, "translations"),
        ([1.0, np.nan], {}, "finite"),
        ([1.0, 2.0], {"n_modes": 1}, "more than"),
        ([1.0], {"bins_per_decade": 0}, "decade"),
    ],
)
def test_what_is_no_spectrum_is_refused(values, options, words):
    with pytest.raises(GlassError, match=words):
        density_of_states(values, **options)
