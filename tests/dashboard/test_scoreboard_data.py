"""From ensembles on disk to what the scoreboard's plots draw."""

import itertools

import numpy as np
import pytest
from made_results import KEYS, made_results

from glasscope.dashboard.look.theme import FAMILY_COLOURS, theme
from glasscope.dashboard.moment.declared import with_parameters
from glasscope.dashboard.scoreboard import result_sets
from glasscope.dashboard.scoreboard.bars import ScoreBarsView
from glasscope.dashboard.scoreboard.board import Board, first_pick
from glasscope.dashboard.scoreboard.curves import ScoreCurvesView, band
from glasscope.dashboard.scoreboard.judged import RESAMPLES, scored
from glasscope.dashboard.scoreboard.matrix import ScoreMatrixView
from glasscope.dashboard.scoreboard.plots import ScoreboardView
from glasscope.dashboard.scoreboard.words import value_in_words
from glasscope.engine import INDICATORS, GlassError
from glasscope.engine.ensembles import first_events, save_dataset, similarity
from glasscope.engine.indicators import FAMILIES


@pytest.fixture(scope="module")
def data():
    return made_results()


@pytest.fixture(scope="module")
def found(data):
    return scored(data)


@pytest.fixture
def board(found):
    return Board(found, None, "vibrality", True)


def test_indicators_stand_by_family_and_from_best_to_worst(found, data):
    assert {each.name for each in found.judged} == set(KEYS)
    places = [(FAMILIES.index(each.family), -each.value) for each in found.judged]
    assert places == sorted(places)
    expected = first_events(data, n_resamples=RESAMPLES)
    for each in found.judged:
        one = expected.sel(indicator=each.name)
        assert (each.value, each.error) == (float(one["value"]), float(one["error"]))
        assert each.n_events == 12


def test_the_matrix_follows_the_order_of_the_bars(found, data):
    names = [each.name for each in found.judged]
    expected = similarity(data, 2)["value"].sel(indicator=names, other_indicator=names).values
    assert found.similarity == pytest.approx(expected)
    assert np.diag(found.similarity) == pytest.approx(1.0)


def test_an_indicator_under_another_name_keeps_its_key_and_says_its_parameters(found):
    modes = found.of("modes")
    assert modes.key == "normal_mode_map"
    assert modes.label == "Normal-mode map, share 0.05"
    assert modes.symbol.endswith("′")
    assert with_parameters(INDICATORS[modes.key], modes.parameters).share == 0.05


def test_what_a_spec_did_not_ask_for_is_said(found):
    assert not found.lacks
    bare = scored(made_results(n_events=1, leads=False, bins=False))
    assert set(bare.lacks) == {"ordinals", "leads", "bins"}
    assert "bins" in bare.lacks["bins"]
    words = ScoreboardView(print).update(Board(bare, None, "vibrality", True))
    assert set(words["keys"]) == {"ranks"}
    one = made_results().sel(indicator=["vibrality"], other_indicator=["vibrality"])
    assert "single indicator" in scored(one.drop_vars(["lead_rank", "lead_between"])).lacks["matrix"]


def test_an_indicator_that_failed_everywhere_comes_last_without_a_bar(data):
    broken = data.copy(deep=True)
    broken["rank"].loc[{"indicator": "vibrality"}] = np.nan
    found = scored(broken)
    assert [each.name for each in found.judged if each.family == "harmonic response"][-1] == "vibrality"
    view = ScoreBarsView(print)
    view.update(Board(found, None, "vibrality", True))
    assert len(view.rows.data["name"]) == len(KEYS)
    assert len(view.bars.data["right"]) == len(KEYS) - 1
    assert "vibrality" not in found.ranks


def test_datasets_of_something_else_are_refused(data):
    with pytest.raises(GlassError, match="no spearman"):
        scored(data.drop_vars("spearman"))
    nothing = data.copy(deep=True)
    nothing["reached"][:] = np.nan
    with pytest.raises(GlassError, match="no sample"):
        scored(nothing)


def test_curves_are_those_of_the_best_of_each_family_and_of_the_picked_one(found, board):
    best = {}
    for each in found.judged:
        best.setdefault(each.family, each.name)
    assert {each.name for each in board.curves_of(found.ranks)} == {*best.values(), "vibrality"}
    assert {each.name for each in board.curves_of(found.leads)} == {"vibrality", "steric_order"}
    assert found.of(first_pick(found)).value == max(each.value for each in found.judged)


def test_bars(found, board):
    picked = []
    view = ScoreBarsView(picked.append)
    view.restyle(True)
    other = scored(made_results("other", seed=5))
    view.update(Board(found, other, "vibrality", True))
    assert list(view.bars.data["right"]) == [each.value for each in found.judged]
    assert list(view.other.data["x"]) == [other.of(each.name).value for each in found.judged]
    lit = [name for name, alpha in zip(view.rows.data["name"], view.rows.data["alpha"], strict=True) if alpha]
    assert lit == ["vibrality"]
    assert view.names.data["text"][0] == "structure"
    view.rows.selected.indices = [2]
    assert picked == [found.judged[2].name]
    view.update(board)
    assert not len(view.other.data["x"])


def test_long_names_are_cut_where_there_is_no_room(board):
    view = ScoreBarsView(print)
    view.update(board)
    view._resized("outer_width", None, 250)
    assert max(map(len, view.names.data["text"])) <= 0.43 * 250 / 5.8
    assert any(words.endswith("…") for words in view.names.data["text"])


def test_matrix(found, board):
    picked = []
    view = ScoreMatrixView(picked.append)
    view.restyle(False)
    view.update(board)
    n = len(found.judged)
    assert len(view.cells.data["colour"]) == n * n
    assert len(set(view.cells.data["colour"][:: n + 1])) == 1, "everyone says the same as itself"
    assert len(view.frame.data["x"]) == 2
    view.cells.selected.indices = [n + 3]
    assert picked == [found.judged[1].name]


@pytest.mark.parametrize("name", ["ranks", "ordinals", "leads", "bins"])
def test_curves(name, found, board):
    view = ScoreCurvesView(name, print)
    view.restyle(True)
    key = view.update(board)
    known = getattr(found, name)
    assert [each["name"] for each in key] == list(view.lines.data["name"])
    for each, y in zip(key, view.lines.data["ys"], strict=True):
        assert y is known[each["name"]].y
    assert len(view.bands.data["xs"]) == len(key)
    assert len({each["colour"] for each in key}) == len(key)


def test_a_band_is_one_standard_error_wide(found):
    curve = found.ordinals["vibrality"]
    x, y = band(curve)
    n = len(curve.x)
    assert y[:n] - y[n:][::-1] == pytest.approx(2 * curve.error)
    assert x[:n].tolist() == curve.x.tolist()


def test_numbers_in_words():
    assert value_in_words(0.914, 0.016) == "0.91 ± 0.02"
    assert value_in_words(-0.914, 0.0042) == "−0.914 ± 0.004"
    assert value_in_words(0.5, np.nan) == "0.50"
    assert value_in_words(np.nan, np.nan) == "none"


def test_the_words_say_how_much_was_known_and_from_how_many_events(found, board):
    said = ScoreboardView(print).update(board)["sentence"]
    assert said["strong"].startswith("C_min = ")
    assert "12 first events in 6 glasses" in said["rest"]


def test_every_family_has_colours_that_stand_out():
    assert set(FAMILY_COLOURS) == set(FAMILIES)
    for k, dark in enumerate((True, False)):
        card = luminance(theme(dark).card)
        for pair in FAMILY_COLOURS.values():
            bright, dim = sorted((luminance(pair[k]), card), reverse=True)
            assert (bright + 0.05) / (dim + 0.05) >= 3.0  # WCAG 2.1, 1.4.11: of graphics


def luminance(colour):
    parts = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


# files ---------------------------------------------------------------------------------------------------------------


def test_sets_stand_by_model_and_from_ductile_to_brittle(tmp_path):
    made = {"b": ("poly", 0.05), "a": ("poly", 0.01), "z": ("lj", 0.02), "y": ("lj", 0.005)}
    for key, (model, strain) in made.items():
        save_dataset(made_results(key, model, strain=strain, leads=False, bins=False), tmp_path / f"{key}.nc")
    found, problems = result_sets.shipped(tmp_path)
    assert [each.key for each in found] == ["y", "z", "a", "b"]
    assert not problems
    again, _ = result_sets.shipped(tmp_path)
    assert again[0] is found[0], "a file is read once"
    save_dataset(made_results("new", strain=0.005), tmp_path / "y.nc")
    assert result_sets.shipped(tmp_path)[0][0].title == "new"


def test_a_damaged_file_leaves_the_others_alone(tmp_path):
    save_dataset(made_results("whole"), tmp_path / "whole.nc")
    (tmp_path / "cut.nc").write_bytes((tmp_path / "whole.nc").read_bytes()[:500])
    found, problems = result_sets.shipped(tmp_path)
    assert [each.title for each in found] == ["whole"]
    assert len(problems) == 1
    assert problems[0].startswith("cut.nc is no dataset of an ensemble")


def test_without_a_folder_there_are_none(tmp_path):
    assert result_sets.shipped(tmp_path / "nowhere") == ([], [])


def test_a_file_that_was_opened_is_named_as_the_user_knows_it(tmp_path):
    with pytest.raises(GlassError, match=r"^mine\.nc is no dataset"):
        result_sets.opened("own-1", "mine.nc", b"no results here")
    save_dataset(made_results("mine"), tmp_path / "mine.nc")
    assert result_sets.opened("own-1", "mine.nc", (tmp_path / "mine.nc").read_bytes()).title == "mine"


def test_shipped_sets_begin_with_one_of_all_indicators():
    """From ductile to brittle; those of a few dear ones stand behind the one that they complete."""
    found, problems = result_sets.shipped()
    assert problems == []
    assert not found[0].of_few
    for model in {each.model for each in found}:
        own = [each for each in found if each.model == model]
        for before, each in itertools.pairwise(own):
            assert not each.of_few or each.key.rpartition("-")[0] in (before.key, before.key.rpartition("-")[0])
        strains = [each.first for each in own if not each.of_few]
        assert strains == sorted(strains)
