"""What the page may ask of its session, by name; a command that fails says so and changes nothing else."""

from typing import Any

from ..controls import controls
from ..fields.field import needs_reference, own_parameters
from ..gallery.glasses import EMPTY
from ..look.shades import snap
from ..look.theme import SIGNED
from ..look.words import describe
from ..moment import exports
from ..physics import GlassError

SETTABLE = frozenset(
    {
        "room",
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
        "plots",
        "n_modes",
        "around",
        "share",
        "beside_strength",
        "dark",
        "picked",
    }
)
"""Parameters of the state that the page may set."""

OF_A_RUN = frozenset(
    {"toggle", "play", "pause", "step", "next", "reset", "turn", "load_here", "seek", "skim", "event", "snap", "since"}
    | {"home", "export", "spectrum", "strength", "keep"}
)
"""Commands that need a glass on the page."""


class Actions:
    """Takes messages ``{"do": name, ...}``.

    Parameters
    ----------
    session : Session
        Whose commands these are.
    """

    def __init__(self, session: Any) -> None:
        self.session = session

    def __call__(self, message: dict) -> None:
        """Carry out one message of the page.

        Parameters
        ----------
        message : dict
            The command's name under "do", its arguments beside it.
        """
        if message.get("do") == "painted":
            self.session.painted(int(message["push"]))
            return
        arguments = dict(message)
        name = arguments.pop("do", "")
        action = getattr(self, f"_do_{name}", None)
        if action is None:
            self.session.notify(f"The page asked for something unknown: {message!r}. Reload it.")
            return
        try:
            if name in OF_A_RUN and self.session.store.glass is None:
                raise GlassError(EMPTY)
            action(**arguments)
        except Exception as error:  # shown on the page; the run stays as it was
            self.session.notify(describe(error))
        self.session.answer()

    # run -------------------------------------------------------------------------------------------------------

    def _do_hello(self, dark, ratio):
        self.session.greeted = True
        self.session.camera.pixel_ratio = min(2.0, max(1.0, float(ratio)))
        self.session.state.dark = bool(dark)

    def _do_toggle(self):
        runner = self.session.runner
        runner.pause() if runner.mode != "idle" else runner.play()

    def _do_play(self):
        self.session.runner.play()

    def _do_pause(self):
        self.session.runner.pause()

    def _do_step(self):
        self.session.runner.play("step")

    def _do_next(self):
        self.session.runner.play("event")

    def _do_reset(self):
        session = self.session
        session.runner.load(session.store.glass, session.store.label, session.chosen_load(), session.state.max_strain)

    def _do_turn(self):
        session = self.session
        load = session.moment().snapshot.leg.load.reversed()
        session.state.sign = load.sign
        self._go_on(load)

    def _do_load_here(self):
        self._go_on(self.session.chosen_load())

    def _go_on(self, load):
        runner = self.session.runner
        playing = runner.mode == "play"
        runner.fork(load)
        if playing:
            runner.play()

    def _do_seek(self, path):
        self.session.runner.seek(self.session.store.row_at(float(path)))

    def _do_skim(self, by):
        """Move along the stored states, for the arrow keys."""
        store, runner = self.session.store, self.session.runner
        with store.lock:
            rows = [frame.row for frame in store.frames]
            now = store.frame_at(store.head if runner.cursor is None else runner.cursor).row
        runner.seek(rows[min(max(rows.index(now) + int(by), 0), len(rows) - 1)])

    def _do_event(self, number):
        self.session.go_to_event(int(number))

    def _do_speed(self, at):
        speed = controls.SPEEDS[int(at)]
        self.session.state.speed = speed
        self.session.runner.set_speed(speed)

    # choices ---------------------------------------------------------------------------------------------------

    def _do_set(self, name, value):
        if name not in SETTABLE:
            raise GlassError(f"{name!r} is no choice of this page")
        session, state = self.session, self.session.state
        if name == "max_strain":
            value = float(value) / 100.0
        if name in ("low", "high"):
            self._set_range(**{name: float(value)})
            return
        before = state.indicator
        try:
            setattr(state, name, value)
        except ValueError:
            raise GlassError(_expected(state.param[name], name, value)) from None
        state.beside = [before if key == state.indicator else key for key in state.beside]  # no map twice
        if needs_reference(session.indicators[state.indicator]) and state.taken == "cast":
            state.taken = "live"
        if name in ("indicator", "taken", "log", "colour_map"):
            state.param.update(low=None, high=None)
        if name in ("indicator", "taken"):
            state.threshold = None
        if name == "indicator":
            session.ranges.forget()
        if name in ("load", "angle", "sign", "max_strain") and session.store.head == 0:
            self._do_reset()
        elif name == "max_strain":
            session.runner.max_strain = value

    def _do_beside(self, at, key):
        """Choose the indicator of a map beside others; the first one is the field's."""
        session, state = self.session, self.session.state
        keys = [state.indicator, *state.beside]
        if key not in session.indicators or not 0 <= int(at) < len(keys):
            raise GlassError(f"map {at} cannot show {key!r}")
        if int(at) == 0:
            self._do_set("indicator", key)
        elif key == state.indicator:
            self._do_set("indicator", keys[int(at)])  # the two change places
        else:
            swapped = {key: keys[int(at)], keys[int(at)]: key}
            state.beside = [swapped.get(old, old) for old in state.beside]
            if needs_reference(session.indicators[key]) and state.taken == "cast":
                self._do_set("taken", "live")

    def _set_range(self, **end):
        state = self.session.state
        low, high = controls.shown_range(self.session.moment())
        ends = {"low": low, "high": high} | end
        low, high = ends["low"], ends["high"]
        if low is None or high is None or not low < high:
            raise GlassError(f"the range runs from a smaller to a larger value, not from {low} to {high}")
        if state.log and low <= 0.0:
            raise GlassError("a logarithmic range starts above zero")
        state.param.update(**ends)

    def _do_snap(self):
        moment, state = self.session.moment(), self.session.state
        if moment.field is not None and moment.field.values is not None:
            low, high = snap(moment.field.values, state.colour_map in SIGNED, state.log)
            state.param.update(low=low, high=high)

    def _do_parameter(self, name, value):
        indicator = self.session.indicators[self.session.state.indicator]
        changed = type(indicator)(**{**own_parameters(indicator), name: value})
        self.session.indicators[indicator.key] = changed
        self.session.state.param.update(low=None, high=None, threshold=None)

    def _do_since(self, now):
        """Choose the state that indicators with a reference compare with: the moment shown, or as cast."""
        session = self.session
        session.state.since = session.moment().snapshot.frame.row if now else 0

    def _do_home(self):
        self.session.camera.home()

    def _do_spectrum(self, stop):
        """Call the spectrum off that is being computed, or take it up again."""
        self.session.spectra.cancel() if stop else self.session.spectra.again()

    def _do_strength(self, stop):
        """Call the shearing of sites off, or take it up again."""
        self.session.strengths.stop() if stop else self.session.strengths.again()

    def _do_keep(self, what):
        """Show the strength of the moment beside that of the state of the field, or no longer that of others."""
        session = self.session
        if what == "none":
            session.strengths.kept = []
        else:
            frame = session.moment().snapshot.frame
            session.strengths.keep(frame, session.store.rows.strain[frame.row])

    # rooms -----------------------------------------------------------------------------------------------------

    def _do_room(self, name):
        self.session.rooms.enter(name)

    def _do_scoreboard(self, what, **arguments):
        self.session.scoreboard.act(what, **arguments)

    # glasses ---------------------------------------------------------------------------------------------------

    def _do_glass(self, key):
        self.session.glasses.choose(key)

    def _do_thumbnails(self):
        self.session.glasses.show_thumbnails()

    def _do_making(self, key):
        self.session.glasses.show_making(key)

    def _do_prepare(self, form, model, n_particles, protocol, seed, density, parameters):
        recipe = {"model": model, "n_particles": int(n_particles), "protocol": protocol, "seed": int(seed)}
        recipe |= {name: float(value) for name, value in parameters.items()}
        density = None if density is None else float(density)
        self.session.arrivals.prepare(int(form), recipe | {"density": density})

    def _do_open(self, name, data):
        self.session.arrivals.open(name, data)

    def _do_answer(self, value):
        self.session.arrivals.answer(value)

    def _do_back(self):
        self.session.arrivals.back()

    def _do_leave(self):
        self.session.arrivals.leave()

    def _do_cancel(self):
        self.session.arrivals.cancel()

    # files -----------------------------------------------------------------------------------------------------

    def _do_export(self, what):
        name, content, kind = exports.made(what, self.session.moment())
        self.session.bridge.download(name, content, kind)


def _expected(declared, name, value):
    """What a choice may be, for one that was refused."""
    words = name.replace("_", " ")
    bounds = getattr(declared, "bounds", None)
    if bounds is not None:
        return f"{words} lies between {bounds[0]:g} and {bounds[1]:g}, not at {value:g}"
    return f"{words} is one of {', '.join(map(str, declared.objects))}, not {value!r}"
