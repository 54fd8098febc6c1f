"""What was recorded is what the page shows and what the engine does; and every plot of a session has its place."""

import json
import re
import struct

import numpy as np
import pytest

from glasscope.dashboard import recording
from glasscope.dashboard.look.shades import levels
from glasscope.dashboard.page.opening import html


def read(content):
    """Header and arrays of a recorded file."""
    (length,) = struct.unpack_from("<I", content)
    return json.loads(content[4 : 4 + length]), content[4 + length :]


def recorded(name):
    return read((recording.FOLDER / f"{name}.bin").read_bytes())


def moves(head, arrays):
    """(states, 2, N) places, in units, less those as cast."""
    low, high = np.frombuffer(arrays, dtype=np.uint8).reshape(2, len(head["strains"]), -1)
    moved = np.stack([low, high], axis=-1).copy().view("<i2")[..., 0]
    return moved.astype(int).cumsum(axis=0).reshape(len(moved), 2, -1)


@pytest.fixture(scope="module")
def opened():
    return recording.as_opened()


def test_the_first_picture_is_that_of_the_page(opened):
    head, arrays = recorded("first")
    glass, n = opened.glass, head["n"]
    assert head["glass"] == f"{opened.history.label}, N {glass.n_particles:,}"
    assert head["load"] == opened.load.label
    np.testing.assert_allclose(head["cell"], glass.box.cell)
    places = np.frombuffer(arrays, dtype="<u2", count=2 * n).reshape(2, n).T / recording.UNITS
    away = places - glass.positions @ np.linalg.inv(glass.box.cell)
    assert np.abs(away - np.rint(away)).max() <= 0.51 / recording.UNITS
    radii = np.frombuffer(arrays, dtype=np.uint8, count=n, offset=4 * n) * head["radius"] / 255.0
    np.testing.assert_allclose(radii, 0.5 * glass.diameters, atol=0.51 * head["radius"] / 255.0)
    shown = np.frombuffer(arrays, dtype=np.uint8, count=n, offset=5 * n)
    assert len(arrays) == 6 * n
    wanted = levels(opened.shading.softness(opened.field.values))
    assert np.mean(shown != wanted) < 0.01  # a value at an edge may fall on either side on another machine
    assert np.abs(shown.astype(int) - wanted).max() <= 1
    for name, dark in recording.THEMES.items():
        assert head["colours"][name][:-1] == list(opened.shading.colours(dark))


def test_the_recorded_run_is_the_engine_s(opened):
    head, arrays = recorded("run")
    again, more = read(recording.run_of(opened.glass, opened.load, max_strain=0.0035))
    before, now = moves(head, arrays), moves(again, more)
    same = len(again["strains"]) - 1  # the last one lies at the end of the shorter run
    assert same >= 3
    np.testing.assert_allclose(head["strains"][:same], again["strains"][:same])
    np.testing.assert_allclose(head["cells"][:same], again["cells"][:same], atol=1e-6)
    assert np.abs(before[:same] - now[:same]).max() <= 1
    steps = len(again["curve"][0]) - 1
    np.testing.assert_allclose(np.array(head["curve"])[:, :steps], np.array(again["curve"])[:, :steps], atol=2e-6)


def test_the_recorded_run_goes_on_past_its_first_events():
    head, arrays = recorded("run")
    assert len(head["events"]) >= 5
    assert head["strains"] == sorted(head["strains"])
    assert head["strains"][-1] == pytest.approx(recording.STRAIN)
    assert {strain for strain, _ in head["events"]} <= set(head["strains"])
    assert len(arrays) == 4 * len(head["strains"]) * recorded("first")[0]["n"]


def test_every_root_of_a_session_has_its_place_on_the_page(monkeypatch):
    from bokeh.document import Document

    from glasscope.dashboard import app

    document = Document()
    monkeypatch.setattr(document, "_session_context", lambda: None)
    session = app._fill(document, None)
    names = {root.name for root in document.roots}
    session.close()
    places = re.findall(r'id="root-(\w+)"', html())
    assert len(places) == len(set(places))
    assert set(places) == names
