"""A class: what it is sent is what is shown, what it guesses is ranked, and what is no guess is let be."""

import asyncio
import json
import struct
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from bokeh.document import Document
from waiting import wait_for

from glasscope.dashboard.lessons.guess import guessed
from glasscope.dashboard.look.shades import levels
from glasscope.dashboard.map.discs import places_of
from glasscope.dashboard.session import Session
from glasscope.dashboard.watching import classes, teacher
from glasscope.dashboard.watching.classes import CLASSES, Class, Placed, open_class, read_guess
from glasscope.dashboard.watching.packets import POINTS, glass_packet, state_packet


class Screen:
    """Somebody who watches."""

    def __init__(self):
        self.packets = []

    def send(self, packet):
        self.packets.append(packet)

    @property
    def states(self):
        return [head for head, _ in map(read, filter(None, self.packets)) if head["kind"] == "state"]


def read(packet):
    (length,) = struct.unpack("<I", packet[:4])
    return json.loads(packet[4 : 4 + length]), packet[4 + length :]


@pytest.fixture
def session(monkeypatch):
    monkeypatch.setattr(teacher, "BETWEEN", 0.0)
    made = Session(Document(), dark=True)
    made.open("v=1&glass=lj-htl-1024-1&indicator=steric_order")
    made.player.play("event")
    wait_for(lambda: made.history.events and made.player.mode == "idle")
    wait_for(lambda: made.taking.moment().field is not None)
    yield made
    made.close()
    assert not CLASSES


def test_a_packet_is_what_is_shown(session):
    moment = session.taking.moment()
    head, arrays = read(glass_packet(moment))
    radii, shades = np.frombuffer(arrays, np.uint8).reshape(2, -1)
    assert head["n"] == 1024
    np.testing.assert_allclose(head["radius"] * radii / 255.0, 0.5 * moment.glass.diameters, atol=head["radius"] / 255)
    assert np.array_equal(shades, levels(moment.shading.softness(moment.field.values)))
    assert len(head["colours"]["dark"]) == len(head["colours"]["light"]) > 30
    head, arrays = read(state_packet(moment, {"phase": "off", "table": []}))
    frame = moment.snapshot.frame
    assert np.array_equal(np.frombuffer(arrays, "<u2").reshape(-1, 2), places_of(frame.positions, frame.cell))
    assert head["curve"][0][-1] == pytest.approx(moment.snapshot.strain, abs=1e-7)
    (event,) = moment.events
    assert head["events"] == [[1, event.core, event.strain]]
    assert "Event 1" in head["sentence"]
    assert head["phase"] == "off"


def test_a_long_curve_is_sent_in_few_points(session):
    session.player.play()
    wait_for(lambda: session.history.head > POINTS + 50)
    session.player.pause()
    wait_for(lambda: not session.player.stepping)
    moment = session.taking.moment()
    strain, stress = read(state_packet(moment, {}))[0]["curve"]
    assert len(strain) == len(stress) <= POINTS
    assert strain[0] == 0.0
    assert strain[-1] == pytest.approx(moment.snapshot.strain, abs=1e-7)


def push(session):
    session.pusher.push()
    return session.teacher.words()


def test_who_comes_late_is_sent_the_glass_and_where_it_is(session):
    session.door.ask("class", open=True)
    code = push(session)["code"]
    late = Screen()
    CLASSES[code].join(late)
    kinds = [read(packet)[0]["kind"] for packet in late.packets]
    assert kinds == ["glass", "state"]
    assert push(session)["watching"] == 1
    before = len(late.packets)
    push(session)
    assert len(late.packets) == before  # nothing new is not sent
    session.player.play("step")
    wait_for(lambda: session.player.mode == "idle" and not session.player.stepping)
    push(session)
    assert [read(packet)[0]["kind"] for packet in late.packets[before:]] == ["state"]
    session.door.ask("class", open=False)
    assert late.packets[-1] == b""  # it is over
    assert push(session) == {}
    assert code not in CLASSES


def test_guesses_of_a_class_are_ranked_as_that_of_the_teacher(session, monkeypatch):
    monkeypatch.setattr("glasscope.dashboard.page.guessing.drawn", lambda entries: ["lj-htl-1024-2"])
    session.door.ask("class", open=True)
    room = CLASSES[push(session)["code"]]
    screens = [Screen() for _ in range(3)]
    numbers = [room.join(screen) for screen in screens]
    assert not room.hear(numbers[0], json.dumps({"name": "early", "place": [0.1, 0.1]}))  # nothing is asked
    session.door.ask("guess", what="begin")
    assert push(session)["asks"]
    glass = session.history.glass
    fractions = glass.box.fractional(glass.positions) % 1.0
    for number, particle, name in zip(numbers[:2], (10, 500), ("Anna", "Berta"), strict=True):
        assert room.hear(number, json.dumps({"name": name, "place": fractions[particle].tolist()}))
    assert push(session)["guessed"] == 2
    assert push(session)["marks"] == []  # not before it has yielded
    session.door.ask("nudge", x=1, y=0)
    session.door.ask("guess_here")
    wait_for(lambda: push(session) and session.guess.phase == "told")
    words, core = push(session), session.history.events[0].core
    ranks = {name: guessed(glass, particle, core)[0] for name, particle in (("Anna", 10), ("Berta", 500))}
    assert {each["name"]: each["rank"] for each in words["table"]} == {k: f"{v:.2f}" for k, v in ranks.items()}
    assert [each["name"] for each in words["table"]] == sorted(ranks, key=lambda name: -ranks[name])
    assert len(words["marks"]) == 2
    assert screens[2].states[-1]["table"] == words["table"]


@pytest.mark.parametrize(
    "message",
    [
        b"bytes", "no json", "[]", "{}", '{"name": "a"}', '{"name": 1, "place": [0, 0]}', '{"name": "a", "place": [0]}',
        '{"name": "a", "place": [0, "b"]}', '{"name": "a", "place": [0, NaN]}', '{"name": "a", "place": [true, 0]}',
        '{"name": "a", "place": [1e400, 0]}', '{"name": "' + "a" * 300 + '", "place": [0, 0]}',
    ],
)  # fmt: skip
def test_what_is_no_guess_is_let_be(message):
    assert read_guess(message) is None


def test_a_name_is_cut_and_a_place_brought_into_the_cell():
    assert read_guess('{"name": "  \\u0000A\\n' + "b" * 60 + '", "place": [1.25, -0.25]}') == Placed(
        "A" + "b" * 23, 0.25, 0.75
    )
    assert read_guess('{"name": "", "place": [0, 0]}').name == "nameless"


def test_a_class_has_room_for_so_many(monkeypatch):
    monkeypatch.setattr(classes, "MOST_WATCHING", 2)
    changes = []
    room = Class("AAAAA", lambda: changes.append(room.watching))
    numbers = [room.join(Screen()) for _ in range(3)]
    assert numbers == [1, 2, 0]
    room.leave(1)
    room.leave(1)
    assert changes == [1, 2, 1]
    assert room.join(Screen()) == 3


def test_codes_differ_and_are_letters(monkeypatch):
    picked = iter("AAAAAAAAAABBBBB")
    monkeypatch.setattr(classes.secrets, "choice", lambda letters: next(picked))
    first, second = open_class(list), open_class(list)
    assert (first.code, second.code) == ("AAAAA", "BBBBB")
    for each in (first, second):
        each.end()


def test_who_teaches_is_told_who_comes_over_the_wire(tmp_path):
    """A server, a teacher and one who watches; a stranger's page and an unknown code are refused."""
    from script_page import ScriptPage
    from tornado.httpclient import HTTPClientError, HTTPRequest
    from tornado.websocket import websocket_connect
    from visits import SMALL_FIRST, Server

    server = Server(tmp_path / "log.txt", SMALL_FIRST)

    async def connect(code, origin=""):
        origin = origin or server.url.rstrip("/")
        address = f"{server.url.replace('http', 'ws', 1)}watch/states?code={code}"
        return await websocket_connect(HTTPRequest(address, headers={"Origin": origin}), max_message_size=10**8)

    async def play():
        page = await ScriptPage.visit(server.url)
        await page.do("class", open=True)
        await page.until(lambda: page.shown["classroom"].get("code"))
        code = page.shown["classroom"]["code"]
        socket = await connect(code.lower())
        await page.until(lambda: page.shown["classroom"]["watching"] == 1)
        head, _ = read(await socket.read_message())
        assert head["kind"] == "glass"
        assert head["n"] == 1024
        flood = await connect(code)
        await flood.read_message()
        await flood.write_message("x" * 5000)
        while await flood.read_message() is not None:
            pass
        stranger = await connect("ZZZZ9")
        assert await stranger.read_message() is None
        assert "nobody teaches" in stranger.close_reason
        with pytest.raises(HTTPClientError):
            await connect(code, "http://elsewhere.example")
        await page.leave()
        while await socket.read_message() is not None:
            pass
        assert "over" in socket.close_reason

    try:
        with ThreadPoolExecutor(1) as beside:  # a test of the browser may have its loop in this thread
            beside.submit(lambda: asyncio.run(play())).result()
    finally:
        server.stop()
