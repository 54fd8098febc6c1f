"""Spectra on demand: in stages, called off, begun anew for another moment; and the plots that they are drawn in."""

from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest
from waiting import wait_for

from glasscope.dashboard.found.finder import Bench
from glasscope.dashboard.found.vibrations import STAGES, spectrum_finder, wanted_spectrum
from glasscope.dashboard.look.log_axes import powers_of_ten
from glasscope.dashboard.panels.vibrations.plots import BINS, density
from glasscope.dashboard.panels.vibrations.tail import log_density
from glasscope.engine import INDICATORS


@pytest.fixture
def history(stored, steps):
    return stored(steps[:5])


@pytest.fixture
def spectra(bench, errors):
    made = spectrum_finder(bench)
    yield made
    made.close()
    assert not errors


def known(spectra, n):
    """The spectrum, once it has so many modes and nothing is under way."""
    wait_for(lambda: spectra.newest() is not None and len(spectra.newest().eigenvalues) == n and not spectra.busy)
    return spectra.newest()


def test_it_arrives_and_is_the_glass_own(spectra, history, glass):
    spectra.want(wanted_spectrum(history, 0, 30))
    found = known(spectra, 30)
    values, _ = glass.response.modes(30)
    assert np.allclose(found.eigenvalues, values, rtol=1e-6)
    assert found.total == 2 * glass.n_particles - 2
    assert found.modes.shape == (30, glass.n_particles, 2)
    assert np.all((found.participation > 0.0) & (found.participation <= 1.0))
    assert spectra.progress() == {}
    spectra.want(wanted_spectrum(history, 0, 30))  # once is enough
    assert not spectra.busy


def test_it_comes_in_stages(history, errors):
    seen = []
    bench = Bench(history, lambda: seen.append(spectra.newest()), errors.append, lambda seconds: None)
    spectra = spectrum_finder(bench)
    spectra.want(wanted_spectrum(history, 0, 27))
    wait_for(lambda: any(each is not None and len(each.eigenvalues) == 27 for each in seen))
    assert sorted({len(each.eigenvalues) for each in seen if each is not None}) == [27 // share for share in STAGES]


def test_more_modes_than_there_are_means_all(spectra, history, glass):
    spectra.want(wanted_spectrum(history, 0, 1000))
    assert known(spectra, 2 * glass.n_particles - 2).asked == 1000


def test_called_off_it_rests_until_it_is_asked_for_again(spectra, history):
    spectra.want(wanted_spectrum(history, 0, 100))
    spectra.rest()
    wait_for(lambda: not spectra.busy)
    spectra.want(wanted_spectrum(history, history.head, 100))  # nor for another moment
    assert not spectra.busy
    spectra.again()
    spectra.want(wanted_spectrum(history, history.head, 100))
    assert known(spectra, 100).strain == history.rows.strain[-1]


def test_another_run_has_none(spectra, history, glass, load):
    spectra.want(wanted_spectrum(history, 0, 20))
    known(spectra, 20)
    history.begin(glass, "again", load)
    assert spectra.newest() is None
    spectra.want(wanted_spectrum(history, 0, 20))
    known(spectra, 20)


def test_a_state_without_a_spectrum_says_so_once(history, bench, errors, glass):
    spectra = spectrum_finder(bench)
    history.rebuild = lambda frame, anew: SimpleNamespace(positions=glass.positions, dimension=2)
    for _ in range(2):
        spectra.want(wanted_spectrum(history, 0, 20))
        wait_for(lambda: not spectra.busy)
    assert len(errors) == 1
    assert errors[0].startswith("There is no spectrum of this state")


def test_density_counts_whole_bins_only():
    edges = 10.0 ** (np.arange(4) / BINS)
    bins = zip(edges[:-1], edges[1:], (3, 5, 9), strict=True)
    frequencies = np.concatenate([np.linspace(a * 1.001, b * 0.999, k) for a, b, k in bins])
    for total, bins in ((17, 3), (100, 2)):
        x, y = density(SimpleNamespace(eigenvalues=frequencies**2, total=total))
        assert len(x) == bins
        assert y * np.diff(edges[: bins + 1]) * total == pytest.approx([3, 5, 9][:bins])


def test_a_power_law_is_a_straight_line():
    sizes = np.random.default_rng(3).pareto(1.25, 200_000) + 1.0
    x, y = log_density(sizes / sizes.mean())
    tail = (x > 1.0) & (x < 20.0)
    assert np.polyfit(np.log(x[tail]), np.log(y[tail]), 1)[0] == pytest.approx(-2.25, abs=0.05)


def test_ticks_are_few():
    ticks = powers_of_ten(np.array([3e-7, 2e4]))
    assert 3 <= len(ticks) <= 6
    assert ticks[0] <= 3e-7 * 10
    assert len(set(np.round(np.diff(np.log10(ticks)), 9))) == 1


def test_exponents_are_those_of_indicators():
    assert {key: kind.tail_exponent for key, kind in INDICATORS.items() if kind.tail_exponent is not None} == {
        "local_heat_capacity": Fraction(-9, 4),
        "local_heat_capacity_derivative": Fraction(-13, 8),
        "anisotropic_softness": Fraction(-17, 12),
        "bond_energy_slope": Fraction(-7, 2),
        "bond_energy_curvature": Fraction(-11, 6),
        "bond_energy_third_order": Fraction(-15, 10),
    }
