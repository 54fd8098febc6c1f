"""How a glass was made, in words; and what the form offers to make."""


import numpy as np

from glasscope.dashboard.gallery.making import making
from glasscope.dashboard.gallery.recipes import recipes
from glasscope.engine import MODELS, PROTOCOLS, Glass

STAGES = [
    {
        "stage": words,
        "unit": unit,
        "temperatures": temperatures,
        "times": [0.0, 10.0, 20.0],
        "energies": [1.0, 0.5, 0.4],
        "overlaps": [1.0, 0.3, 1.0],
        "diameter_overlaps": [1.0, 0.2, 1.0],
        "relaxations": relaxations,
    }
    for words, unit, temperatures, relaxations in (
        ("melting", "t0", [3.0, 3.0], [1.0, 2.0]),
        ("swap Monte Carlo", "sweeps", [0.2, 0.2], [100.0, 250.0, 450.0, 650.0]),
        ("cooling", "t0", [0.2, 0.1], []),
    )
]


def made(glass, **provenance):
    other = Glass(
        glass.model, glass.positions, species=glass.species, diameters=glass.diameters, cell=glass.box,
        provenance=provenance,
    )  # fmt: skip
    return making("its name", other)


def test_words_of_a_prepared_glass(glass):
    known = {"protocol": "gq", "parent_temperature": 0.35, "cooling_time": 1e5, "seed": 7}
    shown = made(glass, **known, command="glasscope prepare", stages=STAGES)
    rows = dict(shown["rows"])
    assert rows["protocol"] == PROTOCOLS["gq"].label
    assert rows["parent temperature"] == "0.35 = 1.13 T_g"
    assert rows["cooling time"] == "100,000 t0"
    assert rows["seed"] == "7"
    assert rows["particles N"] == str(glass.n_particles)
    assert shown["command"] == "glasscope prepare"


def test_the_last_stage_at_one_temperature_is_shown_with_its_relaxation_times(glass):
    shown = made(glass, command="x", stages=STAGES)
    assert shown["stages"][shown["shown"]]["label"] == "swap Monte Carlo"
    assert dict(shown["rows"])["relaxation times seen"] == "4, of 200 sweeps"  # the mean of the later half: 200, 200
    assert [stage["where"] for stage in shown["stages"]] == ["at T = 3", "at T = 0.2", "T from 0.2 to 0.1"]


def test_a_stage_without_a_relaxation_says_so(glass):
    shown = made(glass, command="x", stages=[STAGES[2] | {"temperatures": [0.1, 0.1]}])
    assert dict(shown["rows"])["relaxation times seen"] == "none in 20 t0"


def test_a_glass_from_elsewhere_says_where_from(glass):
    shown = made(glass, file="theirs.xyz", format="extended XYZ")
    assert shown["command"] is None
    assert shown["stages"] == []
    assert "theirs.xyz (extended XYZ)" in shown["words"]
    assert "does not say how it was made" in made(glass)["words"]


def test_the_form_offers_only_what_suits_a_model():
    offered = {protocol["key"]: protocol for protocol in recipes()["protocols"]}
    assert set(offered) == set(PROTOCOLS)
    assert set(offered["swap"]["models"]) == {key for key, model in MODELS.items() if model.polydisperse}
    assert set(offered["htl"]["models"]) == set(MODELS)


def test_the_form_explains_every_setting_and_has_its_default_within_its_bounds():
    for protocol in recipes()["protocols"]:
        assert protocol["summary"]
        for setting in protocol["settings"]:
            assert setting["summary"]
            assert set(setting["defaults"]) == set(protocol["models"])
            values = np.array(list(setting["defaults"].values()))
            assert ((setting["low"] <= values) & (values <= setting["high"])).all(), setting["name"]


def test_a_density_that_is_not_touched_is_the_model_s():
    densities = {model["key"]: model["density"] for model in recipes()["models"]}
    assert all(abs(densities[key] / model.density - 1) < 1e-5 for key, model in MODELS.items())
