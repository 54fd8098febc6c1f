"""Memory of visitors who have left is given back, once for several."""

import asyncio
import gc
import weakref

from in_a_loop import run

from glasscope.dashboard.page import memory


class Cycle:
    def __init__(self):
        self.itself = self


def test_what_several_left_behind_is_given_back_once(monkeypatch):
    rounds, left = [], memory.Leftovers()
    monkeypatch.setattr(memory, "AFTER", 0.01)
    collect = gc.collect
    monkeypatch.setattr(gc, "collect", lambda: rounds.append(collect()))

    async def leave(visitors):
        gone = weakref.ref(Cycle())
        for _ in range(visitors):
            left.give_back_soon()
        await asyncio.sleep(0.2)
        return gone()

    gc.disable()
    try:
        assert run(leave(3)) is None
        assert len(rounds) == 1
        assert run(leave(1)) is None
        assert len(rounds) == 2
    finally:
        gc.enable()
