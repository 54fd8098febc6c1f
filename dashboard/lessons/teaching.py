"""A session's lesson: which step is shown, what was answered, and whether the run says the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from ..compare.plots import Pair
from ..physics import GlassError
from ..wire.door import Ask, command
from ..wire.kinds import Between, Key
from .lesson import PRESSES, Lesson, Step, lessons
from .measures import MEASURES


class Teaching:
    """Walks through lessons.

    Parameters
    ----------
    pair : callable
        What is shown: the glass, and the other one where it is compared; None before the first glass.
    ask : callable
        Asks the session for a command.
    """

    def __init__(self, pair: Callable[[], Pair | None], ask: Ask) -> None:
        self._pair, self._ask = pair, ask
        self._lesson: Lesson | None = None
        self._at = 0
        self._said: dict[int, tuple[int, int, str]] = {}  # of each step: the answer, the right one, what was measured
        self._lacking = ""

    @command("lesson", with_glass=True, weight=20.0)
    def open(self, key: Key) -> None:
        """Begin a lesson.

        Parameters
        ----------
        key : str
            Its key; "none" closes the one that is open.

        Raises
        ------
        GlassError
            There is no such lesson.
        """
        known = lessons()
        if key != "none" and key not in known:
            raise GlassError(f"the lessons are {', '.join(known)}; there is no {key!r}")
        self._lesson, self._said = known.get(key), {}
        self._go(0)

    @command("lesson_step", with_glass=True, weight=20.0)
    def turn(self, to: Annotated[int, Between(0, 99)]) -> None:
        """Go to a step.

        Parameters
        ----------
        to : int
            Which; 0 is the first one.

        Raises
        ------
        GlassError
            There is no such step.
        """
        if self._lesson is None or to >= len(self._lesson.steps):
            raise GlassError("there is no such step of a lesson")
        self._go(to)

    def _go(self, to):
        self._at, self._lacking = to, ""
        if self._step is not None and self._step.go:
            self._ask("address", query=self._step.go)

    @property
    def _step(self) -> Step | None:
        return None if self._lesson is None else self._lesson.steps[self._at]

    @command("lesson_answer", with_glass=True)
    def answer(self, which: Annotated[int, Between(0, 9)]) -> None:
        """Answer the question of the step: it is measured on the run who is right.

        Parameters
        ----------
        which : int
            Of the answers.

        Raises
        ------
        GlassError
            Nothing is asked, or there is no such answer.
        """
        question = None if self._step is None else self._step.question
        if question is None or which >= len(question.answers):
            raise GlassError("there is no such answer")
        measure, pair = MEASURES[question.measured], self._pair()
        value = None if pair is None else measure.of(pair)
        if value is None:
            self._lacking = measure.missing
            return
        self._lacking = ""
        self._said[self._at] = which, question.right(value), measure.words.format(value).replace("-", "−")

    def words(self) -> dict[str, object]:
        """What the page shows.

        Returns
        -------
        dict
            Empty without a lesson; else "title", "at", "steps" (how many), "say", "look", "press" (a command and its
            words) and "question": "ask", "answers", "chosen" and "right" (None before), "told", "lacking".
        """
        lesson, step = self._lesson, self._step
        if lesson is None or step is None:
            return {}
        press = {"do": step.press, "words": PRESSES[step.press]} if step.press else {}
        return {
            "key": lesson.key,
            "title": lesson.title,
            "at": self._at,
            "steps": len(lesson.steps),
            "say": list(step.say),
            "look": step.look,
            "press": press,
            "question": self._question(step),
        }

    def _question(self, step):
        question = step.question
        if question is None:
            return {}
        chosen, right, value = self._said.get(self._at, (None, None, ""))
        return {
            "ask": question.ask,
            "answers": [each.say for each in question.answers],
            "chosen": chosen,
            "right": right,
            "told": question.told.replace("{value}", value) if chosen is not None else "",
            "lacking": self._lacking,
        }
