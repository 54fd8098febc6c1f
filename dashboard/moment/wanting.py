"""What has to be computed for a moment by the threads that make fields."""

from ..fields.arrows import MODE, RESPONSE, Arrows
from ..fields.maker import Want
from ..found.vibrations import Spectrum
from ..physics import Load
from ..run.records import Snapshot
from .choices import MODES, STRENGTH, Choices
from .moment import Moment


def want_of(moment: Moment, with_pairs: bool) -> Want:
    """What the threads have to compute for a moment.

    Parameters
    ----------
    moment : Moment
        What is shown.
    with_pairs : bool
        Whether the open panel shows the field's values on pairs.
    """
    choices = moment.choices
    live = choices.taken == "live"
    beside = tuple(each.indicator for each in moment.beside)
    others = tuple(each for each in moment.others if not each.slow and (each not in beside or live))
    return Want(
        shown=moment.indicator,
        beside=beside,
        marked=tuple(each for each in moment.others if each.key == MODES) if wants_modes(choices) else (),
        given=(STRENGTH,) if choices.room == "glass" else (),
        others=() if live and moment.mode != "idle" else others,  # a field that follows the run needs the time
        live_row=moment.snapshot.row if live else None,
        lead=choices.lead if live else None,
        since=choices.since,
        load=moment.load,
        bonds=choices.room == "glass" and (choices.show_bonds or with_pairs),
        arrows=arrows_of(choices, moment.snapshot, moment.load),
        spectrum=moment.found(Spectrum),
    )


def wants_modes(choices: Choices) -> bool:
    """Whether nonlinear modes are wanted for their places alone, over the field of another indicator.

    Parameters
    ----------
    choices : Choices
        The choices.
    """
    return choices.show_modes and choices.room == "glass" and choices.indicator != MODES


def arrows_of(choices: Choices, snapshot: Snapshot, load: Load) -> Arrows | None:
    """The arrows of the moment that have to be computed; None where none are wanted.

    Parameters
    ----------
    choices : Choices
        The choices.
    snapshot : Snapshot
        The moment.
    load : Load
        The load that the controls say.
    """
    kind = choices.arrows
    if kind not in (MODE, RESPONSE):
        return None
    return Arrows(kind, choices.number if kind == MODE else 0, snapshot.frame.row, load)
