"""The result sets in assets/ensembles: they open, say what they are, and R20's text holds in them within errors."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from first_events_table import CLASSES

import glasscope.assets
from glasscope.engine.ensembles import bin_distribution, first_events, open_ensemble
from glasscope.engine.ensembles.from_yaml import ensemble
from glasscope.engine.indicators import INDICATORS

FOLDER = Path(glasscope.assets.__file__).parent / "ensembles"
FILES = sorted(FOLDER.glob("*.nc"))

MODES = ("soft_modes", "local_heat_capacity", "vibrality", "nonaffine_modulus", "nonaffine_velocity")
GEOMETRY = ("local_density", "free_volume", "excess_entropy", "voronoi_anisotropy", "voronoi_divergence",
            "bond_orientational_order")  # fmt: skip


@cache
def shipped(name):
    return open_ensemble(FOLDER / f"{name}.nc")


@cache
def scores(name):
    found = first_events(shipped(name))
    return {
        str(key): (float(found["value"].sel(indicator=key)), float(found["error"].sel(indicator=key)))
        for key in found["indicator"].values
    }


def test_ductile_and_brittle_ones_are_there():
    assert {*CLASSES, "ipl_q4-anisotropy"} <= {file.stem for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_says_how_it_is_made_again(file):
    import yaml

    data = open_ensemble(file)
    spec = ensemble(yaml.safe_load(data.attrs["spec"]))
    assert spec.name == data.attrs["name"]
    assert (data["error"].values == "").all()
    assert set(data["key"].values.tolist()) <= set(INDICATORS)
    assert file.stat().st_size < 1_500_000
    strains = data["event_strain"].values[:, :, 0]
    assert np.isfinite(strains).mean() > 0.95


@pytest.mark.parametrize("name", MODES)
def test_what_is_made_of_vibrations_knows_in_lj_gq(name):
    value, error = scores("lj-gq")[name]
    assert value > 0.85 - 2 * error
    assert value > 0.7


@pytest.mark.parametrize("name", ["steric_order", "softness"])
def test_frustration_knows_too(name):
    value, error = scores("lj-gq")[name]
    assert value - error > 0.6


def test_plain_geometry_knows_less_than_all_of_these():
    known = scores("lj-gq")
    best = max(known[name][0] for name in GEOMETRY)
    assert best < min(known[name][0] for name in (*MODES, "steric_order", "softness"))


def test_thermal_expansion_knows_nothing():
    value, error = scores("lj-gq")["thermal_expansion"]
    assert abs(value) < 2 * error


@pytest.mark.parametrize("sign", [1, -1])
def test_the_positive_part_of_the_anisotropic_softness_knows(sign):
    """SN19 Fig. 4: under either sign of the shear; the negative part does little better than chance."""
    data = shipped("ipl_q4-anisotropy")
    data = data.isel(load=np.flatnonzero(data["sign"].values == sign))
    share = bin_distribution(data, np.array([0.1, 0.3]))
    positive, negative = (share.sel(binned=f"anisotropic_softness: {part}") for part in ("positive", "negative"))
    assert (positive["low"].values > negative["high"].values).all()
    assert (positive["value"].values > np.array([0.35, 0.6])).all()
    assert (negative["value"].values < np.array([0.22, 0.5])).all()


def test_strength_stays_where_the_others_fall():
    """R20 Fig. 4e: from T = 0.12 to 0.062 the vibrations know less, and no less strength is known than of them."""
    stable, mild = scores("poly-0.062"), scores("poly-0.12")
    for name in ("soft_modes", "nonaffine_velocity", "normal_mode_map"):
        assert stable[name][0] < mild[name][0] - 2 * np.hypot(stable[name][1], mild[name][1]), name
    value, error = stable["residual_strength"]
    assert value > stable["soft_modes"][0]
    assert value - 2 * error > 0.4
