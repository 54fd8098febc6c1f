"""What is compiled before the page is shown, and what beside it."""

import os

import pytest

from glasscope.dashboard import warming
from glasscope.dashboard.fields.field import all_indicators


@pytest.fixture
def done(monkeypatch):
    """What was done, in its order; nothing is compiled."""
    done = []
    monkeypatch.setattr(warming, "_smallest", lambda: "glass")
    monkeypatch.setattr(warming, "_open", lambda glass: done.append("page"))
    monkeypatch.setattr(warming, "_start", lambda first: done.append(f"others from the {first}"))
    monkeypatch.setattr(warming, "ask", lambda indicators, *_: done.extend(type(each).key for each in indicators))
    return done


def test_at_the_first_start_others_begin_at_once(done, monkeypatch):
    monkeypatch.setattr(warming, "is_to_be_compiled", lambda kernel: True)
    assert warming.warm_first()
    assert done == ["others from the last", "page", "others from the first"]


def test_what_is_kept_is_loaded(done, monkeypatch):
    monkeypatch.setattr(warming, "is_to_be_compiled", lambda kernel: False)
    assert not warming.warm_first()
    assert done == ["page", *all_indicators()]


def test_a_start_that_ended_early_is_made_good_beside_the_page(done, monkeypatch):
    monkeypatch.setattr(warming, "is_to_be_compiled", lambda kernel: False)
    monkeypatch.setattr(warming, "LONG", 0.0)
    assert warming.warm_first()
    assert done == ["page", next(iter(all_indicators())), "others from the last", "others from the first"]


def test_others_end_with_the_server(done, monkeypatch):
    monkeypatch.setattr(os, "nice", lambda more: 0)
    warming.work("first", server=os.getppid())
    forwards = list(done)
    done.clear()
    warming.work("last", server=os.getppid())
    assert done == forwards[::-1] == list(all_indicators())[::-1]
    done.clear()
    warming.work("first", server=-1)
    assert not done
