"""One site: what the engine says of a particle under loads that turn, in polar form, bit by bit."""

import numpy as np
import pytest
from waiting import wait_for

from glasscope.dashboard.fields.field import all_indicators
from glasscope.dashboard.panels.site import card_of
from glasscope.dashboard.panels.site.finding import ANGLES, STRAIN, WIDEST, site_finder, turned_site, wanted_site
from glasscope.dashboard.panels.site.plots import AroundSiteView, TurnedView
from glasscope.engine import Load, rank
from glasscope.engine.mechanics.inclusions.disc import shear_disc
from glasscope.engine.mechanics.nonaffine import nonaffine_d2min

PARTICLE = 17


class Watching:
    """Keeps what is told and shown."""

    def __init__(self):
        self.told, self.parts = [], []

    def __call__(self, words, fraction):
        self.told.append(fraction)

    def show(self, part):
        self.parts.append(part)


@pytest.fixture(scope="module")
def watch():
    return Watching()


@pytest.fixture(scope="module")
def site(glass, watch):
    return turned_site(glass, PARTICLE, all_indicators()["nonaffine_velocity"], watch)


def test_ranks_are_those_of_the_field_of_each_load(site, glass):
    indicator = all_indicators()["nonaffine_velocity"]
    expected = [rank(indicator(glass, Load.pure_shear(angle)), PARTICLE, indicator.soft) for angle in ANGLES]
    np.testing.assert_allclose(site.ranks, expected)
    assert np.ptp(site.ranks) > 0.05


def test_d2min_is_that_of_a_disc_sheared_alone(site, glass):
    radius = WIDEST * glass.box.reduced().heights.min() * glass.density**0.5
    after = shear_disc(glass, glass.positions[PARTICLE], Load.pure_shear(ANGLES[5]), STRAIN, radius=radius)
    assert site.d2min[5] == pytest.approx(nonaffine_d2min(glass, after)[PARTICLE])
    assert (site.d2min > 0).all()


def test_it_comes_bit_by_bit(site, watch):
    assert np.isnan(watch.parts[0].d2min).all(), "ranks are there before anything is sheared"
    assert [int(np.isfinite(part.d2min).sum()) for part in watch.parts] == list(range(ANGLES.size + 1))
    assert watch.told == sorted(watch.told)
    assert watch.parts[-1].vectors is site.vectors


def test_what_knows_no_direction_is_a_circle(glass):
    found = turned_site(glass, PARTICLE, all_indicators()["steric_order"], Watching())
    assert np.ptp(found.ranks) == 0.0


def test_an_indicator_that_fails_says_why_and_the_disc_is_sheared_all_the_same(glass):
    kind = all_indicators()["susceptibility_ridge"]
    found = turned_site(glass, PARTICLE, kind, Watching())
    assert "take more particles" in found.why_not
    assert np.isnan(found.ranks).all()
    assert np.isfinite(found.d2min).all()
    assert card_of(found)["words"] == found.why_not


def test_it_is_drawn_as_a_closed_curve_by_the_axis(site):
    view = TurnedView()
    view.update(site, Load.pure_shear(30.0))
    x, y = view.ranks.data["x"], view.ranks.data["y"]
    assert (x[0], y[0]) == (x[-1], y[-1])
    assert (x[0], y[0]) == pytest.approx((site.ranks[0], 0.0))
    assert np.hypot(x[3], y[3]) == pytest.approx(site.ranks[3])
    assert np.degrees(np.arctan2(y[3], x[3])) == pytest.approx(ANGLES[3])
    assert np.hypot(view.moved.data["x"], view.moved.data["y"]).max() == pytest.approx(1.0)
    stretched = view.stretched.data
    assert abs(stretched["y"][1] / stretched["x"][1]) == pytest.approx(np.tan(np.radians(30.0)))
    view.update(None, Load.dilation())
    assert len(view.ranks.data["x"]) == 0
    assert not np.any(view.stretched.data["x"])


def test_what_is_around_it_is_drawn_with_itself_in_the_middle(site, glass):
    view = AroundSiteView()
    view.update(site, Load.simple_shear())
    assert view.discs.data["x"][0] == view.discs.data["y"][0] == 0.0
    assert view.discs.data["radius"][0] == glass.diameters[PARTICLE] / 2
    assert len(view.discs.data["x"]) == pytest.approx(np.pi * 16, abs=12)


def test_where_it_moves_most_is_said(site):
    words = card_of(site)["words"]
    assert f"where {ANGLES[np.argmax(site.d2min)]:g}° is stretched" in words


def test_its_finder_takes_the_state_of_the_row(bench, history, errors):
    finder = site_finder(bench)
    indicator = all_indicators()["nonaffine_velocity"]
    row = history.frames[1].row
    finder.want(wanted_site(history, row, PARTICLE, indicator))
    wait_for(lambda: not finder.busy)
    found = finder.newest()
    assert (found.row, found.particle) == (row, PARTICLE)
    assert found.strain == history.rows.strain[row] > 0
    finder.close()
    assert not errors
