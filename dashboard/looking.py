"""What a session looks at: the moment to show, and what has to be computed for it."""

from dataclasses import replace
from typing import Any

from .evaluation import Field, needs_reference
from .field_maker import Want
from .moment import Moment
from .state import MODE, RESPONSE, State
from .vectors import Arrows


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
        cells=session.cells.current() if state.show_voronoi else None,
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
    known = moment.surroundings
    return moment.mode == "idle" or field.row == 0 or known is None or known.wanted[2] != state.share


def _arrows(state, snapshot, load):
    kind = state.arrows
    if kind not in (MODE, RESPONSE):
        return None
    return Arrows(kind, state.number if kind == MODE else 0, snapshot.frame.row, load)
