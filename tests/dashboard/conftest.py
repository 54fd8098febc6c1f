"""A small glass that yields within a second, and the events of its run."""

import importlib.util
from pathlib import Path

import pytest
from bokeh.document import Document
from waiting import PATIENCE

from glasscope.dashboard.fields.field import all_indicators
from glasscope.dashboard.fields.fields import Fields
from glasscope.dashboard.found.finder import Bench
from glasscope.dashboard.run.history import History
from glasscope.dashboard.session import Session
from glasscope.dashboard.wire.wire import Wire
from glasscope.engine import Load, shear


def _making():
    path = Path(__file__).resolve().parents[1] / "making.py"
    spec = importlib.util.spec_from_file_location("making_for_dashboard", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def told(monkeypatch):
    """What the reader of any session is told, and there is no loop: what is for later is done at once."""
    words = []
    monkeypatch.setattr(Wire, "notify", lambda wire, text, kind="error": words.append(text))
    monkeypatch.setattr(Wire, "later", lambda wire, action: action())
    return words


@pytest.fixture(scope="session")
def glass():
    return _making().small_glass("lj", 144, seed=3)


@pytest.fixture(scope="session")
def load():
    return Load.simple_shear()


@pytest.fixture(scope="session")
def steps(glass, load):
    """A recorded run with at least three events."""
    made, events = [], 0
    for step in shear(glass, load, max_strain=0.3):
        made.append(step)
        events += step.event is not None
        if events == 3:
            return made
    raise AssertionError(f"only {events} events up to a strain of 0.3")


@pytest.fixture
def stored(glass, load):
    """Makes a history of some steps."""

    def make(steps):
        history = History()
        history.begin(glass, "small", load)
        for step in steps:
            history.append(step)
        return history

    return make


@pytest.fixture
def history(stored, steps):
    return stored(steps)


@pytest.fixture
def fields(history):
    made = Fields(history, lambda: None)
    yield made
    made.close()
    assert made.join(PATIENCE)


@pytest.fixture
def errors():
    """What a bench's finders had to say of what failed."""
    return []


@pytest.fixture
def bench(history, errors):
    """What a finder is given of its session."""
    return Bench(history, lambda: None, errors.append, lambda seconds: None)


@pytest.fixture
def indicators():
    return all_indicators()


@pytest.fixture
def session(glass, steps):
    """A page's session, without a page, that has sheared the glass."""
    session = Session(Document(), dark=True)
    session.begin(glass, "small")
    for step in steps:
        session.history.append(step)
    yield session
    session.close()
