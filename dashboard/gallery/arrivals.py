"""A glass on its way into a session: prepared, or opened from a file with questions; one at a time."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from ..look.words import describe
from ..physics import Glass, GlassError, Load, MissingInformation
from ..run.background import Background, Report, Seen
from ..wire.door import command
from ..wire.kinds import AtMost, Between, FileName, Key, Real, Whole
from ..wire.received import Content, content_of
from ..wire.wire import Wire
from . import question
from .progress import progress
from .recipes import FEWEST_PARTICLES, LARGEST_SEED, MOST_PARTICLES, Recipe
from .uploads import Upload, at_rest, brought_to_rest

LONGEST_NAME = 40


class Arrivals:
    """What is on its way, and what the page is asked about it.

    Parameters
    ----------
    wire : Wire
        To the page.
    chosen_load : callable
        Returns the load that a glass will be sheared under.
    take_in : callable
        Called with a glass that has arrived, its name, and the recipe that it was prepared by, if it was.
    has_run : callable
        Says whether there is a run on the page.
    answered : callable
        Called without arguments when something has arrived, or will not.

    Attributes
    ----------
    work : Background or None
        What is under way, or was last.
    """

    def __init__(
        self,
        wire: Wire,
        chosen_load: Callable[[], Load],
        take_in: Callable[[Glass, str, Recipe | None], None],
        has_run: Callable[[], bool],
        answered: Callable[[], None],
    ) -> None:
        self._wire, self._chosen_load, self._take_in = wire, chosen_load, take_in
        self._has_run, self._answered = has_run, answered
        self.work: Background[Glass] | None = None
        self._under_way = False
        self._label = ""  # of the progress that is shown
        self._upload: Upload | None = None
        self._restless: Glass | None = None
        self._missing: MissingInformation | None = None
        self._question: dict = {}
        self._n_questions = 0

    @property
    def busy(self) -> bool:
        """Whether something is on its way."""
        return self._under_way

    def close(self) -> None:
        """Stop what is under way."""
        if self.work is not None:
            self.work.cancel()

    @command("cancel")
    def cancel(self) -> None:
        """Stop what is under way, and say that it has been heard."""
        if self.work is not None and self.work.alive:
            self.work.cancel()
            if self._label:
                self._show_progress(self._label, self.work.seen, cancelling=True)

    # preparing -------------------------------------------------------------------------------------------------

    @command("prepare", weight=20.0)
    def prepare(
        self,
        form: Whole,
        model: Key,
        n_particles: Annotated[int, Between(FEWEST_PARTICLES, MOST_PARTICLES)],
        protocol: Key,
        seed: Annotated[int, Between(0, LARGEST_SEED)],
        density: Real | None,
        parameters: Annotated[dict[Key, Real], AtMost(20)],
    ) -> None:
        """Prepare a glass; a recipe that cannot be is refused in its form.

        Parameters
        ----------
        form : int
            Number of the form that asks.
        model : str
            Key of the model.
        n_particles : int
            Size.
        protocol : str
            Key of the protocol.
        seed : int
            Of the random numbers.
        density : float or None
            None for the model's own.
        parameters : dict of str to float
            Settings of the protocol.
        """
        try:
            self._begin_recipe(form, Recipe(model, n_particles, protocol, seed, density, parameters))
        except GlassError as error:
            self._answer_form(form, describe(error))

    def _begin_recipe(self, form, recipe):
        label = recipe.in_words()

        def under_way(work):
            self._answer_form(form, "")
            self._show_progress(label, work.seen, work.cancelled)

        def done(work, glass, error):
            if error is not None and work.seen == Seen():  # before anything was done
                self._answer_form(form, describe(error))
            else:
                self._arrived(glass, error, label, "prepared", recipe)

        self._begin(recipe.prepared, under_way, done)

    def _answer_form(self, form, words):
        """Tell the form that its recipe is under way, or why it cannot be."""
        self._wire.show(form={"number": form, "refused": words})

    # opening ---------------------------------------------------------------------------------------------------

    @command("open", weight=20.0)
    def open(self, name: FileName, data: Content) -> None:
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
        self._read(self._upload)

    def _read(self, upload):
        load, self._restless = self._chosen_load(), None
        label = Path(upload.name).stem[:LONGEST_NAME] or "opened glass"
        self._begin(
            lambda report: upload.read(load),
            lambda work: None,
            lambda work, glass, error: self._was_read(upload, glass, error, label),
        )
        self._show_progress(label, Seen("reading"))

    def _was_read(self, upload, glass, error, label):
        self._hide_progress()
        if isinstance(error, MissingInformation):
            self._missing = error
            self._ask(question.about_file(upload.name, error, len(upload.answers)))
        elif error is not None and self._missing is not None and upload.answers:
            upload.answers.pop()  # the answer may have been wrong: it is taken back
            self._ask(question.about_file(upload.name, self._missing, len(upload.answers), describe(error)))
        elif glass is not None and not at_rest(glass):
            self._restless = glass
            self._ask(question.about_rest(upload.name, glass))
        else:
            self.leave()
            self._arrived(glass, error, label, "opened")

    def _ask(self, asked):
        self._question = asked
        self._n_questions += 1
        self._wire.show(question={"number": self._n_questions, **asked})

    @command("answer", weight=20.0)
    def answer(self, value: question.Answer) -> None:
        """Take in the answer to what the page was asked.

        Parameters
        ----------
        value : Answer
            See `question.answer`.

        Raises
        ------
        GlassError
            Nothing is asked.
        """
        upload = self._upload
        if upload is None or self.busy or not self._question:
            raise GlassError("this question is no longer open; open the file again")
        if self._restless is not None:
            self._relax(upload.name, self._restless)
            return
        try:
            upload.answers.append(question.answer(self._question, value))
        except GlassError as error:
            self._ask(self._question | {"refused": str(error)})
        else:
            self._read(upload)

    @command("back")
    def back(self) -> None:
        """Take the last answer back."""
        if self._upload is not None and self._upload.answers and not self.busy:
            self._upload.answers.pop()
            self._read(self._upload)

    @command("leave")
    def leave(self) -> None:
        """Forget the file and what was asked about it."""
        self._upload = self._restless = self._missing = None
        self._question = {}
        self._wire.show(question={"number": self._n_questions})

    def _relax(self, name, glass):
        load = self._chosen_load()
        label = f"{Path(name).stem[:LONGEST_NAME]}, relaxed"
        self.leave()
        self._begin(
            lambda report: brought_to_rest(glass, load, report),
            lambda work: self._show_progress(label, work.seen, work.cancelled),
            lambda work, relaxed, error: self._arrived(relaxed, error, label, "opened"),
        )

    # both ------------------------------------------------------------------------------------------------------

    def _begin(
        self,
        work: Callable[[Report], Glass],
        report: Callable[[Background[Glass]], None],
        done: Callable[[Background[Glass], Glass | None, Exception | None], None],
    ) -> None:
        """Start some work; what it reports is dealt with on the document's own thread."""
        self._refuse_if_busy()
        later = self._wire.later

        def show(work):
            if work.alive:
                report(work)

        def ended(work, glass, error):
            self._under_way = False  # its thread may still be ending, but whoever hears of it may begin the next one
            done(work, glass, error)

        self._under_way = True
        self.work = Background(
            work,
            lambda work: later(lambda: show(work)),
            lambda work, glass, error: later(lambda: ended(work, glass, error)),
        )

    def _refuse_if_busy(self):
        if self.busy:
            raise GlassError("another glass is on its way already; wait for it or cancel it")

    def _show_progress(self, label, seen, cancelling=False):
        self._label = label
        self._wire.show(progress=progress(label, seen, cancelling))

    def _hide_progress(self):
        self._label = ""
        self._wire.show(progress={})

    def _arrived(self, glass, error, label, how, recipe=None):
        self._hide_progress()
        if glass is not None:
            self._take_in(glass, label, recipe)
        elif error is not None:
            rest = " The run on the page is untouched." if self._has_run() else ""
            self._wire.notify(f"{label} was not {how}: {describe(error)}.{rest}")
        else:
            self._wire.notify(f"{label} was cancelled; nothing is left of it, and the run on the page goes on.", "info")
        self._answered()
