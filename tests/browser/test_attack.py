"""A script at a server's socket: some hundred crafted commands, strange patches, and a flood; the run goes on."""

import asyncio
import itertools
import math
import re

import pytest
from bokeh.document import Document
from in_a_loop import run
from script_page import ScriptPage
from visits import SMALL_FIRST, Server

from glasscope.dashboard.session import Session
from glasscope.dashboard.wire.door import TOO_MUCH
from glasscope.dashboard.wire.flood import A_SECOND

NUMBERS = (True, -1, 0.5, 10**30, 1e300, math.nan, math.inf)
STRANGE = (*NUMBERS, None, "", "x" * 5000, "\N{SNOWMAN}", [], [[[]]], {}, {"a": [1]})
FLOOD = 300
PATIENT = """
from glasscope.dashboard.wire import flood
flood.AT_ONCE = 1e5
"""
"""A server that hears all of an attack: what it left out, and there was no room for, would be tested by luck."""
PYTHON = re.compile(r"Traceback|\w+Error\b|has no attribute|unexpected keyword|positional argument")


@pytest.fixture(scope="module")
def patient_server(tmp_path_factory):
    """Of its own, in which nothing is a flood."""
    made = Server(tmp_path_factory.mktemp("attacked") / "log.txt", SMALL_FIRST + PATIENT)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def commands():
    """Every command with the names of its arguments."""
    session = Session(Document(), dark=True)
    table = {name: list(asked.takes) for name, asked in session.door.table.items()}
    session.close()
    return table


def crafted(commands):
    """Commands that no page sends."""
    for name, arguments in commands.items():
        yield {"do": name, "more": 1}
        for argument, value in itertools.product(arguments, STRANGE):
            yield {"do": name, **dict.fromkeys(arguments, 1), argument: value}
    for name in ("picked", "indicator", "sign", "low", "beside", "number", "__class__"):
        yield from ({"do": "set", "name": name, "value": value} for value in STRANGE)
    yield from (
        {"do": "parameter", "name": "predictor", "value": path} for path in ("/etc/passwd", "/dev/zero", "../x")
    )
    yield {"do": "prepare", "form": 1, "model": "lj", "n_particles": 10**9, "protocol": "htl", "seed": 1,
           "density": None, "parameters": {}}  # fmt: skip


def strange_patches(models):
    """What Bokeh would let a page set, and what it would refuse with a traceback."""
    bridge, plot, axis = ({"id": models[kind]} for kind in ("Slots", "Plot", "Range1d"))
    change = {"kind": "ModelChanged", "model": bridge, "attr": "push", "new": 3}
    yield change
    yield change | {"attr": "notice", "new": '{"text":"mine"}'}
    yield from (change | {"model": axis, "attr": "start", "new": new} for new in ("left", math.nan, 1e300, None))
    yield from (change | {"model": plot, "attr": "inner_width", "new": new} for new in (-1, "wide", 1e9))
    yield change | {"model": {"id": "nobody"}}
    yield change | {"model": {"type": "object", "name": "Range1d", "id": "p9"}}
    yield {"kind": "RootRemoved", "model": plot}
    yield {"kind": "TitleChanged", "title": 3}
    yield from ({}, {"kind": "Nothing"}, 3)
    yield ScriptPage.event("tap", model=plot, x="left")
    yield ScriptPage.event("nothing")


async def attack(page, commands):
    """All of it; how many things were said."""
    said = 0
    for message in crafted(commands):
        await page.say(message)
        said += 1
    for message in (None, 3, "play", [], {"do": 3}):
        await page.say(message)
    for patch in strange_patches(page.models):
        await page.patch(patch)
        said += 1
    await page.send("PATCH-DOC", {"events": None})
    await page.send("PUSH-DOC", {"doc": {}})
    return said


async def shears_on(page):
    """Begin anew and make a few steps."""
    await page.do("room", name="glass")
    await page.do("pause")
    await page.do("set", name="indicator", value="nonaffine_velocity")
    await page.do("reset")
    await page.until(lambda: page.shown.get("timeline", {}).get("head") == 0)
    await page.do("next")
    await page.until(lambda: page.shown["timeline"]["head"] > 0)
    await page.do("pause")


def test_a_script_gets_nothing_but_refusals_in_words(patient_server, commands):
    async def go():
        page = await ScriptPage.visit(patient_server.url)
        await shears_on(page)
        said = await attack(page, commands)
        await shears_on(page)
        return page, said

    page, said = run(go())
    assert said > 400
    assert len(set(page.notices)) > 20
    assert not [words for words in page.notices if PYTHON.search(words) or len(words) > 1000]
    assert TOO_MUCH not in page.notices
    assert "mine" not in page.notices
    assert not [text for text in page.heard if "Traceback" in text]
    assert not PYTHON.search(patient_server.log.read_text())


def test_a_flood_is_dropped_and_the_next_command_is_heard(server):
    async def go():
        page = await ScriptPage.visit(server.url)
        for _ in range(FLOOD):  # each counts for twenty
            await page.do("making", key="nothing like it")
        await page.until(lambda: sum('"OK"' in text for text in page.heard) > FLOOD)  # all have been dealt with
        assert TOO_MUCH in page.notices
        await asyncio.sleep(50.0 / A_SECOND)
        await shears_on(page)
        return page

    page = run(go())
    assert page.notices.count(TOO_MUCH) == 1
    assert len(page.notices) < FLOOD / 2
