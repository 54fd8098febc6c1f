"""The room of one session: a second glass beside the page's own, made when the room is entered for the first time."""

from __future__ import annotations

from collections.abc import Callable

from ..found.strength_finder import StrengthFinder
from ..gallery.entries import Entry
from ..map.camera import Camera
from ..moment.choices import SAME_GLASS, Choices
from ..moment.moment import Moment
from ..physics import GlassError, Indicator
from ..run.player import Player
from ..wire.door import Ask
from .in_step import SLACK, Second
from .other import Other
from .plots import Pair
from .view import CompareView
from .words import words_of_room


class Compare:
    """Two glasses sheared in step.

    Parameters
    ----------
    choices : Choices
        What is chosen.
    indicators : dict
        One instance of every indicator, by key.
    player : Player
        The page's own run.
    strengths : StrengthFinder
        Of the page.
    camera : Camera
        What both maps look through.
    refresh : callable
        Asks for a push.
    ask : callable
        Asks the session for a command.
    notify : callable
        Tells the reader.
    entry, groups : callable
        A glass of the gallery by its key; all of them in groups.

    Attributes
    ----------
    view : CompareView
        Its maps and plots.
    """

    def __init__(
        self,
        choices: Choices,
        indicators: dict[str, Indicator],
        player: Player,
        strengths: StrengthFinder,
        camera: Camera,
        refresh: Callable[[], None],
        ask: Ask,
        notify: Callable[[str], None],
        entry: Callable[[str], Entry],
        groups: Callable[[], list[dict]],
    ) -> None:
        self._choices, self._indicators, self._player, self._strengths = choices, indicators, player, strengths
        self._refresh, self._notify, self._entry, self._groups = refresh, notify, entry, groups
        self.view = CompareView(camera, refresh, (lambda x, y: ask("pick", x=x, y=y), lambda x, y: None))
        self._other: Other | None = None
        self._camera = camera
        self._asked: tuple[object, ...] = ()
        self._second: Second | None = None
        self._shown: Pair | None = None
        self._why = ""
        choices.param.watch(lambda _: self._go_in_or_out(), "room")

    def _go_in_or_out(self):
        """Both are in step while the room is seen; elsewhere the page's own run goes on alone."""
        inside = self._choices.room == "compare"
        if not inside:
            self._camera.around = None
        if self._other is not None:
            self._other.in_step.open = inside
            self._other.in_step.look()

    def changed(self) -> None:
        """The page's own run has changed: the other one follows; called by whoever changed it."""
        if self._other is not None:
            self._other.in_step.look()

    def look(self, moment: Moment) -> None:
        """Have sheared what a moment is compared with; called at every push while the room is open.

        Parameters
        ----------
        moment : Moment
            What is shown of the first glass.
        """
        if self._other is None:
            self._other = Other(
                self._player, self._choices, self._indicators, self._strengths, self._refresh, self._failed
            )
            self._other.in_step.open = True
        choices = self._choices
        own = moment.glass if choices.pair_glass == SAME_GLASS else None
        asked = (choices.pair_glass, own, choices.pair_turned, choices.pair_sign)
        if asked == self._asked:
            return
        self._asked, self._why = asked, ""
        try:
            entry = None if own is not None else self._entry(choices.pair_glass)
            glass = moment.glass if entry is None else entry.load()
            label = moment.history.label if entry is None else entry.label
            self._second = Second(glass, label, choices.pair_turned, choices.pair_sign == "opposite")
        except GlassError as error:
            self._second, self._why = None, str(error)
        self._other.take(self._second)

    def _failed(self, message):
        self._notify(f"The other glass rests, and so does this one: {message} Press play to try again.")

    def draw(self, moment: Moment, everything: bool) -> None:
        """Draw both maps; the plots now and then.

        Parameters
        ----------
        moment : Moment
            Of the first glass.
        everything : bool
            Also the plots.
        """
        self._shown = self._pair(moment)
        self.view.draw(self._shown, everything)

    def words(self, moment: Moment) -> dict[str, object]:
        """What the page says of both, once they are drawn.

        Parameters
        ----------
        moment : Moment
            Of the first glass.
        """
        pair, stuck = self._shown or self._pair(moment), "" if self._other is None else self._other.in_step.stuck
        return words_of_room(pair, self.view.scores, self._groups(), self._why or stuck, self._behind(pair))

    def pair(self, moment: Moment | None) -> Pair | None:
        """The glass that is shown, with the other one while they are compared; None before there is any.

        Parameters
        ----------
        moment : Moment or None
            Of the first glass.
        """
        if moment is None or self._choices.room != "compare":
            return None if moment is None else Pair(moment, None, False)
        return self._pair(moment)

    def _pair(self, moment):
        other = None if self._other is None else self._other.moment(moment)
        return Pair(moment, other, self._second is not None and self._second.opposite)

    @staticmethod
    def _behind(pair):
        if pair.other is None:
            return 0.0
        left = pair.first.snapshot.path - pair.other.snapshot.path
        return left if left > 3.0 * SLACK else 0.0

    def rests(self) -> bool:
        """Whether the other glass rests."""
        return self._other is None or self._other.player.mode == "idle"

    def memory(self) -> int:
        """Bytes of the other glass's run."""
        return 0 if self._other is None else self._other.history.memory()

    def close(self) -> None:
        """End what is under way."""
        if self._other is not None:
            self._other.close()
