"""The page's end of a session's wire, for tests of one part of a session: it keeps what is shown and said."""

import queue
import time

from bokeh.document import Document
from waiting import PATIENCE

from glasscope.dashboard.wire.bridge import SLOTS, Bridge
from glasscope.dashboard.wire.loop import Loop
from glasscope.dashboard.wire.wire import Wire


class PageEnd(Wire):
    """A wire without a page; what is put off until later is done by `until`, on the thread of the test.

    Attributes
    ----------
    slots : dict
        What is shown now, by slot.
    seen : list of dict
        All that was shown, as it came.
    said : list of str
        Messages to the reader.
    """

    def __init__(self) -> None:
        document = Document()
        super().__init__(Loop(document), Bridge(document))
        self.slots: dict[str, dict] = {name: {} for name in SLOTS}
        self.seen: list[dict] = []
        self.said: list[str] = []
        self._later: queue.Queue = queue.Queue()

    def show(self, **slots):
        self.slots |= slots
        self.seen.append(slots)

    def notify(self, text, kind="error"):
        self.said.append(text)

    def later(self, action):
        self._later.put(action)

    def until(self, condition):
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, "it did not happen in time"
            try:
                self._later.get(timeout=0.05)()
            except queue.Empty:
                continue
