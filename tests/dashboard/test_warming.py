"""What is compiled before the page is shown, and what beside it."""

import os
from contextlib import suppress

import pytest

from glasscope.dashboard import warming
from glasscope.dashboard.fields.field import all_indicators
from glasscope.dashboard.physics import njit
from glasscope.engine import GlassFileError


@pytest.fixture
def done(monkeypatch):
    """What was done, in its order; nothing is compiled."""
    done = []
    monkeypatch.setattr(warming, "_smallest", lambda: "glass")
    monkeypatch.setattr(warming, "_open", lambda glass: done.append("page"))
    monkeypatch.setattr(warming, "_look", lambda state, cast: done.append("its end"))
    monkeypatch.setattr(warming, "look_closer", lambda state: done.append("closer"))

    def start(first, tell):
        done.append(f"others from the {first}")
        if tell >= 0:
            os.write(tell, f"{first}\n{warming.DONE}\n".encode() if first == "first" else b"draw\n")

    monkeypatch.setattr(warming, "_start", start)
    monkeypatch.setattr(warming, "ask", lambda indicators, *_: done.extend(type(each).key for each in indicators))
    return done


def test_at_the_first_start_others_compile_what_the_page_loads(done, monkeypatch):
    monkeypatch.setattr(warming, "is_to_be_compiled", lambda kernel: True)
    kernels = warming.Warming(before_pages=lambda: done.append("none is open"))
    assert not kernels.ready
    kernels.work()
    assert kernels.ready
    assert done == ["others from the last", "others from the first", "page", "none is open"]
    assert kernels.progress()[0] == pytest.approx(2.0 / warming.PAGE_KERNELS)


def test_what_is_kept_is_loaded(done, monkeypatch):
    monkeypatch.setattr(warming, "is_to_be_compiled", lambda kernel: False)
    warming.Warming().work()
    assert done == ["page", *all_indicators(), "closer"]


def test_a_start_that_ended_early_is_made_good_beside_the_page(done, monkeypatch):
    monkeypatch.setattr(warming, "is_to_be_compiled", lambda kernel: False)
    monkeypatch.setattr(warming, "LONG", 0.0)
    warming.Warming().work()
    assert done == ["page", next(iter(all_indicators())), "others from the last", "others from the first"]


@pytest.mark.parametrize("fault", [GlassFileError("the index is damaged"), RuntimeError("no memory")])
def test_a_page_that_cannot_be_warmed_for_opens_all_the_same(fault, done, monkeypatch, capsys):
    def fail(glass):
        raise fault

    monkeypatch.setattr(warming, "_open", fail)
    kernels = warming.Warming()
    with suppress(RuntimeError):  # what its thread ends with is in the log
        kernels.work()
    assert kernels.ready
    assert ("the index is damaged" in capsys.readouterr().out) == isinstance(fault, GlassFileError)


def test_progress_is_told_by_kernels(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(warming.time, "monotonic", lambda: now[0])
    kernels = warming.Warming()
    now[0], kernels._compiled = 10.0, warming.PAGE_KERNELS // 2
    assert kernels.progress() == pytest.approx((0.5, 10.0), rel=0.02)
    kernels._compiled = 2 * warming.PAGE_KERNELS
    assert kernels.progress()[0] == warming.MOST_SAID


def test_others_say_a_word_for_each_kernel_and_are_done(monkeypatch, capsys):
    monkeypatch.setattr(os, "nice", lambda more: 0)
    monkeypatch.setattr(warming, "ask", lambda *_: None)
    monkeypatch.setattr(warming, "look_closer", lambda state: None)
    monkeypatch.setattr(warming, "_open", lambda glass: njit(_doubled, cache=False)(2.0))
    warming.work("first", server=os.getppid())
    assert capsys.readouterr().out.split() == ["_doubled", warming.DONE]


def _doubled(x):
    return 2.0 * x


def test_others_end_with_the_server(done, monkeypatch):
    monkeypatch.setattr(os, "nice", lambda more: 0)
    warming.work("first", server=os.getppid())
    forwards = list(done)
    done.clear()
    warming.work("last", server=os.getppid())
    assert forwards == ["page", *all_indicators(), "closer"]
    assert done == ["its end", *reversed(all_indicators()), "closer"]
    done.clear()
    warming.work("first", server=-1)
    assert done == ["page"]
