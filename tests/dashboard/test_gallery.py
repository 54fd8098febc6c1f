"""The gallery: one class for each way of making, from ductile to ultrastable, with its sizes and seeds."""

import math

import numpy as np
import pytest
from page_end import PageEnd

from glasscope.dashboard.gallery import entries as gallery
from glasscope.dashboard.gallery import thumbnails as thumbnails_module
from glasscope.dashboard.gallery.glasses import Glasses
from glasscope.dashboard.gallery.thumbnails import UNITS, Thumbnails, thumbnail
from glasscope.dashboard.moment.choices import Choices
from glasscope.dashboard.physics import GlassError, library
from glasscope.dashboard.run.history import History
from glasscope.engine import MODELS


def entry(key, preparation="HTL", group="LJ", n=1024, seed=1, energy=-2.0, first=0.01):
    def load():
        raise GlassError(f"{key} is damaged")

    return gallery.Entry(key, f"{group} · {preparation}", group, preparation, n, seed, first, energy, key, load)


def many():
    """Sixty glasses: three models, five classes each, the most stable ones first; sizes and seeds in disorder."""
    kinds = [(-2.0 - 0.1 * k, f"class {k}") for k in reversed(range(5))]
    sizes = [(10_000, 1), (1024, 2), (4096, 1), (1024, 1)]
    return [
        entry(f"{group}-{name}-{n}-{seed}", name, group, n, seed, energy)
        for group in ("POLY", "LJ", "IPL q = 3")
        for energy, name in kinds
        for n, seed in sizes
    ]


def test_classes_run_from_ductile_to_ultrastable_and_models_stand_in_their_order():
    shown = gallery.groups(many())
    assert [group["label"] for group in shown] == ["LJ", "POLY", "IPL q = 3"]
    for group in shown:
        assert [kind["label"] for kind in group["classes"]] == [f"class {k}" for k in range(5)]


def test_a_class_holds_its_sizes_and_seeds_in_order():
    for group in gallery.groups(many()):
        for kind in group["classes"]:
            assert [(m["n"], m["seed"]) for m in kind["members"]] == [(1024, 1), (1024, 2), (4096, 1), (10_000, 1)]
            assert kind["members"][0]["first"] == "1 %"


def test_every_glass_is_in_the_gallery_once():
    keys = [m["key"] for group in gallery.groups(many()) for kind in group["classes"] for m in kind["members"]]
    assert sorted(keys) == sorted(each.key for each in many())


def test_glasses_of_the_session_come_first_the_newest_above_and_never_share_a_class(glass):
    own = [gallery.own(f"own-{k}", "LJ · HTL", glass) for k in (1, 2)]
    first = gallery.groups([*many(), *own])[0]
    assert first["label"] == gallery.OWN
    assert [kind["key"] for kind in first["classes"]] == ["own-2", "own-1"]
    assert first["classes"][0]["members"][0]["n"] == glass.n_particles


def test_a_first_event_that_was_not_measured_is_left_open():
    members = gallery.groups([entry("a", first=None)])[0]["classes"][0]["members"]
    assert members[0]["first"] == ""


def test_the_smallest_glass_of_a_class_stands_for_it():
    faces = gallery.faces(many())
    assert len(faces) == 15
    assert all((face.n_particles, face.seed) == (1024, 1) for face in faces.values())


def test_the_shipped_library_is_offered_whole():
    entries, problem = gallery.shipped()
    assert problem == ""
    assert [each.key for each in entries] == [each.key for each in library()]
    labels = {model.label for model in MODELS.values()}
    assert {each.group for each in entries} <= labels


def test_a_damaged_library_is_a_sentence(monkeypatch):
    def broken():
        raise GlassError("the index of shipped glasses is missing or damaged")

    monkeypatch.setattr(gallery, "library", broken)
    assert gallery.shipped() == ([], "The index of shipped glasses is missing or damaged.")


def test_the_first_glass_that_can_be_read_opens(monkeypatch, glass):
    whole = gallery.own("own", "whole", glass)
    monkeypatch.setattr(gallery, "shipped", lambda: ([entry("cut"), whole], ""))
    glasses = Glasses(Choices(), History(), PageEnd(), begin=print, play=print)
    assert glasses.first() == (whole, glass)
    assert "cut is damaged" in glasses.problem


@pytest.fixture
def begun():
    """What was begun and played, as it happened."""
    return []


@pytest.fixture
def page():
    return PageEnd()


@pytest.fixture
def glasses(monkeypatch, glass, page, begun):
    entries = [gallery.own("whole", "whole", glass), entry("cut")]
    monkeypatch.setattr(gallery, "shipped", lambda: (entries, ""))
    return Glasses(Choices(), History(), page, lambda glass, label: begun.append(label), lambda: begun.append("play"))


def test_a_chosen_glass_is_begun_and_played_and_a_damaged_one_is_not(glasses, begun):
    glasses.choose("whole")
    assert begun == ["whole", "play"]
    assert glasses.shown()["chosen"] == "whole"
    for key, words in (("cut", "cut is damaged"), ("none", "no glass 'none'")):
        with pytest.raises(GlassError, match=words):
            glasses.choose(key)
    assert begun == ["whole", "play"]
    assert glasses.shown()["chosen"] == "whole"


def test_a_glass_of_the_session_is_taken_in_with_its_thumbnail(glasses, glass, page, begun):
    glasses.show_thumbnails()
    page.until(lambda: page.slots["thumbnails"])
    assert set(page.slots["thumbnails"]) == {"whole"}
    glasses.take_in(glass, "mine")
    assert begun == ["mine", "play"]
    assert glasses.shown()["chosen"] == "own-1"
    page.until(lambda: len(page.slots["thumbnails"]) == 2)
    assert page.slots["thumbnails"]["own-1"] == page.slots["thumbnails"]["whole"]


def test_how_a_glass_was_made_is_sent_and_a_damaged_file_says_so(glasses, page):
    glasses.show_making("whole")
    page.until(lambda: page.slots["making"].get("key") == "whole")
    assert page.slots["making"]["title"] == "whole"
    glasses.show_making("cut")
    page.until(lambda: page.slots["making"]["key"] == "cut")
    assert page.slots["making"]["words"] == "cut is damaged"


# thumbnails ----------------------------------------------------------------------------------------------------------


def test_a_thumbnail_shows_particles_at_their_places_and_sizes(glass):
    discs = np.array(thumbnail(glass)).reshape(-1, 4)
    width = thumbnails_module.SIDE * math.sqrt(glass.box.volume / glass.n_particles)
    places, radii = discs[:, :2] * width / UNITS, discs[:, 2] * width / UNITS
    near = 0.6 * width / UNITS  # numbers are whole
    for place, radius in zip(places, radii, strict=True):
        away = glass.box.minimum_image(place - glass.positions)
        found = np.linalg.norm(away, axis=1).argmin()
        assert np.abs(away[found]).max() < near
        assert abs(radius - 0.5 * glass.diameters[found]) < near
    assert set(discs[:, 3]) <= set(range(5))
    inside = ((discs[:, :2] > 0) & (discs[:, :2] < UNITS)).all(axis=1)
    assert np.count_nonzero(inside) == pytest.approx(thumbnails_module.SIDE**2, rel=0.15)


def test_badly_packed_particles_stand_out(glass):
    shaken = glass.with_positions(glass.positions + np.random.default_rng(1).normal(0, 0.05, glass.positions.shape))
    calm, bright = (np.mean(thumbnail(each)[3::4]) for each in (glass, shaken))
    assert bright > calm + 0.5


def test_a_thumbnail_is_made_once(glass):
    read = []
    kept = Thumbnails()
    first = kept.of("mark", lambda: read.append(1) or glass)
    assert kept.of("mark", lambda: read.append(1) or glass) is first
    assert read == [1]
