"""Who is at a page: it arrives, is cut off, comes back or leaves; and how many that were cut off are kept."""

from types import SimpleNamespace

import pytest
from bokeh.document import Document

from glasscope.dashboard.page.handlers import MOST_SESSIONS, connections
from glasscope.dashboard.page.presence import ARRIVAL, KEPT, UNSEEN, Absent
from glasscope.dashboard.session import Session


class Visit:
    """A session, what the server knows of it, and a clock that is set by hand."""

    def __init__(self):
        self.now = 0.0
        self.session = Session(Document(), dark=True)
        self.presence = self.session.presence
        self.presence._clock = lambda: self.now
        self.presence._made = 0.0
        self.server = SimpleNamespace(connection_count=0, expiration_requested=False, destroyed=False)
        self.server.request_expiration = self._end
        context = SimpleNamespace(session=self.server)
        self.session.document._session_context = lambda: context

    def _end(self):
        self.server.expiration_requested = True

    def look(self, after=1.0):
        self.now += after
        self.presence.look()

    def arrive(self):
        self.server.connection_count = 1
        self.session.door.receive({"do": "hello", "dark": True, "ratio": 1.0})

    @property
    def rests(self):
        return bool(self.session.player._holds)


@pytest.fixture
def visit():
    made = Visit()
    yield made
    made.session.close()


def test_a_page_that_never_comes_is_let_go(visit):
    visit.look(ARRIVAL)
    assert not visit.server.expiration_requested
    visit.look()
    assert visit.server.expiration_requested


def test_a_page_that_was_cut_off_rests_and_goes_on_when_it_is_back(visit):
    visit.arrive()
    visit.look()
    assert not visit.rests
    visit.server.connection_count = 0
    visit.look()
    assert visit.rests
    assert not visit.session.pusher.present
    visit.look(KEPT - 2.0)
    assert not visit.server.expiration_requested
    visit.arrive()
    visit.look()
    assert not visit.rests
    assert visit.session.pusher.present
    visit.server.connection_count = 0
    visit.look()
    visit.look(KEPT + 1.0)
    assert visit.server.expiration_requested


def test_a_run_rests_whose_page_stays_in_the_background(visit):
    visit.arrive()
    visit.session.door.receive({"do": "seen", "visible": False})
    assert not visit.session.pusher.present
    visit.look(UNSEEN - 1.0)
    assert not visit.rests
    visit.look(2.0)
    assert visit.rests
    visit.session.door.receive({"do": "seen", "visible": True})
    assert not visit.rests
    assert visit.session.pusher.present


class Kept:
    """A session that was cut off, as its keeper sees it."""

    def __init__(self, memory):
        self.memory, self.gone = memory, False

    def let_go(self):
        self.gone = True


def test_those_that_were_cut_off_first_make_room():
    absent = Absent(most=3, memory=100)
    first, second, third, fourth = (Kept(10) for _ in range(4))
    for each in (first, second, third, fourth):
        absent.add(each)
    assert [each.gone for each in (first, second, third, fourth)] == [True, False, False, False]
    absent.discard(second)
    absent.add(Kept(90))
    assert third.gone
    assert not second.gone
    assert not fourth.gone
    assert absent.let_one_go()
    assert fourth.gone


def test_what_is_chosen_is_in_the_address_and_an_own_glass_is_not(visit):
    session = visit.session
    for name, value in (("angle", 30.0), ("max_strain", 7.0), ("show_voronoi", True)):
        session.door.ask("set", name=name, value=value)
    words = session.links.words()
    assert words["query"].split("&")[1:] == ["angle=30.0", "max_strain=0.07", "show_voronoi=1"]
    assert not words["own"]
    session.glasses.take_in(session.glasses.entries[0].load(), "mine")
    words = session.links.words()
    assert words["own"]
    assert "glass" not in words["query"]


def test_a_session_that_the_server_does_not_have_has_no_connections():
    from bokeh.application import Application
    from bokeh.server.contexts import ApplicationContext

    assert connections(ApplicationContext(Application()), "nobody") is None
    assert MOST_SESSIONS > 1
