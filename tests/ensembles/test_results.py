"""From a dataset to scores: numbers put in by hand come out, with errors over samples."""

import numpy as np
import pytest
import xarray as xr

from glasscope.engine import GlassError
from glasscope.engine.ensembles import (
    bin_distribution,
    by_lead,
    by_ordinal,
    by_strain,
    dissipation,
    distance_distribution,
    first_events,
    first_strain,
    on_moved,
    rank_distribution,
    reversible_share,
    similarity,
    spot_distribution,
    spot_ratio,
    stress_drops,
    susceptibility,
)
from glasscope.engine.scores import score
from glasscope.engine.statistics import bootstrap

S, L, E, I = 12, 2, 3, 2  # noqa: E741 - samples, loads, events, indicators
RNG = np.random.default_rng(0)


@pytest.fixture
def data():
    """Random numbers in place of an ensemble's; the last sample failed, one run ended after its first event."""
    event, indicator = ("sample", "load", "event"), ("indicator", ["good", "bad"])
    ranks = np.clip(RNG.uniform(size=(S, L, E, I)) ** [0.1, 1.0], 1e-3, 1)
    strains = np.sort(RNG.uniform(0.001, 0.1, (S, L, E)), axis=-1)
    variables = {
        "rank": ((*event, "indicator"), ranks),
        "rank_by_displacement": ((*event, "indicator"), ranks**2),
        "lead_rank": ((*event, "lead_indicator", "lead"), RNG.uniform(0.1, 1, (S, L, E, 1, 2))),
        "lead_between": ((*event, "lead"), np.ones((S, L, E, 2))),
        "bin_rank": ((*event, "binned"), RNG.uniform(size=(S, L, E, 2))),
        "spot_relative": ((*event, "spotted"), 1 + RNG.exponential(size=(S, L, E, 2))),
        "spearman": (("sample", "indicator", "other_indicator"), np.tile([[1.0, 0.3], [0.3, 1.0]], (S, 1, 1))),
        "c_rank": (("sample", "load", "strain", "indicator"), RNG.uniform(size=(S, L, 1, I))),
        "overlap": (("sample", "load", "strain", "indicator"), RNG.uniform(size=(S, L, 1, I))),
        "spot_distance": ((*event, "spotted"), RNG.exponential(size=(S, L, E, 2))),
        "moved_rank": (("sample", "load", "moved", "positions"), RNG.uniform(0.1, 1, (S, L, 1, 4))),
        "reached": (("sample", "load"), np.full((S, L), 0.1)),
        "volume": ("sample", np.full(S, 50.0)),
        "event_strain": (event, strains),
        "event_stress_drop": (event, RNG.exponential(size=(S, L, E))),
        "event_energy_drop": (event, RNG.exponential(size=(S, L, E))),
        "event_reversible": (event, RNG.integers(0, 2, (S, L, E)).astype(float)),
    }
    variables = {name: (dims, np.array(values, dtype=float)) for name, (dims, values) in variables.items()}
    for dims, values in variables.values():
        if dims[0] == "sample":
            values[-1] = np.nan
        if dims[:3] == event:
            values[0, 0, 1:] = np.nan
    coordinates = {"indicator": indicator, "event": [1, 2, 3], "lead": [1e-4, 1e-3], "binned": ["+", "-"]}
    coordinates |= {"spotted": ["heat", "modes"], "strain": [0.02], "family": ("indicator", ["a", "b"])}
    return xr.Dataset(variables, coordinates)


def test_an_event_at_its_onset_as_cast_is_not_scored(data):
    data["event_strain"][0, 0, 0] = 2e-6
    data["event_strain"].values[1, 1, :2] = 1e-6, 5e-5
    found = first_events(data)
    early = data["event_strain"].values < 1e-4
    expected = np.where(early[..., None], np.nan, data["rank"].values)[:, :, 0]
    np.testing.assert_allclose(found["value"], score(expected, axis=(0, 1)))
    assert found.attrs["left_out"] == 2
    assert (found["n_events"] == np.isfinite(expected).sum(axis=(0, 1))).all()
    later = by_ordinal(data).sel(event=2)
    kept = np.where(early[..., None], np.nan, data["rank"].values)[:, :, 1]
    np.testing.assert_allclose(later["value"], score(kept, axis=(0, 1)))
    at = np.linspace(0, 1, 5)
    kept = 1 - expected[..., 0]
    share = [np.mean(kept[np.isfinite(kept)] <= x) for x in at]
    np.testing.assert_allclose(rank_distribution(data, at)["value"].values[0], share)


def test_where_only_falls_of_the_stress_count_the_first_of_them_is_the_first(data):
    drops = data["event_stress_drop"].values
    drops[0, 0, 0], drops[1, 1] = -1.0, -1.0
    found, ranks = first_events(data, falling=True), data["rank"].values
    expected = ranks[:, :, 0].copy()
    expected[0, 0], expected[1, 1] = ranks[0, 0, 1], np.nan
    np.testing.assert_allclose(found["value"], score(expected, axis=(0, 1)))
    second, strain = ranks[:, :, 1].copy(), data["event_strain"].values[:, :, 1].copy()
    second[0, 0], second[1, 1] = ranks[0, 0, 2], np.nan
    strain[0, 0], strain[1, 1] = data["event_strain"].values[0, 0, 2], np.nan
    ordinal = by_ordinal(data, falling=True).sel(event=2)
    np.testing.assert_allclose(ordinal["value"], score(second, axis=(0, 1)))
    assert float(ordinal["strain"]) == pytest.approx(np.nanmean(strain))
    assert not np.allclose(first_events(data)["value"], found["value"])


def test_first_events_are_the_bootstrap_of_their_ranks(data):
    found, ranks = first_events(data), data["rank"].values[:-1, :, 0]
    expected = bootstrap(lambda r: score(r, axis=(0, 1)), ranks)
    assert found["value"].values == pytest.approx(2 * ranks.mean(axis=(0, 1)) - 1)
    assert found["error"].values == pytest.approx(expected.error)
    assert found["n_events"].values.tolist() == [22, 22]
    assert found.attrs["n_samples"] == 11
    assert found["family"].values.tolist() == ["a", "b"]
    moved = first_events(data, "rank_by_displacement")
    assert moved["value"].values == pytest.approx(2 * (ranks**2).mean(axis=(0, 1)) - 1)
    with pytest.raises(GlassError, match="ranks are"):
        first_events(data, "luck")


def test_curves_against_ordinal_strain_and_lead(data):
    found = by_ordinal(data, n_resamples=20)
    assert found["value"].sel(event=1).values == pytest.approx(first_events(data)["value"].values)
    assert found["n_events"].values.tolist() == [[22, 22], [21, 21], [21, 21]]
    assert float(found["strain"][2]) == pytest.approx(np.nanmean(data["event_strain"].values[:, :, 2]))
    found = by_strain(data, [0.0, 0.05, 0.2], n_resamples=20)
    low = data["event_strain"].values < 0.05
    assert found["value"].values[0] == pytest.approx(2 * data["rank"].values[low].mean(axis=0) - 1)
    assert found["n_events"].values.sum(axis=0).tolist() == [64, 64]
    data["event_strain"].values[0, 0, 0] = 1e-5  # about to yield as cast: not scored, in no curve
    assert by_strain(data, [0.0, 0.05, 0.2], n_resamples=20)["n_events"].values.sum(axis=0).tolist() == [63, 63]
    assert rank_distribution(data, [0.5], n_resamples=20)["n_events"].values.tolist() == [21, 21]
    assert first_events(data, n_resamples=20).attrs["left_out"] == 1
    found = by_lead(data, n_resamples=20)
    assert found["value"].values[0] == pytest.approx(2 * np.nanmean(data["lead_rank"].values, axis=(0, 1, 2, 3)) - 1)
    assert found["between"].values.tolist() == [1, 1]


def test_distributions(data):
    x = np.array([0.0, 0.3, 1.0])
    found = rank_distribution(data, x, n_resamples=50)
    first = 1 - data["rank"].values[:-1, :, 0, 1]
    assert found["value"].sel(indicator="bad").values == pytest.approx([0, (first <= 0.3).mean(), 1])
    assert found["softer"].values.tolist() == x.tolist()
    second = data["bin_rank"].values[:-1, :, 1, 0]
    found = bin_distribution(data, x, event=2, n_resamples=50)
    assert found["value"].sel(binned="+", share=0.3) == pytest.approx(np.nansum(second <= 0.3) / 21)
    assert found["n_events"].values.tolist() == [21, 21]
    found, ratio = spot_distribution(data, [2.0]), spot_ratio(data, "heat", "modes", [2.0])
    assert float(ratio["value"][0]) == pytest.approx(float(found["value"][0, 0] / found["value"][1, 0]))
    assert float(ratio["error"][0]) > 0
    near = distance_distribution(data, [0.5], n_resamples=20)
    assert near["value"].values[1, 0] == pytest.approx((data["spot_distance"].values[:-1, :, 0, 1] <= 0.5).mean())
    with pytest.raises(GlassError, match="counted from 1 to 3"):
        bin_distribution(data, x, event=4)


def test_yielding(data):
    assert float(first_strain(data)["value"]) == pytest.approx(data["event_strain"].values[:-1, :, 0].mean())
    shares = reversible_share(data, n_resamples=20)
    assert shares["value"].values == pytest.approx(np.nanmean(data["event_reversible"].values, axis=(0, 1)))
    edges = [0.0, 0.05, 0.1]
    released = np.nansum(np.where(data["event_strain"].values < 0.05, data["event_energy_drop"].values, 0))
    found = dissipation(data, edges, n_resamples=20)
    assert float(found["value"][0]) == pytest.approx(released / (50 * 22 * 0.05))
    drops = stress_drops(data, edges, n_resamples=20)
    low = data["event_strain"].values < 0.05
    assert float(drops["value"][0]) == pytest.approx(data["event_stress_drop"].values[low].mean())
    assert drops["n_events"].values.sum() == 64


def test_similarity_and_susceptibility(data):
    found = similarity(data, n_resamples=20)
    assert found["value"].values == pytest.approx(np.array([[1, 0.3], [0.3, 1]]))
    assert found["error"].values == pytest.approx(np.zeros((2, 2)), abs=1e-12)
    found = susceptibility(data, n_resamples=20)
    assert found["value"].values[0] == pytest.approx(data["c_rank"].values[:-1].mean(axis=(0, 1, 2)))
    moved = on_moved(data, n_resamples=20)
    assert moved["value"].values[0] == pytest.approx(2 * data["moved_rank"].values[:-1, :, 0].mean(axis=(0, 1)) - 1)
    assert found["overlap"].values[0] == pytest.approx(data["overlap"].values[:-1].mean(axis=(0, 1, 2)))


def test_what_was_not_asked_for_is_told(data):
    with pytest.raises(GlassError, match="asked for no leads"):
        by_lead(data.drop_vars("lead_rank"))
    nothing = data.copy(deep=True)
    nothing["reached"][:] = np.nan
    with pytest.raises(GlassError, match="no sample"):
        first_events(nothing)
