"""The door: whatever a page asks for is answered or refused in words, whoever asks."""

import pytest

from glasscope.dashboard.wire.door import TOO_MUCH, Door, command
from glasscope.dashboard.wire.flood import A_SECOND, AT_ONCE, Flood
from glasscope.dashboard.wire.kinds import Key
from glasscope.engine import GlassError


class Part:
    """Answers some commands."""

    def __init__(self):
        self.done = []

    @command("note")
    def note(self, words: Key) -> None:
        self.done.append(words)

    @command("shear", with_glass=True)
    def shear(self):
        self.done.append("sheared")

    @command("painted", shown=False)
    def painted(self):
        self.done.append("painted")

    @command("fail")
    def fail(self):
        raise GlassError("expected luck")

    @command("break")
    def break_down(self):
        return {}["a key that is not there"]

    @command("read", weight=AT_ONCE)
    def read(self):
        self.done.append("read")

    def hidden(self):
        self.done.append("hidden")


@pytest.fixture
def part():
    return Part()


@pytest.fixture
def refused():
    return []


@pytest.fixture
def answered():
    return []


@pytest.fixture
def now():
    """The time that floods go by."""
    return [0.0]


@pytest.fixture
def glass_is_missing():
    return [""]


@pytest.fixture
def door(part, refused, answered, glass_is_missing, now):
    made = Door(
        lambda error: refused.append(str(error)),
        lambda: answered.append(1),
        lambda: glass_is_missing[0],
        Flood(lambda: now[0]),
    )
    made.open_to(part)
    return made


def test_a_marked_method_answers(door, part, refused, answered):
    door.receive({"do": "note", "words": "hello"})
    door.ask("note", words="there")
    assert part.done == ["hello", "there"]
    assert len(answered) == 2
    assert not refused


def test_nothing_else_can_be_reached(door, part, refused):
    for message in ({"do": "hidden"}, {"do": "__init__"}, {"do": ""}, {}, "note", None, 3, ["do"]):
        door.receive(message)
    assert part.done == []
    assert len(refused) == 8
    assert all("unknown" in words for words in refused)


def test_what_fails_comes_in_words_and_the_page_goes_on(door, refused, answered):
    door.ask("fail")
    assert refused == ["expected luck"]
    assert len(answered) == 1


@pytest.mark.parametrize("message", [{"do": "note"}, {"do": "note", "words": 1, "more": 2}, {"do": "painted", 3: 4}])
def test_wrong_arguments_are_refused(door, part, refused, message):
    door.receive(message)
    assert len(refused) == 1
    assert part.done == []


def test_without_a_glass_it_says_so(door, part, refused, glass_is_missing):
    glass_is_missing[0] = "There is no glass."
    door.ask("shear")
    door.ask("note", words="hello")
    assert refused == ["There is no glass."]
    assert part.done == ["hello"]


def test_what_shows_nothing_new_asks_for_no_push(door, answered):
    door.ask("painted")
    assert answered == []


def test_two_parts_may_not_answer_one_command(door):
    with pytest.raises(TypeError, match="two parts answer the command 'note'"):
        door.open_to(Part())


def test_a_fault_of_our_own_is_told_in_our_words_and_in_the_log_in_pythons(door, refused, caplog):
    door.receive({"do": "break"})
    assert len(refused) == 1
    assert "fault of the program" in refused[0]
    assert "Key" not in refused[0]
    assert "KeyError" in caplog.text


def test_what_does_not_say_what_it_takes_is_no_command(door):
    class Careless:
        @command("careless")
        def do(self, anything):
            return None

    class Boundless:
        @command("boundless")
        def do(self, number: int) -> None:
            return None

    for part, words in ((Careless(), "'anything'"), (Boundless(), "no bounds")):
        with pytest.raises(TypeError, match=words):
            door.open_to(part)


def test_a_flood_is_dropped_with_one_sentence(door, part, refused, now):
    for _ in range(int(AT_ONCE)):
        door.receive({"do": "note", "words": "in time"})
    for _ in range(1000):
        door.receive({"do": "note", "words": "too much"})
    assert set(part.done) == {"in time"}
    assert refused == [TOO_MUCH]
    now[0] += 1.0
    for _ in range(int(A_SECOND) + 50):
        door.receive({"do": "note", "words": "later"})
    assert part.done.count("later") == A_SECOND
    assert refused == [TOO_MUCH], "the same flood"
    now[0] += 60.0
    door.receive({"do": "note", "words": "at last"})
    assert part.done[-1] == "at last"
    for _ in range(int(AT_ONCE) + 1):
        door.receive({"do": "nothing like it"})
    assert refused.count(TOO_MUCH) == 2


def test_what_takes_its_time_counts_for_many(door, part, refused, now):
    door.receive({"do": "read"})
    door.receive({"do": "note", "words": "on top"})
    door.ask("note", words="from a part of the page, which nobody outside can hurry")
    assert part.done == ["read", "from a part of the page, which nobody outside can hurry"]
    assert refused == [TOO_MUCH]
