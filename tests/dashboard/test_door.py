"""The door: whatever a page asks for is answered or refused in words, whoever asks."""

import pytest

from glasscope.dashboard.wire.door import Door, command
from glasscope.engine import GlassError


class Part:
    """Answers some commands."""

    def __init__(self):
        self.done = []

    @command("note")
    def note(self, words):
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
def glass_is_missing():
    return [""]


@pytest.fixture
def door(part, refused, answered, glass_is_missing):
    made = Door(lambda error: refused.append(str(error)), lambda: answered.append(1), lambda: glass_is_missing[0])
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
