"""A control is one declared parameter: the card has it, it can be set, and what it cannot be is said in words."""

import param
import pytest

from glasscope.dashboard.controls.cards import card, sliders
from glasscope.dashboard.moment.choices import Choices
from glasscope.dashboard.moment.declared import on, place_of, set_choice, settable, with_parameters
from glasscope.engine import INDICATORS, GlassError
from glasscope.engine.learning import shipped_predictors

CARDS = ("load", "field", "overlays", "lattice", "pair")


class More(Choices):
    """The choices, and one control more of each kind."""

    show_dots = param.Boolean(False, label="dots", metadata=on("overlays", title="Dots on it"))
    pattern = param.Selector(default="a", objects={"one": "a", "two": "b"}, metadata=on("field"))
    width = param.Number(default=0.5, bounds=(0.0, 2.0), metadata=on("field"))
    depth = param.Integer(default=3, bounds=(1, 9), metadata=on("field", kind="typed"))
    hidden = param.Boolean(False, precedence=-1)


def test_a_declared_parameter_is_on_its_card():
    choices = More()
    assert card("overlays", choices)["show_dots"] == {
        "type": "toggle", "label": "dots", "title": "Dots on it", "value": False, "row": "", "rooms": "", "said": None,
    }  # fmt: skip
    field = card("field", choices)
    assert field["pattern"]["type"] == "menu"
    assert field["pattern"]["options"] == [{"key": "a", "label": "one"}, {"key": "b", "label": "two"}]
    width = {key: field["width"][key] for key in ("type", "value", "min", "max", "step", "whole")}
    assert width == {"type": "slider", "value": 0.5, "min": 0.0, "max": 2.0, "step": 0.02, "whole": False}
    assert (field["depth"]["type"], field["depth"]["whole"]) == ("typed", True)
    assert "show_dots" not in card("overlays", Choices())


def test_what_the_page_may_set_follows_from_the_declaration():
    choices = More()
    set_choice(choices, "show_dots", True)
    assert choices.show_dots
    for name in ("hidden", "glass", "speed", "name", "nothing"):
        assert not settable(choices, name)
        with pytest.raises(GlassError, match="is no choice of this page"):
            set_choice(choices, name, "x")


def test_all_that_stands_on_a_card_can_be_set():
    choices = Choices()
    placed = {name for name in choices.param if place_of(choices.param[name]) is not None}
    assert placed == {name for each in CARDS for name in card(each, choices)}
    assert all(settable(choices, name) for name in placed)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("load", "torsion", "load is one of simple_shear, pure_shear, dilation, not 'torsion'"),
        ("angle", 200, "angle lies between -180 and 180, not at 200"),
        ("max_strain", 70, "max strain lies between 0.1 % and 50 %, not at 70 %"),
        ("show_cell", "yes", "show cell is on or off, not 'yes'"),
        ("angle", "east", "angle is a number, not 'east'"),
        ("angle", True, "angle is a number, not True"),
        ("max_strain", "far", "max strain is a number, not 'far'"),
        ("max_strain", None, "max strain is a number, not None"),
        ("sign", True, "sign is one of 1, -1, not True"),
        ("indicator", [], f"indicator is one of {', '.join(INDICATORS)}, not []"),
        ("picked", True, "picked is a whole number, not True"),
        ("picked", -3, "picked is a whole number, not -3"),
        ("picked", 2.5, "picked is a whole number, not 2.5"),
    ],
)
def test_what_a_choice_cannot_be_is_refused_in_words(name, value, words):
    choices = Choices()
    before = getattr(choices, name)
    with pytest.raises(GlassError) as refused:
        set_choice(choices, name, value)
    assert str(refused.value) == words
    assert getattr(choices, name) == before


def test_strains_are_shown_in_per_cent():
    choices = Choices()
    set_choice(choices, "max_strain", 7.0)
    assert choices.max_strain == pytest.approx(0.07)
    shown = card("load", choices)["max_strain"]
    assert [shown[key] for key in ("value", "min", "max", "step")] == [7.0, 0.1, 50.0, 0.5]


def test_the_moment_says_more_of_a_control():
    shown = card("overlays", Choices(), show_events={"note": "3"})
    assert shown["show_events"]["note"] == "3"
    assert "note" not in shown["show_cell"]


def test_a_number_without_bounds_makes_no_slider():
    class Endless(Choices):
        """With a number that a slider cannot hold."""

        endless = param.Number(1.0, metadata=on("field"))

    with pytest.raises(TypeError, match="endless"):
        card("field", Endless())


def test_an_indicator_declares_its_own():
    for kind in INDICATORS.values():
        for slider in sliders(kind()):
            assert {"name", "type", "label", "title", "value"} <= set(slider)


def test_a_file_gives_parameters_within_their_bounds_and_no_path():
    learned, modes = INDICATORS["softness"], INDICATORS["normal_mode_map"]
    shipped = next(iter(shipped_predictors()))
    assert with_parameters(learned, {"predictor": shipped, "of another version": 3}).predictor == shipped
    assert with_parameters(learned, {"predictor": None}).predictor is None
    assert with_parameters(modes, {"share": 0.01, "name": "x"}).share == 0.01
    for kind, given, words in (
        (learned, {"predictor": "/etc/passwd"}, "knows no predictor '/etc/passwd'"),
        (learned, {"predictor": True}, "knows no predictor True"),
        (modes, {"share": 10**9}, "share lies between"),
        (modes, {"share": "x"}, "share is a number, not 'x'"),
    ):
        with pytest.raises(GlassError, match=words):
            with_parameters(kind, given)
