"""A glass on its way into a session: prepared, or opened from a file with questions; one at a time."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..look.words import describe
from ..physics import MODELS, PROTOCOLS, GlassError, MissingInformation, prepare
from ..run.background import Background, Seen
from . import question
from .progress import progress
from .uploads import Upload, at_rest, brought_to_rest, content_of

LONGEST_NAME = 40


class Arrivals:
    """What is on its way, and what the page is asked about it.

    Parameters
    ----------
    session : Session
        Where the glass goes.
    """

    def __init__(self, session: Any) -> None:
        self.session = session
        self.work: Background | None = None
        self._upload: Upload | None = None
        self._restless: Any = None
        self._question: dict = {}
        self._asked: MissingInformation | None = None

    @property
    def busy(self) -> bool:
        """Whether something is on its way."""
        return self.work is not None and self.work.alive

    def close(self) -> None:
        """Stop what is under way."""
        if self.work is not None:
            self.work.cancel()

    def cancel(self) -> None:
        """Stop what is under way, and say that it has been heard."""
        if self.busy:
            self.work.cancel()
            shown = self.session.bridge.progress
            if shown:
                self.session.bridge.show(progress=progress(shown["label"], self.work.seen, cancelling=True))

    # preparing -------------------------------------------------------------------------------------------------

    def prepare(self, form: int, recipe: dict) -> None:
        """Prepare a glass; a recipe that cannot be is refused in its form.

        Parameters
        ----------
        form : int
            Number of the form that asks.
        recipe : dict
            Arguments of `prepare`.
        """
        try:
            self._begin_recipe(form, recipe)
        except (GlassError, KeyError) as error:
            self._answer_form(form, describe(error))

    def _begin_recipe(self, form, recipe):
        label = recipe_in_words(recipe)

        def under_way(work):
            self._answer_form(form, "")
            self._show_progress(label, work)

        def done(work, glass, error):
            if error is not None and work.seen == Seen():  # before anything was done
                self._answer_form(form, describe(error))
            else:
                self._arrived(glass, error, label, "prepared")

        self._begin(lambda watch: prepare(**recipe, progress=watch), under_way, done)

    def _answer_form(self, form, words):
        """Tell the form that its recipe is under way, or why it cannot be."""
        self.session.bridge.show(form={"number": form, "refused": words})

    # opening ---------------------------------------------------------------------------------------------------

    def open(self, name: str, data: str) -> None:
        """Open a file that arrived from the page.

        Parameters
        ----------
        name : str
            The file's name.
        data : str
            Its content, in base 64.
        """
        content = content_of(name, data)
        self._refuse_if_busy()
        self._upload = Upload(Path(name).name, content)
        self._read()

    def _read(self):
        upload, load = self._upload, self.session.chosen_load()
        label = Path(upload.name).stem[:LONGEST_NAME] or "opened glass"
        self._begin(
            lambda watch: upload.read(load),
            lambda work: None,
            lambda work, glass, error: self._was_read(upload, glass, error, label),
        )
        self.session.bridge.show(progress=progress(label, Seen("reading")))

    def _was_read(self, upload, glass, error, label):
        self.session.bridge.show(progress={})
        if isinstance(error, MissingInformation):
            self._asked = error
            self._ask(question.about_file(upload.name, error, len(upload.answers)))
        elif error is not None and upload.answers:  # the answer may have been wrong: it is taken back
            upload.answers.pop()
            self._ask(question.about_file(upload.name, self._asked, len(upload.answers), describe(error)))
        elif glass is not None and not at_rest(glass):
            self._restless = glass
            self._ask(question.about_rest(upload.name, glass))
        else:
            self.leave()
            self._arrived(glass, error, label, "opened")

    def _ask(self, asked):
        self._question = asked
        number = self.session.bridge.question.get("number", 0) + 1
        self.session.bridge.show(question={"number": number, **asked})

    def answer(self, value: Any) -> None:
        """Take in the answer to what the page was asked.

        Parameters
        ----------
        value : object
            See `views.question.answer`.
        """
        if self._upload is None or self.busy:
            raise GlassError("this question is no longer open; open the file again")
        if self._question["kind"] == "rest":
            self._relax()
            return
        try:
            self._upload.answers.append(question.answer(self._question, value))
        except GlassError as error:
            self._ask(self._question | {"refused": str(error)})
        else:
            self._read()

    def back(self) -> None:
        """Take the last answer back."""
        if self._upload is not None and self._upload.answers and not self.busy:
            self._upload.answers.pop()
            self._read()

    def leave(self) -> None:
        """Forget the file and what was asked about it."""
        self._upload = self._restless = self._asked = None
        self._question = {}
        self.session.bridge.show(question={"number": self.session.bridge.question.get("number", 0)})

    def _relax(self):
        glass, load = self._restless, self.session.chosen_load()
        label = f"{Path(self._upload.name).stem[:LONGEST_NAME]}, relaxed"
        self.leave()
        self._begin(
            lambda watch: brought_to_rest(glass, load, watch),
            lambda work: self._show_progress(label, work),
            lambda work, relaxed, error: self._arrived(relaxed, error, label, "opened"),
        )

    # both ------------------------------------------------------------------------------------------------------

    def _begin(self, work: Callable, report: Callable, done: Callable) -> None:
        """Start some work; what it reports is dealt with on the document's own thread."""
        self._refuse_if_busy()
        later = self.session.later

        def show(work):
            if work.alive:
                report(work)

        self.work = Background(
            work,
            lambda work: later(lambda: show(work)),
            lambda work, outcome, error: later(lambda: done(work, outcome, error)),
        )

    def _refuse_if_busy(self):
        if self.busy:
            raise GlassError("another glass is on its way already; wait for it or cancel it")

    def _show_progress(self, label, work):
        self.session.bridge.show(progress=progress(label, work.seen, work.cancelled))

    def _arrived(self, glass, error, label, how):
        session = self.session
        session.bridge.show(progress={})
        if glass is not None:
            session.glasses.take_in(glass, label)
        elif error is not None:
            rest = "" if session.store.glass is None else " The run on the page is untouched."
            session.notify(f"{label} was not {how}: {describe(error)}.{rest}")
        else:
            session.notify(f"{label} was cancelled; nothing is left of it, and the run on the page goes on.", "info")
        session.answer()


def recipe_in_words(recipe: dict) -> str:
    """Name of a glass that is prepared.

    Parameters
    ----------
    recipe : dict
        Arguments of `prepare`.
    """
    model, protocol = MODELS[recipe["model"]], PROTOCOLS[recipe["protocol"]]
    given = {name: value for name, value in recipe.items() if name in protocol.parameters}
    return f"{model.label} · {protocol.in_words(protocol.values(model, given))}"
