"""A spec says what it means, and every mistake in it is told where it stands."""

import json
from pathlib import Path

import pytest

from glasscope.engine import INDICATORS, GlassError, Load
from glasscope.engine.ensembles import ensemble, read_spec

EXAMPLES = Path(__file__).resolve().parents[2] / "assets" / "examples"


def test_everything_is_read(small):
    spec = ensemble(small)
    assert (spec.name, spec.model, spec.n_particles, spec.protocol) == ("small", "lj", 100, "htl")
    assert [sample.seed for sample in spec.samples] == [1, 2, 3]
    assert spec.loads == (Load.simple_shear(), Load.simple_shear(sign=-1))
    assert [wanted.name for wanted in spec.wanted_of(spec.samples[1])] == [
        "steric_order", "vibrality", "softness", "anisotropic_softness", "modes",
    ]  # fmt: skip
    assert spec.indicators[-1].indicator().share == 0.05
    assert "modes" not in [wanted.name for wanted in spec.wanted_of(spec.samples[2])]
    assert [wanted.name for wanted in spec.leads_of(spec.samples[1])] == ["vibrality"]
    assert spec.leads_of(spec.samples[2]) == []
    assert spec.leads == (1e-4, 1e-3)  # YAML takes 1e-4 for a text
    positive, negative = spec.bins
    assert positive == ("anisotropic_softness", "positive", 2.5)
    assert negative.part == "negative"


def test_what_is_stored_is_read_as_the_same(small):
    spec = ensemble(small)
    assert ensemble(json.loads(json.dumps(spec.to_mapping()))) == spec
    small |= {"samples": None, "seeds": [7, 3], "leads": None, "spots": ["vibrality"], "density": 1.0}
    small["indicators"].pop("modes")
    small["loads"] = [{"angles": [10.0, 20]}, {"kind": "dilation", "signs": [-1]}]
    small["bins"]["size"] = [3, 2.5]
    spec = ensemble(small)
    assert [load.label for load in spec.loads][-1] == "compression"
    labels = [one.label(2) for one in spec.bins[:2]]
    assert labels == [f"anisotropic_softness: positive, ξ = {size}" for size in (2.5, 3)]
    assert ensemble(json.loads(json.dumps(spec.to_mapping()))) == spec


def test_all_are_those_of_the_registry_that_need_no_reference(small):
    small = {name: small[name] for name in ("model", "n_particles", "protocol", "samples", "events")}
    spec = ensemble(small | {"indicators": "all"})
    expected = {key for key, kind in INDICATORS.items() if "reference" not in kind.requires}
    assert {wanted.key for wanted in spec.indicators} == expected
    spec = ensemble(small | {"indicators": {"all": None, "soft_modes": {"samples": 1}}})
    assert {wanted.key for wanted in spec.indicators} == expected
    assert {wanted.name: wanted.samples for wanted in spec.indicators if wanted.samples} == {"soft_modes": 1}
    other = {"indicator": "normal_mode_map", "parameters": {"share": 0.005}}
    spec = ensemble(small | {"indicators": {"all": None, "modes_100": other}})
    assert {wanted.name for wanted in spec.indicators} == expected | {"modes_100"}


def test_glasses_may_be_given(small, tmp_path):
    for name in ("a-2.npz", "a-1.npz", "b.npz"):
        (tmp_path / name).write_bytes(b"")
    for name in ("model", "n_particles", "protocol", "parameters"):
        del small[name]
    spec = ensemble(small | {"glasses": ["a-*.npz", "lj-htl-1024-1"]}, tmp_path)
    assert [sample.label for sample in spec.samples] == ["a-1", "a-2", "lj-htl-1024-1"]
    assert ensemble(spec.to_mapping()) == spec
    for glasses, words in ((["c.npz"], "neither a file"), (["a-1.npz", "a-1.npz"], "twice"), (["b.npz"], "names 1")):
        with pytest.raises(GlassError, match=words):
            ensemble(small | {"glasses": glasses}, tmp_path)
    with pytest.raises(GlassError, match="model says how glasses are prepared"):
        ensemble(small | {"glasses": ["b.npz"], "samples": 1, "model": "lj"}, tmp_path)


WRONG = {
    "an unknown name": ({"evnets": 2}, "unknown name evnets; did you mean events"),
    "an unknown model": ({"model": "granite"}, "model: unknown 'granite'; known: lj"),
    "an unknown protocol": ({"protocol": "htll"}, "did you mean htl"),
    "a protocol that does not suit": ({"protocol": "swap", "parameters": None}, "exchanges sizes"),
    "a parameter of another protocol": ({"parameters": {"cooling_time": 1}}, "no parameter 'cooling_time'"),
    "a parameter out of bounds": ({"parameters": {"parent_temperature": -1}}, "lies in"),
    "a parameter that is no number": ({"parameters": {"equilibration_time": "long"}}, "parameters.equilibration_time"),
    "too few particles": ({"n_particles": 9}, "too few"),
    "half a particle": ({"n_particles": 99.5}, "n_particles is a whole number"),
    "a density of nothing": ({"density": 0.1}, "density is a number"),
    "no samples": ({"samples": 0}, "samples is a whole number, at least 1"),
    "neither samples nor seeds": ({"samples": None}, "either samples"),
    "samples and seeds": ({"seeds": [1]}, "either samples"),
    "a seed twice": ({"samples": None, "seeds": [1, 2, 1]}, "seeds has 1 twice"),
    "an unknown load": ({"loads": {"kind": "twist"}}, r"loads\[0\].kind: unknown 'twist'"),
    "a sign of nothing": ({"loads": {"signs": [0]}}, "unknown 0; known: 1, -1"),
    "an angle that is none": ({"loads": {"angles": ["up"]}}, r"angles\[0\] is a number"),
    "a dilation at an angle": ({"loads": {"kind": "dilation", "angles": [30]}}, "no angles"),
    "a load twice": ({"loads": [{}, {"angles": [0, 45]}]}, "same one twice"),
    "no end": ({"events": None, "max_strain": None}, "max_strain, events, or both"),
    "an end beyond reason": ({"max_strain": 3}, "at most 1"),
    "no indicators": ({"indicators": {}}, "indicators is empty"),
    "an unknown indicator": ({"indicators": ["vibrallity"]}, "did you mean vibrality"),
    "an indicator of a run": ({"indicators": ["nonaffine_displacement"]}, "earlier state"),
    "an unknown parameter": ({"indicators": {"vibrality": {"parameters": {"n": 1}}}}, "unknown 'n'"),
    "a parameter beyond its bounds": (
        {"indicators": {"normal_mode_map": {"parameters": {"share": 0}}}, "bins": None, "spots": None, "leads": None},
        "normal_mode_map",
    ),
    "an unknown option of one": ({"indicators": {"vibrality": {"sample": 1}}}, "did you mean samples"),
    "more samples than there are": ({"indicators": {"vibrality": {"samples": 4}}}, "there are 3 samples"),
    "leads of nothing": ({"leads": {"indicators": ["vibrality"]}}, "leads.strains is missing"),
    "a lead too far": ({"leads": {"strains": [0.2]}}, "at most 0.1"),
    "a lead of no strain": ({"leads": {"strains": [0]}}, "above 0"),
    "leads of another": ({"leads": {"strains": [1e-3], "indicators": ["local_density"]}}, "leads.indicators"),
    "bins of another": ({"bins": {"fields": {"local_density": "values"}}}, "bins.fields: unknown"),
    "an unknown part": ({"bins": {"fields": {"vibrality": "halves"}}}, "bins.fields.vibrality"),
    "bins of no size": ({"bins": {"size": 0}}, "bins.size"),
    "a size twice": ({"bins": {"size": [2, 2.0]}}, "bins.size has 2.0 twice"),
    "spots of another": ({"spots": ["contact_number"]}, "spots"),
    "what cannot be moved": ({"moved": ["vibrality"]}, "moved ones are no minimum"),
    "strains beyond the end": ({"d2min_strains": [0.5]}, r"d2min_strains\[0\]"),
    "a mapping that is a list": ({"bins": [1]}, "bins is a mapping"),
}


@pytest.mark.parametrize("case", WRONG)
def test_mistakes_are_told(case, small):
    changes, words = WRONG[case]
    with pytest.raises(GlassError, match=words):
        ensemble(small | changes)


def test_soft_spots_are_maxima(small):
    small["indicators"]["contact_number"] = None
    with pytest.raises(GlassError, match="soft when low"):
        ensemble(small | {"spots": ["contact_number"]})


def test_files_that_cannot_be_read_are_named(tmp_path):
    (tmp_path / "broken.yaml").write_text("model: [lj\nn: 3")
    (tmp_path / "typo.yaml").write_text("modell: lj")
    for name, words in (("none.yaml", "cannot be read"), ("broken.yaml", "no YAML"), ("typo.yaml", "typo.yaml: ")):
        with pytest.raises(GlassError, match=words):
            read_spec(tmp_path / name)


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.yaml")), ids=lambda file: file.stem)
def test_the_examples_can_be_read(file):
    spec = read_spec(file)
    dear = "saddle_points" in {wanted.key for wanted in spec.indicators} and len(spec.indicators) < 10
    assert len(spec.samples) * len(spec.loads) >= (40 if dear else 100)
    if spec.labels is None:
        assert spec.events == (3 if spec.spots and len(spec.indicators) == 2 else 1)  # F_n is of three (Z17)
    else:  # labels are of strains, which runs have to reach
        assert spec.events is None
        assert spec.max_strain == max(spec.d2min_strains)


def test_the_engine_does_not_load_what_only_ensembles_need(tmp_path):
    import subprocess
    import sys

    code = (
        "import sys, glasscope.engine, glasscope.engine.ensembles\n"
        "print(sorted({'dask', 'distributed', 'xarray', 'h5netcdf', 'pandas'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
