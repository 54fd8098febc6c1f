"""What the user may choose: field, colours, load, overlays, the picked particle."""

import param

from ..controls.controls import shown_range
from ..fields.arrows import MODE
from ..fields.field import needs_reference, own_parameters
from ..found.strength_finder import StrengthFinder
from ..look.shades import snap
from ..look.theme import SIGNED
from ..map.camera import Camera
from ..map.map import nearest
from ..moment.choices import State
from ..moment.colour_range import Ranges
from ..moment.moment import Moment
from ..moment.taking import Taking
from ..physics import GlassError, Indicator
from ..run.player import Runner
from ..wire.door import Ask, command

SETTABLE = frozenset(
    {
        "maps",
        "load",
        "angle",
        "sign",
        "max_strain",
        "indicator",
        "taken",
        "lead",
        "scale",
        "colour_map",
        "reverse",
        "log",
        "low",
        "high",
        "threshold",
        "show_events",
        "show_cell",
        "show_bonds",
        "show_voronoi",
        "show_modes",
        "arrows",
        "number",
        "n_modes",
        "around",
        "share",
        "beside_strength",
        "dark",
        "picked",
    }
)
"""Parameters of the state that the page may set."""


class ChoiceCommands:
    """Commands that change what is chosen.

    Parameters
    ----------
    choices : State
        What is chosen.
    indicators : dict
        One instance of every indicator, by key; a parameter that is changed makes another one.
    ranges : Ranges
        Forgets what it chose for another indicator.
    taking : Taking
        The moment shown.
    player : Runner
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
        choices: State,
        indicators: dict[str, Indicator],
        ranges: Ranges,
        taking: Taking,
        player: Runner,
        camera: Camera,
        strengths: StrengthFinder,
        ask: Ask,
    ) -> None:
        self._choices, self._indicators, self._ranges, self._taking = choices, indicators, ranges, taking
        self._player, self._camera, self._strengths, self._ask = player, camera, strengths, ask

    @command("set")
    def set(self, name: str, value: object) -> None:
        """Make a choice.

        Parameters
        ----------
        name : str
            One of `SETTABLE`.
        value : object
            What its parameter takes.

        Raises
        ------
        GlassError
            There is no such choice, or not with this value.
        """
        if name not in SETTABLE:
            raise GlassError(f"{name!r} is no choice of this page")
        choices = self._choices
        if name == "max_strain":
            value = float(value) / 100.0
        if name in ("low", "high"):
            self._set_range(**{name: float(value)})
            return
        before = choices.indicator
        try:
            setattr(choices, name, value)
        except ValueError:
            raise GlassError(_expected(choices.param[name], name, value)) from None
        choices.beside = [before if key == choices.indicator else key for key in choices.beside]  # no map twice
        self._follow(name)

    def _follow(self, name):
        """What goes with a choice that has been made."""
        choices = self._choices
        if needs_reference(self._indicators[choices.indicator]) and choices.taken == "cast":
            choices.taken = "live"
        if name in ("indicator", "taken", "log", "colour_map"):
            choices.param.update(low=None, high=None)
        if name in ("indicator", "taken"):
            choices.threshold = None
        if name == "indicator":
            self._ranges.forget()
        if name in ("load", "angle", "sign", "max_strain") and self._player.store.head == 0:
            self._ask("reset")
        elif name == "max_strain":
            self._player.max_strain = choices.max_strain

    @command("beside")
    def put_beside(self, at: int, key: str) -> None:
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
        if key not in self._indicators or not 0 <= int(at) < len(keys):
            raise GlassError(f"map {at} cannot show {key!r}")
        if int(at) == 0:
            self.set("indicator", key)
        elif key == choices.indicator:
            self.set("indicator", keys[int(at)])  # the two change places
        else:
            swapped = {key: keys[int(at)], keys[int(at)]: key}
            choices.beside = [swapped.get(old, old) for old in choices.beside]
            if needs_reference(self._indicators[key]) and choices.taken == "cast":
                self.set("taken", "live")

    def _set_range(self, **end):
        choices = self._choices
        low, high = shown_range(self._moment())
        ends = {"low": low, "high": high} | end
        low, high = ends["low"], ends["high"]
        if low is None or high is None or not low < high:
            raise GlassError(f"the range runs from a smaller to a larger value, not from {low} to {high}")
        if choices.log and low <= 0.0:
            raise GlassError("a logarithmic range starts above zero")
        choices.param.update(**ends)

    @command("snap", with_glass=True)
    def snap(self) -> None:
        """Fit the range to the field."""
        field, choices = self._moment().field, self._choices
        if field is not None and field.values is not None:
            low, high = snap(field.values, choices.colour_map in SIGNED, choices.log)
            choices.param.update(low=low, high=high)

    @command("parameter")
    def set_parameter(self, name: str, value: object) -> None:
        """Change a parameter of the indicator shown.

        Parameters
        ----------
        name : str
            Of the parameter.
        value : object
            What it takes.
        """
        indicator = self._indicators[self._choices.indicator]
        changed = type(indicator)(**{**own_parameters(indicator), name: value})
        self._indicators[indicator.key] = changed
        self._choices.param.update(low=None, high=None, threshold=None)

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
    def pick(self, x: float, y: float) -> None:
        """Pick the particle at a place of the map.

        Parameters
        ----------
        x, y : float
            The place, in units of length.
        """
        moment = self._moment()
        self._choices.picked = nearest(moment.snapshot.frame, 0.5 * moment.glass.diameters, x, y)

    @command("mode", with_glass=True)
    def show_mode(self, number: int) -> None:
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
    def keep_strength(self, what: str) -> None:
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
            self._strengths.keep(frame, moment.store.rows.strain[frame.row])

    def _moment(self) -> Moment:
        moment = self._taking.moment()
        if moment is None:
            raise GlassError("there is no glass on the page yet")
        return moment


def _expected(declared: param.Parameter, name: str, value: object) -> str:
    """What a choice may be, for one that was refused."""
    words = name.replace("_", " ")
    bounds = getattr(declared, "bounds", None)
    if bounds is not None:
        return f"{words} lies between {bounds[0]:g} and {bounds[1]:g}, not at {value:g}"
    return f"{words} is one of {', '.join(map(str, declared.objects))}, not {value!r}"
