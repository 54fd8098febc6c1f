"""What the user may choose: field, colours, load, overlays, the picked particle."""

from typing import Annotated, Literal

from ..fields.arrows import MODE
from ..fields.field import needs_reference
from ..found.strength_finder import StrengthFinder
from ..map.camera import Camera
from ..map.map import nearest, towards
from ..moment.choices import MAPS, MOST_MODES, Choices
from ..moment.colour_range import Ranges
from ..moment.declared import set_choice, with_parameter
from ..moment.moment import Moment
from ..moment.taking import Taking
from ..physics import GlassError, Indicator
from ..run.player import Player
from ..wire.door import Ask, command
from ..wire.kinds import Between, Key, Plain, Real


class ChoiceCommands:
    """Commands that change what is chosen.

    Parameters
    ----------
    choices : Choices
        What is chosen.
    indicators : dict
        One instance of every indicator, by key; a parameter that is changed makes another one.
    ranges : Ranges
        Forgets what it chose for another indicator.
    taking : Taking
        The moment shown.
    player : Player
        Its end may be moved.
    camera : Camera
        May be brought home.
    strengths : StrengthFinder
        May be called off, and looks at further states.
    ask : callable
        For a reset, where a run that has not begun gets another load.
    """

    def __init__(
        self,
        choices: Choices,
        indicators: dict[str, Indicator],
        ranges: Ranges,
        taking: Taking,
        player: Player,
        camera: Camera,
        strengths: StrengthFinder,
        ask: Ask,
    ) -> None:
        self._choices, self._indicators, self._ranges, self._taking = choices, indicators, ranges, taking
        self._player, self._camera, self._strengths, self._ask = player, camera, strengths, ask

    @command("set")
    def set(self, name: Key, value: Plain) -> None:
        """Make a choice.

        Parameters
        ----------
        name : str
            One that the page may set, see `declared`.
        value : bool, int, float, str or None
            What its parameter takes.

        Raises
        ------
        GlassError
            There is no such choice, or not with this value.
        """
        choices = self._choices
        if name in ("low", "high"):
            self._ranges.set_end(name, value, self._moment().shading)
            return
        if name == "picked" and isinstance(value, int) and value >= self._moment().glass.n_particles:
            raise GlassError(f"there is no particle {value} in this glass")
        before = choices.indicator
        set_choice(choices, name, value)
        choices.beside = [before if key == choices.indicator else key for key in choices.beside]  # no map twice
        self._follow(name)

    def _follow(self, name):
        """What goes with a choice that has been made."""
        choices = self._choices
        if needs_reference(self._indicators[choices.indicator]) and choices.taken == "cast":
            choices.taken = "live"
        self._ranges.changed(name)
        if name in ("load", "angle", "sign", "max_strain") and self._player.history.head == 0:
            self._ask("reset")
        elif name == "max_strain":
            self._player.max_strain = choices.max_strain

    @command("beside")
    def put_beside(self, at: Annotated[int, Between(0, MAPS[-1] - 1)], key: Key) -> None:
        """Choose the indicator of a map beside others; the first one is the field's.

        Parameters
        ----------
        at : int
            Which map.
        key : str
            Of the indicator.

        Raises
        ------
        GlassError
            There is no such map or indicator.
        """
        choices = self._choices
        keys = [choices.indicator, *choices.beside]
        if key not in self._indicators or at >= len(keys):
            raise GlassError(f"map {at} cannot show {key!r}")
        if at == 0:
            self.set("indicator", key)
        elif key == choices.indicator:
            self.set("indicator", keys[at])  # the two change places
        else:
            swapped = {key: keys[at], keys[at]: key}
            choices.beside = [swapped.get(old, old) for old in choices.beside]
            if needs_reference(self._indicators[key]) and choices.taken == "cast":
                self.set("taken", "live")

    @command("snap", with_glass=True)
    def snap(self) -> None:
        """Fit the range to the field."""
        moment = self._moment()
        self._ranges.snap(moment.field, moment.shading)

    @command("parameter")
    def set_parameter(self, name: Key, value: Plain) -> None:
        """Change a parameter of the indicator shown.

        Parameters
        ----------
        name : str
            Of the parameter.
        value : bool, int, float, str or None
            What it takes.

        Raises
        ------
        GlassError
            It has no such parameter, or not with this value.
        """
        indicator = self._indicators[self._choices.indicator]
        self._indicators[indicator.key] = with_parameter(indicator, name, value)
        self._ranges.changed("parameter")

    @command("since", with_glass=True)
    def compare_since(self, now: bool) -> None:
        """Choose the state that indicators with a reference compare with.

        Parameters
        ----------
        now : bool
            The moment shown, or as cast.
        """
        self._choices.since = self._moment().snapshot.frame.row if now else 0

    @command("home", with_glass=True)
    def home(self) -> None:
        """See the whole glass."""
        self._camera.home()

    @command("pick", with_glass=True)
    def pick(self, x: Real, y: Real) -> None:
        """Pick the particle at a place of the map.

        Parameters
        ----------
        x, y : float
            The place, in units of length.
        """
        moment = self._moment()
        self._choices.picked = nearest(moment.snapshot.frame, 0.5 * moment.glass.diameters, x, y)

    @command("nudge", with_glass=True)
    def nudge(self, x: Annotated[int, Between(-1, 1)], y: Annotated[int, Between(-1, 1)]) -> None:
        """Pick the next particle in a direction; one at the middle of the view where none is picked.

        Parameters
        ----------
        x, y : int
            The direction.
        """
        moment = self._moment()
        frame, picked = moment.snapshot.frame, self._choices.picked
        if picked is None or picked >= len(frame.positions):
            x0, x1, y0, y1 = self._camera.view
            self.pick(0.5 * (x0 + x1), 0.5 * (y0 + y1))
        elif x or y:
            self._choices.picked = towards(frame, picked, x, y)

    @command("look", with_glass=True)
    def look(
        self,
        zoom: Annotated[float, Between(0.1, 10.0)],
        x: Annotated[float, Between(-1.0, 1.0)],
        y: Annotated[float, Between(-1.0, 1.0)],
    ) -> None:
        """Move the view, and bring it closer.

        Parameters
        ----------
        zoom : float
            So many times as close.
        x, y : float
            By so many widths of the view.
        """
        self._camera.move(zoom, x, y)

    @command("mode", with_glass=True)
    def show_mode(self, number: Annotated[int, Between(1, MOST_MODES)]) -> None:
        """Show a mode as arrows.

        Parameters
        ----------
        number : int
            1 for the lowest.
        """
        self._choices.param.update(arrows=MODE, number=number)

    @command("strength", with_glass=True)
    def shear_sites(self, stop: bool) -> None:
        """Call the shearing of sites off, or take it up again.

        Parameters
        ----------
        stop : bool
            Whether to call it off.
        """
        self._strengths.rest() if stop else self._strengths.again()

    @command("keep", with_glass=True)
    def keep_strength(self, what: Literal["this", "none"]) -> None:
        """Show the strength of the moment beside that of the state of the field, or no longer that of others.

        Parameters
        ----------
        what : {"this", "none"}
            Which.
        """
        if what == "none":
            self._strengths.kept = []
        else:
            moment = self._moment()
            frame = moment.snapshot.frame
            self._strengths.keep(frame, moment.history.rows.strain[frame.row])

    def _moment(self) -> Moment:
        moment = self._taking.moment()
        if moment is None:
            raise GlassError("there is no glass on the page yet")
        return moment
