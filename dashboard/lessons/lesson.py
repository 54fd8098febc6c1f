"""What a lesson is, and how one is read from `assets/lessons`: steps, each with a state of the page to go to.

A file is YAML: "title", "about" (a line), and "steps". A step has "say" (paragraphs), and may have "go" (the query of a
link), "look" (a part of the page that is pointed at), "press" (a command that a button offers, "next" or "turn") and a
question: "ask", what is "measured" on the run for it (see `measures`), and "answers", each with "say", and "from" and
"to", between which the measured value lies where it is right. "told" is what is said then, with {value} in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..physics import GlassError
from .measures import MEASURES

FOLDER = Path(__file__).parents[2] / "assets" / "lessons"

PLACES = ("map", "curve", "ranks", "left", "field-card", "compare", "stress", "drops", "transport")
"""Parts of the page that a step may point at."""

PRESSES = {"next": "run to the next event", "turn": "turn the load round", "play": "shear on"}
"""Commands that a step may offer, and what stands on the button."""


@dataclass(frozen=True)
class Answer:
    """One of those to choose from.

    Attributes
    ----------
    say : str
        The answer.
    least, most : float
        It is right where the measured value is at least the one and below the other.
    """

    say: str
    least: float
    most: float


@dataclass(frozen=True)
class Question:
    """What is asked of a run, and answered by it.

    Attributes
    ----------
    ask : str
        The question.
    measured : str
        Key of `MEASURES`.
    answers : tuple of Answer
        To choose from.
    told : str
        Said once it is answered; {value} stands for what was measured.
    """

    ask: str
    measured: str
    answers: tuple[Answer, ...]
    told: str

    def right(self, value: float) -> int:
        """Which answer a measured value makes the right one.

        Parameters
        ----------
        value : float
            What was measured.

        Raises
        ------
        GlassError
            None is.
        """
        for k, answer in enumerate(self.answers):
            if answer.least <= value < answer.most:
                return k
        raise GlassError(f"no answer to {self.ask!r} is right at {value:g}")


@dataclass(frozen=True)
class Step:
    """What is said, shown and asked at once.

    Attributes
    ----------
    say : tuple of str
        Paragraphs.
    go : str
        The query of a link to the state that is shown; empty where it stays.
    look : str
        One of `PLACES`; empty for none.
    press : str
        One of `PRESSES`; empty for none.
    question : Question or None
        What is asked.
    """

    say: tuple[str, ...]
    go: str = ""
    look: str = ""
    press: str = ""
    question: Question | None = None


@dataclass(frozen=True)
class Lesson:
    """A document to walk through.

    Attributes
    ----------
    key, title, about : str
        Its name, and what it is about.
    steps : tuple of Step
        In their order.
    """

    key: str
    title: str
    about: str
    steps: tuple[Step, ...]


@cache
def shelf() -> tuple[dict[str, Lesson], dict[str, str]]:
    """The lessons as they are shipped.

    Returns
    -------
    dict of str to Lesson, dict of str to str
        Every lesson by its key, in the order of their files' names; and by its file's name why one cannot be read.
    """
    found, amiss = {}, {}
    for path in sorted(FOLDER.glob("*.yaml")):
        try:
            lesson = read_lesson(path)
            found[lesson.key] = lesson
        except GlassError as error:  # the others, and the page, go on without it
            amiss[path.name] = str(error)
    return found, amiss


def lessons() -> dict[str, Lesson]:
    """Every lesson by its key."""
    return shelf()[0]


def listed() -> list[dict[str, str]]:
    """The lessons on offer: "key", "title" and "about" of each; without a key those that cannot be read."""
    found, amiss = shelf()
    offered = [{"key": each.key, "title": each.title, "about": each.about} for each in found.values()]
    return offered + [{"key": "", "title": name, "about": why} for name, why in amiss.items()]


def read_lesson(path: Path) -> Lesson:
    """Read a lesson.

    Parameters
    ----------
    path : Path
        NUMBER-KEY.yaml; the number says its place among the others.

    Raises
    ------
    GlassError
        It is not written as it has to be.
    """
    import yaml  # takes its time, and is needed for this alone

    try:
        return _lesson(path.stem.partition("-")[2], yaml.safe_load(path.read_text(encoding="utf-8")))
    except (KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        why = " ".join(str(error).split())
        raise GlassError(f"the lesson {path.name} is not written as it has to be: {why}") from None


def _lesson(key, said):
    return Lesson(key, said["title"], said["about"], tuple(_step(each) for each in said["steps"]))


def _answer(said):
    return Answer(said["say"], float(said.get("from", "-inf")), float(said.get("to", "inf")))


def _step(said):
    strange = set(said) - {"say", "go", "look", "press", "ask", "measured", "answers", "told"}
    for name, known in (("look", PLACES), ("press", PRESSES), ("measured", MEASURES)):
        if name in said and said[name] not in known:
            raise ValueError(f"{name} is one of {', '.join(known)}, not {said[name]!r}")
    if strange:
        raise ValueError(f"a step has no {', '.join(sorted(strange))}")
    question = None
    if "ask" in said:
        answers = tuple(map(_answer, said["answers"]))
        question = Question(said["ask"], said["measured"], answers, said["told"])
    words = tuple(" ".join(part.split()) for part in said["say"].strip().split("\n\n"))
    return Step(words, "".join(said.get("go", "").split()), said.get("look", ""), said.get("press", ""), question)
