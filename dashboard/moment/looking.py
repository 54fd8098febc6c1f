"""What a session looks at: the moment to show, and what has to be computed for it."""

from dataclasses import replace
from functools import partial
from typing import Any

from ..fields.arrows import MODE, RESPONSE, Arrows
from ..fields.field import Field, needs_reference
from ..fields.maker import Want, frame_before
from ..found.strength_map import Asked, shears
from .choices import MODES, STRENGTH, State
from .moment import Moment


def moment_of(session: Any) -> Moment | None:
    """The moment to show now, None before the first glass.

    Parameters
    ----------
    session : Session
        Whose.
    """
    runner, state, fields = session.runner, session.state, session.fields
    snapshot = session.store.snapshot(runner.cursor)
    if snapshot is None:
        return None
    indicator, load = session.indicators[state.indicator], session.chosen_load()
    strength = session.strengths.want(_asked(session, snapshot, indicator, load))
    if strength is not None and indicator.key == STRENGTH:
        field = session.strengths.field(strength)
    else:
        field = field_of(fields, state, indicator, load)
    others = [each for each in session.indicators.values() if each is not indicator and not needs_reference(each)]
    moment = Moment(
        snapshot=snapshot,
        state=state,
        store=session.store,
        fields=fields,
        indicator=indicator,
        others=others,
        field=field,
        mode=runner.mode,
        live=runner.cursor is None,
        load=load,
        vectors=fields.vectors(_arrows(state, snapshot, load)),
        spectrum=session.spectra.current(),
        surroundings=session.surroundings.current(),
        strength=strength,
        band=session.bands.current() if state.plots == "strength" else None,
        cells=session.cells.current() if state.show_voronoi else None,
        marked=field_of(fields, state, session.indicators[MODES], load) if wants_modes(state) else None,
    )
    return replace(moment, beside=_beside(moment, session)) if state.room == "side" else moment


def field_of(fields: Any, state: State, indicator: Any, load: Any) -> Field | None:
    """The field of an indicator as the choices want it, None while it is being computed.

    Parameters
    ----------
    fields : Fields
        Where fields are.
    state : State
        The choices.
    indicator : Indicator
        An instance.
    load : Load
        The load that the field is for.
    """
    if state.taken == "live":
        return fields.live(indicator)
    if needs_reference(indicator):
        return Field(None, 0.0, "it compares with an earlier state: choose live")
    return fields.cast(indicator, load)


def _beside(moment, session):
    """The same moment for each of the other maps, with the range and scale of its own field."""
    state, made = moment.state, []
    for key in state.beside[: state.maps - 1]:
        indicator = session.indicators[key]
        field = field_of(moment.fields, state, indicator, moment.load)
        choices = session.ranges.own(indicator, field)
        made.append(replace(moment, indicator=indicator, field=field, state=choices))
    return tuple(made)


def wants_modes(state: State) -> bool:
    """Whether nonlinear modes are wanted for their places alone, over the field of another indicator.

    Parameters
    ----------
    state : State
        The choices.
    """
    return state.show_modes and state.room == "glass" and state.indicator != MODES


def want_of(moment: Moment) -> Want:
    """What the threads have to compute for a moment.

    Parameters
    ----------
    moment : Moment
        What is shown.
    """
    state = moment.state
    live = state.taken == "live"
    beside = tuple(each.indicator for each in moment.beside)
    others = [each for each in moment.others if not each.slow and (each not in beside or live)]
    return Want(
        shown=moment.indicator,
        beside=beside,
        marked=tuple(each for each in moment.others if each.key == MODES) if wants_modes(state) else (),
        given=(STRENGTH,) if state.room == "glass" else (),
        others=() if live and moment.mode != "idle" else others,  # a field that follows the run needs the time
        live_row=moment.snapshot.row if live else None,
        lead=state.lead if live else None,
        since=state.since,
        load=moment.load,
        bonds=state.room == "glass" and (state.show_bonds or state.plots == "structure"),
        arrows=_arrows(state, moment.snapshot, moment.load),
        spectrum=moment.spectrum,
    )


def wants_spectrum(moment: Moment) -> bool:
    """Whether the spectrum of this very moment is wanted: one that is there is left alone while the run plays.

    Parameters
    ----------
    moment : Moment
        What is shown.
    """
    known = moment.spectrum is not None and moment.spectrum.wanted[2] == moment.state.n_modes
    open_now = moment.state.room == "glass" and moment.state.plots == "structure"
    return open_now and (moment.mode == "idle" or not known)


def wants_surroundings(moment: Moment) -> bool:
    """Whether the surroundings in the state of the field are wanted: while the run plays, those that are there do.

    Parameters
    ----------
    moment : Moment
        What is shown.
    """
    state, field = moment.state, moment.field
    if state.room != "glass" or state.plots != "surroundings" or field is None or field.values is None:
        return False
    if field.pending is not None:  # it will be another one in a moment
        return False
    known = moment.surroundings
    return moment.mode == "idle" or field.row == 0 or known is None or known.wanted[2] != state.share


def wants_band(moment: Moment) -> bool:
    """Whether the shear band of the run is wanted: while it plays, the one that is there does.

    Parameters
    ----------
    moment : Moment
        What is shown.
    """
    open_now = moment.state.room == "glass" and moment.state.plots == "strength"
    return open_now and bool(moment.store.events) and (moment.mode == "idle" or moment.band is None)


def _asked(session, snapshot, indicator, load):
    """What is to be known of strength, None where nothing is: the state of the field, the one as cast, those kept."""
    state, store = session.state, session.store
    if state.room != "glass" or (state.plots != "strength" and indicator.key != STRENGTH):
        return None
    cast = store.frames[0]
    states = [(cast, 0.0)]
    if state.taken == "live":
        states.insert(0, _live_state(session, snapshot))
    if state.plots == "strength":
        states += session.strengths.kept
    distinct = {}
    for frame, strain in states:
        distinct.setdefault(id(frame.positions), (frame, strain))
    return Asked(store.run, session.indicators[STRENGTH], load, tuple(distinct.values()), cast, state.picked)


def give_strength(session: Any, moment: Moment) -> None:
    """Let events be ranked in the strength as cast, once all of it is there.

    Parameters
    ----------
    session : Session
        Whose.
    moment : Moment
        What is shown.
    """
    for each in moment.strength.maps if moment.strength is not None else ():
        if each.frame.row == 0 and each.complete:
            for load in {session.fields.load(), moment.load}:
                if shears(load):
                    continue
                session.fields.give(session.indicators[STRENGTH], load, partial(each.field, load, None))


def _live_state(session, snapshot):
    """A lead before the moment; while the run plays, the state that is being worked on is finished first."""
    before = session.strengths.asked
    if session.runner.mode != "idle" and before is not None and before.run == session.store.run:
        return before.states[0]
    return frame_before(session.store, snapshot.row, session.state.lead)


def _arrows(state, snapshot, load):
    kind = state.arrows
    if kind not in (MODE, RESPONSE):
        return None
    return Arrows(kind, state.number if kind == MODE else 0, snapshot.frame.row, load)
