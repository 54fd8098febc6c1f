"""What a session looks at: the moment to show, and what has to be computed for it."""

from typing import Any

from .evaluation import needs_reference
from .field_maker import Want
from .moment import Moment
from .state import MODE, RESPONSE
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
    others = [each for each in session.indicators.values() if each is not indicator and not needs_reference(each)]
    return Moment(
        snapshot=snapshot,
        state=state,
        store=session.store,
        fields=fields,
        indicator=indicator,
        others=others,
        field=fields.live(indicator) if state.taken == "live" else fields.cast(indicator, load),
        mode=runner.mode,
        live=runner.cursor is None,
        load=load,
        vectors=fields.vectors(_arrows(state, snapshot, load)),
        spectrum=session.spectra.current(),
    )


def want_of(moment: Moment) -> Want:
    """What the threads have to compute for a moment.

    Parameters
    ----------
    moment : Moment
        What is shown.
    """
    state = moment.state
    live = state.taken == "live"
    return Want(
        shown=moment.indicator,
        others=() if live and moment.mode != "idle" else moment.others,  # a field that follows the run needs the time
        live_row=moment.snapshot.row if live else None,
        lead=state.lead if live else None,
        since=state.since,
        load=moment.load,
        bonds=state.show_bonds or state.plots == "structure",
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
    return moment.state.plots == "structure" and (moment.mode == "idle" or not known)


def _arrows(state, snapshot, load):
    kind = state.arrows
    if kind not in (MODE, RESPONSE):
        return None
    return Arrows(kind, state.number if kind == MODE else 0, snapshot.frame.row, load)
