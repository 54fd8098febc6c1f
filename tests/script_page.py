"""A page that is a script: it speaks to a server's socket by hand, and says whatever it likes."""

import asyncio
import itertools
import json
import time
import urllib.request

from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect
from waiting import PATIENCE

from glasscope.dashboard.wire.bridge import CHANNEL, SLOTS


class ScriptPage:
    """A connection to the session of one visit.

    Attributes
    ----------
    shown : dict
        The newest content of each slot of the bridge.
    notices : list of str
        All that the reader was told, in their order.
    heard : list of str
        All that came, as text.
    """

    def __init__(self, socket):
        self._socket, self._numbers, self._parts = socket, itertools.count(1), []
        self.shown, self.notices, self.heard = {}, [], []
        self.models, self.address = {}, ""

    @classmethod
    async def visit(cls, url):
        """Ask for a session, connect as the page would, and say hello."""
        answer = await asyncio.to_thread(a_session, url)
        token, session = answer["token"], answer["session"]
        asked = HTTPRequest(f"{url.replace('http', 'ws', 1)}ws", headers={"Origin": url.rstrip("/")})
        page = cls(await websocket_connect(asked, subprotocols=["bokeh", token], max_message_size=10**9))
        page.address = f"{url}visit/{session}"
        await page.until(lambda: any('"ACK"' in text for text in page.heard))  # before that the server has no ear
        await page.send("PULL-DOC-REQ", {})
        await page.until(lambda: page.models)
        await page.patch(page.event("document_ready"))
        await page.do("hello", dark=True, ratio=1)
        await page.do("painted", push=1)  # the picture that the document came with
        return page

    async def leave(self):
        """As a tab that is closed: a word, and the socket."""
        await asyncio.to_thread(urllib.request.urlopen, self.address, b"")
        self._socket.close()

    async def send(self, kind, content):
        """Send a message of Bokeh's protocol."""
        for part in ({"msgid": str(next(self._numbers)), "msgtype": kind}, {}, content):
            await self._socket.write_message(json.dumps(part))

    async def patch(self, *events):
        """Say that something has changed or happened."""
        await self.send("PATCH-DOC", {"events": list(events)})

    async def do(self, name, /, **arguments):
        """Ask for a command."""
        await self.say({"do": name, **arguments})

    async def say(self, message):
        """Say anything over the bridge."""
        await self.patch({"kind": "MessageSent", "msg_type": CHANNEL, "msg_data": coded(message)})

    @staticmethod
    def event(name, **values):
        """An event as Bokeh codes it."""
        values = {"type": "map", "entries": [[key, value] for key, value in values.items()]}
        happened = {"type": "event", "name": name, "values": values}
        return {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": happened}

    async def until(self, condition):
        """Listen, and acknowledge what is pushed, until something holds."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, f"it did not come: {self.notices[-3:]}"
            try:
                message = await asyncio.wait_for(asyncio.shield(self._next()), 1.0)
            except TimeoutError:
                continue
            assert message is not None, "the server has closed the connection"
            await self._hear(message)

    def _next(self):
        if not self._parts:
            self._parts.append(asyncio.ensure_future(self._socket.read_message()))
        return self._parts[0]

    async def _hear(self, message):
        self._parts.clear()
        if not isinstance(message, str):
            return
        self.heard.append(message)
        content = json.loads(message)
        self._note_models(content.get("doc", {}))
        for event in content.get("events", ()):
            attribute, new = event.get("attr"), event.get("new")
            if attribute == "push":
                await self.do("painted", push=new)
            elif attribute is not None:
                self.shown[attribute] = json.loads(new) if attribute in SLOTS else decoded(new)
                if attribute == "notice":
                    self.notices.append(self.shown["notice"]["text"])

    def _note_models(self, part):
        """The first model of each kind, by its name in Bokeh; of figures the map's."""
        if isinstance(part, dict):
            if part.get("type") == "object" and "id" in part:
                kind = part["name"].rpartition(".")[2]
                self.models.setdefault(kind, part["id"])
                if kind == "Slots":
                    self.shown |= {key: json.loads(part["attributes"].get(key, "{}")) for key in SLOTS}
            for each in part.values():
                self._note_models(each)
        elif isinstance(part, list):
            for each in part:
                self._note_models(each)


def a_session(url):
    """A new session: its name under "session", what a page opens its socket with under "token"."""
    return json.load(urllib.request.urlopen(url, b""))


def coded(value):
    """As BokehJS codes tables."""
    if isinstance(value, dict):
        return {"type": "map", "entries": [[key, coded(each)] for key, each in value.items()]}
    return [coded(each) for each in value] if isinstance(value, list) else value


def decoded(value):
    """Tables as Bokeh codes them."""
    if isinstance(value, dict) and value.get("type") == "map":
        return {key: decoded(each) for key, each in value.get("entries", [])}
    return [decoded(each) for each in value] if isinstance(value, list) else value
