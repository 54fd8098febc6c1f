"""Fields and ranks in the background: what was asked for arrives, as the engine would have computed it."""

import time
from dataclasses import replace

import numpy as np
import pytest
from making import small_glass
from waiting import PATIENCE, wait_for

from glasscope.dashboard.fields.arrows import Arrows
from glasscope.dashboard.fields.field import all_indicators, evaluate, needs_reference, signature
from glasscope.dashboard.fields.fields import AHEAD, Fields
from glasscope.dashboard.fields.kept import KEPT
from glasscope.dashboard.fields.maker import Want
from glasscope.dashboard.panels.run import scores_in_words
from glasscope.dashboard.panels.run.ranks import Scores
from glasscope.engine import INDICATORS, Load, rank, shear
from glasscope.engine.indicators.indicator import Indicator


def test_every_indicator_arrives_as_cast_and_scores(fields, history, indicators, glass, load):
    shown = indicators["steric_order"]
    others = [each for each in indicators.values() if each is not shown and not needs_reference(each)]
    fields.want(Want(shown, others, None, None))
    wait_for(lambda: all(fields.cast(each) is not None for each in [shown, *others]))
    expected = INDICATORS["steric_order"]()(glass, load)
    assert np.array_equal(fields.cast(shown).values, expected)
    scores = fields.scores(shown)
    assert scores["as cast, first event"].n == 1
    assert scores["as cast, later events"].n == len(history.events) - 1
    assert scores["as cast, first event"].ranks[0] == rank(expected, history.events[0].core, shown.soft)
    assert fields.scores(shown, upto=2)["as cast, later events"].n == 1


def test_a_lead_is_exact(fields, history, indicators, glass, load):
    """The field is taken in the state exactly that strain before the event, not in the nearest one that was kept."""
    shown, lead = indicators["steric_order"], 7.7e-5
    fields.want(Want(shown, [], None, lead))
    event = history.events[0]
    wait_for(lambda: fields.lead_rank(shown, event) is not None)
    target = event.strain - lead
    for step in shear(glass, load, max_strain=target, at=[target]):
        before = step.glass
    assert fields.lead_rank(shown, event) == pytest.approx(rank(shown(before, load), event.core, shown.soft), abs=2e-2)
    wait_for(lambda: fields.scores(shown)["lead"].n == len(history.events))
    assert fields.scores(shown)["lead"].lead == lead


def test_an_event_before_the_lead_is_not_scored(fields, history, indicators):
    shown, lead = indicators["steric_order"], history.events[0].strain * 1.01
    fields.want(Want(shown, [], None, lead))
    wait_for(lambda: fields.lead_rank(shown, history.events[1]) is not None)
    assert fields.lead_rank(shown, history.events[0]) is None


def test_an_event_at_its_onset_as_cast_is_left_out_and_said(fields, history, indicators):
    shown = indicators["steric_order"]
    fields.want(Want(shown, [], None, None))
    wait_for(lambda: fields.cast(shown) is not None)
    assert fields.left_out() == 0
    history.events[0] = replace(history.events[0], strain=6e-7)
    scores = fields.scores(shown)
    assert scores["as cast, first event"].n == 0
    assert scores["as cast, later events"].n == len(history.events) - 1
    assert fields.cast_rank(shown, history.events[0]) is not None  # it is told, and not scored
    assert (fields.left_out(), fields.left_out(upto=0)) == (1, 0)
    drawn = Scores(scores["as cast, later events"], (), False, fields.left_out())
    assert scores_in_words(drawn)["words"].endswith("Left out: 1 at its onset as cast.")
    assert "Left out" not in scores_in_words(replace(drawn, left_out=0))["words"]


def test_a_live_field_is_taken_at_or_before_its_lead(fields, history, indicators):
    shown = indicators["potential_energy"]
    fields.want(Want(shown, [], history.head, 1e-3))
    wait_for(lambda: fields.live(shown) is not None)
    field = fields.live(shown)
    assert field.strain <= history.rows.strain[-1] - 1e-3 + 1e-12
    assert field.strain > history.rows.strain[-1] - 1e-2


def test_a_reference_is_given_to_those_who_need_it(fields, history, indicators, glass):
    shown = indicators["nonaffine_displacement"]
    fields.want(Want(shown, [], history.head, 0.0, since=0))
    wait_for(lambda: fields.live(shown) is not None)
    assert fields.live(shown).error is None
    assert fields.live(shown).values.max() > 0.0
    assert fields.cast(shown) is None


def test_another_run_forgets(fields, history, indicators, glass, load):
    shown = indicators["steric_order"]
    fields.want(Want(shown, [], None, None))
    wait_for(lambda: fields.cast(shown) is not None)
    history.begin(glass, "again", load)
    assert fields.cast(shown) is None  # a field of another glass is never drawn on this one
    fields.want(Want(shown, [], None, None))
    assert fields.scores(shown)["as cast, later events"].n == 0
    wait_for(lambda: fields.cast(shown) is not None)


def test_an_indicator_that_refuses_says_why(glass, load):
    class Refuses:
        param = ()
        has_modes = staticmethod(lambda: False)

        def __call__(self, glass, load=None, progress=None):
            raise ValueError("no such luck")

    field = evaluate(Refuses(), glass, load, None, 0.0)
    assert field.values is None
    assert "no such luck" in field.error


def test_signatures_tell_apart_what_matters(indicators):
    plain, directional = indicators["steric_order"], indicators["nonaffine_velocity"]
    loads = Load.simple_shear(), Load.pure_shear()
    assert signature(plain, loads[0]) == signature(plain, loads[1])
    assert signature(directional, loads[0]) != signature(directional, loads[1])
    assert signature(plain, loads[0]) != signature(directional, loads[0])


def test_the_field_turns_with_the_load_and_the_ranks_stay(fields, history, indicators, glass):
    shown = indicators["nonaffine_velocity"]
    fields.want(Want(shown))
    wait_for(lambda: fields.cast(shown) is not None)
    rank_before = fields.cast_rank(shown, history.events[0])
    turned = Load.simple_shear(35.0)
    assert fields.cast(shown, turned) is fields.cast(shown)  # until it is there, the map keeps what it has
    fields.want(Want(shown, load=turned))
    wait_for(lambda: fields.cast(shown, turned).load == turned)
    assert np.allclose(fields.cast(shown, turned).values, shown(glass, turned), rtol=1e-9)
    assert fields.cast_rank(shown, history.events[0]) == rank_before


def test_many_angles_do_not_pile_up(fields, indicators):
    shown = indicators["nonaffine_velocity"]
    for angle in range(1, KEPT + 9):
        turned = Load.simple_shear(float(angle))
        fields.want(Want(shown, load=turned))
        wait_for(lambda turned=turned: (found := fields.cast(shown, turned)) is not None and found.load == turned)
    assert len(fields._cast) <= KEPT + 2


def test_values_on_pairs_come_when_they_are_wanted(fields, history, indicators):
    shown = indicators["bond_energy_slope"]
    fields.want(Want(shown))
    wait_for(lambda: fields.cast(shown) is not None)
    assert fields.cast(shown).bonds is None
    fields.want(Want(shown, bonds=True))
    wait_for(lambda: fields.cast(shown).bonds is not None)
    fields.want(Want(shown, live_row=history.head, lead=0.0, bonds=True))
    wait_for(lambda: fields.live(shown) is not None)
    assert fields.live(shown).bonds is not None


def test_arrows_come_beside_the_field(fields, history, indicators, load):
    wanted = Arrows("mode", 2, history.head, load)
    fields.want(Want(indicators["potential_energy"], live_row=history.head, lead=0.0, arrows=wanted))
    wait_for(lambda: fields.vectors(wanted) is not None)
    made = fields.vectors(wanted)
    assert made.error is None
    assert made.arrows == wanted
    assert made.strain == history.rows.strain[history.head]
    assert fields.vectors(Arrows("elastic response", 0, history.head, load)) is None


def test_a_run_waits_for_the_field_that_follows_it(fields, history):
    assert not fields.outrun()
    fields._live_began = history.head
    assert not fields.outrun()
    fields._live_began = history.head - AHEAD
    assert fields._current() == fields.outrun()


class _Slow(Indicator):
    """Takes its time and says so."""

    key, label, symbol, family, soft, units = "slow", "Slow", "s", "structure", "high", ""
    references, requires, cost = ("nobody",), ("positions",), "a while"
    directional, slow = False, True
    steps = 100

    def compute(self, glass, load=None, progress=None):
        for k in range(self.steps):
            time.sleep(0.01)
            progress(k / self.steps)
        return np.zeros(glass.n_particles)


def test_a_slow_field_tells_how_far_it_is_and_stops_when_nobody_looks(history, indicators, monkeypatch):
    monkeypatch.setattr(_Slow, "steps", 10**6)  # hours, unless it is stopped
    told, slow = [], _Slow()
    fields = Fields(history, lambda: told.append(fields.share(slow)))
    fields.want(Want(slow, []))
    wait_for(lambda: (fields.share(slow) or 0.0) > 1e-6)
    wait_for(lambda: any(told))
    fields.want(Want(indicators["steric_order"], []))  # it makes room at once
    wait_for(lambda: fields.cast(indicators["steric_order"]) is not None)
    assert fields.cast(slow) is None
    assert fields.share(slow) is None
    monkeypatch.setattr(_Slow, "steps", 100)
    fields.want(Want(slow, []))
    wait_for(lambda: fields.cast(slow) is not None)
    assert fields.share(slow) is None
    monkeypatch.setattr(_Slow, "steps", 10**6)
    fields.want(Want(_Slow(), [], 0, 0.0))  # live
    wait_for(lambda: fields.share(slow) is not None)
    fields.close()
    assert fields.join(PATIENCE)


def test_each_slow_indicator_makes_a_field_of_the_page():
    """What an indicator finds on the way (modes, saddles) is no business of the field's, but for what is drawn."""
    glass, load = small_glass("lj", 300), Load.simple_shear()
    quick = {"saddle_points": {"spacing": 5.0, "events": 1}, "residual_strength": {"spacing": 6.0}}
    for key, indicator in all_indicators().items():
        if indicator.slow:
            field = evaluate(type(indicator)(**quick.get(key, {})), glass, load, None, 0.0)
            assert field.error is None
            assert field.values.shape == (300,)
            assert (field.modes is not None) == (key == "nonlinear_modes")
