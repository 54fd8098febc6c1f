"""Many lattices: what a spec may say, the dataset, and a run that goes on."""

import json

import numpy as np
import pytest
import yaml
from dask_inside import client_inside

import glasscope.assets
from glasscope.dashboard.console.main import main
from glasscope.engine import ElastoplasticModel, GlassError, GlassFileError, Thresholds, shear_modulus
from glasscope.engine.ensembles.cluster import client_of
from glasscope.engine.mesoscale import run
from glasscope.engine.mesoscale.run import open_mesoscale, run_mesoscale
from glasscope.engine.mesoscale.spec import mesoscale, read_mesoscale
from glasscope.engine.prepare import library

VALUES = [round(float(one), 4) for one in np.random.default_rng(0).weibull(2.0, 40)]
SPEC = {
    "name": "small", "classes": {"hot": {"values": VALUES, "modulus": 10.0},
                                 "stable": {"glasses": ["poly_ipl-swap-0.2-1024-1"],
                                            "source": "bond_micromechanics_strength"}},
    "renewal": "hot", "sizes": [8, 12], "seeds": 3, "max_strain": 0.5, "every": 0.05, "band_strains": [0.1, 0.5],
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def inside():
    """All but the command's own workers are threads of this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "client_of", client_inside)
        yield


@pytest.fixture(scope="module")
def whole(tmp_path_factory, inside):
    folder, told = tmp_path_factory.mktemp("lattices"), []
    data = run_mesoscale(mesoscale(SPEC), folder, workers=1, progress=lambda *now: told.append(now))
    assert told[0] == (0, 13)
    assert told[-1] == (13, 13)
    return data, folder


def test_a_spec_is_read_as_it_was_written():
    spec = mesoscale(SPEC)
    assert mesoscale(json.loads(json.dumps(spec.to_mapping()))) == spec
    assert len(spec.samples) == 2 * 2 * 3
    shipped = read_mesoscale(glasscope.assets.__path__[0] + "/examples/mesoscale/r24-fig5.yaml")
    assert (shipped.renewal, shipped.sizes, len(shipped.seeds)) == ("hot", (20, 40), 8)


def test_glasses_are_looked_for_beside_the_spec(tmp_path):
    (tmp_path / "mine.npz").write_bytes(b"a glass")
    classes = {"hot": {"glasses": ["mine.npz", "poly_ipl-swap-0.7-1024-1"]}}
    (tmp_path / "lattices.yaml").write_text(yaml.safe_dump(SPEC | {"classes": classes}))
    found = read_mesoscale(tmp_path / "lattices.yaml").classes["hot"].glasses
    assert found == (str(tmp_path / "mine.npz"), "poly_ipl-swap-0.7-1024-1")
    (tmp_path / "typo.yaml").write_text("clases: 3")
    with pytest.raises(GlassError, match=r"typo\.yaml: classes is missing"):
        read_mesoscale(tmp_path / "typo.yaml")


def test_the_stresses_are_those_of_one_lattice_alone(whole):
    data, _ = whole
    hot = Thresholds.from_values(VALUES, seed=2)
    model = ElastoplasticModel(12, hot, Thresholds.from_values(VALUES), 10.0, seed=2)
    alone = [state.stress for state in model.shear(0.5, every=0.05)]
    found = data["stress"].sel(kind="hot", size=12, seed=2)
    np.testing.assert_allclose(found["strain"].values, np.arange(1, 11) * 0.05)
    np.testing.assert_allclose(found.values, alone, atol=1e-12)
    assert float(data["modulus"].sel(kind="hot")) == 10.0
    glass = next(entry for entry in library() if entry.key == "poly_ipl-swap-0.2-1024-1").load()
    assert float(data["modulus"].sel(kind="stable")) == pytest.approx(shear_modulus(glass))


def test_avalanches_sum_to_the_failures(whole):
    data, _ = whole
    least = data["least_failures"].values
    at_least, at_most = ((data["avalanches"] * some).sum("least_failures") for some in (least, 2 * least - 1))
    assert (at_least <= data["failures"]).all()
    assert (data["failures"] <= at_most).all()
    assert (data["band_width"].sel(band_strain=0.5) <= data["size"]).all()


def test_what_was_stopped_goes_on_to_the_same_dataset(whole, tmp_path):
    data, folder = whole
    run_mesoscale(mesoscale(SPEC | {"sizes": [8]}), tmp_path, workers=1)
    again = run_mesoscale(mesoscale(SPEC), tmp_path, workers=1)
    assert again.identical(data)
    read = open_mesoscale(folder)
    assert read.equals(data)
    assert (tmp_path / "mesoscale.nc").read_bytes() == (folder / "mesoscale.nc").read_bytes()
    with pytest.raises(GlassError, match="made otherwise"):
        run_mesoscale(mesoscale(SPEC | {"plastic_strain": 0.1}), tmp_path)
    (folder / "lattices" / "hot-8-0001.npz").write_bytes(b"nothing")
    with pytest.raises(GlassFileError, match=r"remove .*hot-8-0001\.npz"):
        run_mesoscale(mesoscale(SPEC), folder)
    with pytest.raises(GlassFileError, match="no dataset of lattices"):
        open_mesoscale(folder / "spec.json")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"classes": {}}, "classes say what blocks bear"),
        ({"classes": {"hot": {}}}, "give either values or glasses"),
        ({"classes": {"hot": {"values": [1.0, 2.0]}}}, "do not say the modulus"),
        ({"classes": {"hot": {"values": [1.0, -2.0], "modulus": 1}}}, r"values\[1\] is a number, above 0"),
        ({"classes": {"hot": {"glasses": ["a"], "source": "softness"}}}, "unknown 'softness'"),
        ({"renewal": "cold"}, "renewal: unknown 'cold'"),
        ({"sizes": [2]}, r"sizes\[0\] is a whole number, at least 4"),
        ({"every": 2.0}, "every is a number, above 0 and at most 0.5"),
        ({"size": 3}, "unknown name size; did you mean sizes"),
        ({"both_signs": "yes"}, "both_signs is true or false"),
    ],
)  # fmt: skip
def test_what_no_lattices_are_is_refused(change, words):
    with pytest.raises(GlassError, match=words):
        mesoscale(SPEC | change)


def test_a_glass_that_has_no_blocks_is_told(tmp_path):
    spec = SPEC | {"classes": {"hot": {"glasses": ["poly_ipl-swap-0.7-1024-1"], "block": 30.0}}}
    with pytest.raises(GlassError, match=r"poly_ipl-swap-0\.7-1024-1: .*fewer than four blocks"):
        run_mesoscale(mesoscale(spec), tmp_path, workers=1)


def test_the_command_shows_peaks_and_late_stresses(whole, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(run, "client_of", client_of)
    data, _ = whole
    spec = SPEC | {"classes": {"hot": SPEC["classes"]["hot"]}}
    (tmp_path / "lattices.yaml").write_text(yaml.safe_dump(spec))
    assert main(["mesoscale", str(tmp_path / "lattices.yaml"), "--out", str(tmp_path / "out"), "--workers", "1"]) == 0
    out, err = capsys.readouterr()
    assert "small: 6 lattices" in err
    row = out.splitlines()[1].split()
    assert row[:3] == ["hot", "8", "3"]
    peak = data["stress"].sel(kind="hot", size=8).values.max(axis=1).mean()
    assert float(row[4]) == pytest.approx(peak, abs=1e-3)
