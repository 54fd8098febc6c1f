"""A panel that fails says so on its own cards; the map, the run and the other panels go on."""

import pytest
from bokeh.document import Document

from glasscope.dashboard.panels.run import RunPanel
from glasscope.dashboard.panels.surroundings import SurroundingsPanel
from glasscope.dashboard.session import Session


@pytest.fixture
def session(glass):
    session = Session(Document(), dark=True)
    session.begin(glass, "small")
    yield session
    session.close()


def shown(session):
    """What the page has of the open panel after a push."""
    before = session.bridge.push
    session.pusher._asked = True
    session.pusher.push()
    assert session.bridge.push == before + 1
    return session.bridge.shown["panel"]


def instead(panel):
    return [card.get("instead", "") for card in panel["cards"].values()]


def failed(panel):
    return [words for words in instead(panel) if "could not be drawn" in words]


def fail(*_, **__):
    raise ZeroDivisionError("half of nothing")


def test_one_that_cannot_be_drawn(session, monkeypatch, caplog):
    with monkeypatch.context() as patch:
        patch.setattr(RunPanel, "draw", fail)
        panels = [shown(session) for _ in range(3)]
    words = "This could not be drawn: ZeroDivisionError: half of nothing"
    assert [instead(panel) for panel in panels] == [[words] * len(RunPanel.cards)] * 3
    assert len(caplog.records) == 1  # and not at each push
    assert failed(shown(session)) == []


def test_one_whose_plots_cannot_be_made(session, monkeypatch, caplog):
    monkeypatch.setattr("glasscope.dashboard.panels.surroundings.plots.PairsView.__init__", fail)
    session.door.ask("panel", key=SurroundingsPanel.key)
    for _ in range(3):
        assert set(instead(shown(session))) == {"This could not be drawn: ZeroDivisionError: half of nothing"}
    assert len(caplog.records) == 1
    session.door.ask("panel", key="run")
    assert failed(shown(session)) == []


def test_a_plot_in_a_tab_is_made_once_the_tab_is_opened(session):
    said = []
    session.wire.notify = said.append
    shown(session)
    assert "left" in session.column.views
    assert "distribution" not in session.column.views
    session.door.ask("tab", plot="distribution")
    shown(session)
    assert "distribution" in session.column.views
    session.door.ask("tab", plot="nothing")
    assert [words for words in said if "no plot 'nothing'" in words]
