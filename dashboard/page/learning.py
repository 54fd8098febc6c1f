"""What a page has for who learns and who teaches: the lesson, the game of guesses, the class."""

from __future__ import annotations

from dataclasses import dataclass

from ..lessons.teaching import Teaching
from ..moment.moment import Moment
from ..watching.teacher import Teacher
from .guessing import Guess


@dataclass(frozen=True)
class Learning:
    """The three of them.

    Attributes
    ----------
    lesson : Teaching
        The lesson that is walked through.
    guess : Guess
        The game.
    teacher : Teacher
        Shows the run to a class.
    """

    lesson: Teaching
    guess: Guess
    teacher: Teacher

    def look(self, moment: Moment) -> None:
        """See what has come of a guess, and send the class what is shown; called at every push.

        Parameters
        ----------
        moment : Moment
            What is shown.
        """
        self.guess.look(moment)
        self.teacher.look(moment)

    def words(self) -> dict[str, object]:
        """What the page shows of each, by its slot."""
        return {"lesson": self.lesson.words(), "guess": self.guess.words(), "classroom": self.teacher.words()}
