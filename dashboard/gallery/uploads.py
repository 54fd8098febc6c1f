"""A file that was opened on the page, with the answers to what it does not say."""

from ..physics import PAGE, Glass, GlassError, Load, Progress, decades_fallen, load_from_outside, relax, shear
from ..run.background import Report
from ..wire.received import LARGEST

RELAXED = 1e-8
"""Largest force component of a state that passes for a minimum: what is left of one in a file of ten digits."""


class Upload:
    """A file's content, kept until it has become a glass or was left.

    Parameters
    ----------
    name : str
        The file's name.
    content : bytes
        What is in it.

    Attributes
    ----------
    answers : list of dict
        Keywords of `Glass.load` in the order in which they were given.
    """

    def __init__(self, name: str, content: bytes) -> None:
        if len(content) > LARGEST:
            raise GlassError(f"{name} is larger than {LARGEST // 2**20} MB; load it in Python instead")
        self.name, self.content = name, content
        self.answers: list[dict] = []

    def read(self, load: Load) -> Glass:
        """The glass; where it is at rest, checked as far as to be sheared.

        Parameters
        ----------
        load : Load
            The load that it will be sheared under.

        Raises
        ------
        MissingInformation
            The file and the answers leave something open.
        GlassError
            It holds no glass, or one at a saddle.
        """
        answers = {name: value for answer in self.answers for name, value in answer.items()}
        glass = load_from_outside(self.content, self.name, PAGE, **answers)
        if at_rest(glass):
            check(glass, load)
        return glass


def at_rest(glass: Glass) -> bool:
    """Whether the forces on all particles vanish, as far as a file of ten digits can say.

    Parameters
    ----------
    glass : Glass
        A state.
    """
    return glass.max_force <= RELAXED


def check(glass: Glass, load: Load, report: Report | None = None) -> None:
    """Make the first step of a run.

    Parameters
    ----------
    glass : Glass
        A state at rest.
    load : Load
        What it is to be sheared under.
    report : callable, optional
        Called with a `Progress` every now and then; what it raises stops the work.

    Raises
    ------
    GlassError
        It is no minimum.
    """

    def watch(energy, _):
        if report is not None:
            report(Progress("looking whether it can be sheared", 1.0, energy / glass.n_particles))

    steps = shear(glass, load, max_strain=1e-3, watch=watch)
    next(steps)
    steps.close()


def brought_to_rest(glass: Glass, load: Load, report: Report) -> Glass:
    """The minimum downhill from a state, checked as far as to be sheared.

    Parameters
    ----------
    glass : Glass
        A state with forces.
    load : Load
        What it is to be sheared under.
    report : callable
        Called with a `Progress`: by the decades that the largest force has fallen.
    """
    reached = 0.0

    def watch(energy, max_force):
        nonlocal reached
        reached = max(reached, decades_fallen(glass.max_force, max_force, RELAXED))
        report(Progress("relaxing", reached, energy / glass.n_particles))

    watch(glass.energy, glass.max_force)
    relaxed = relax(glass, progress=watch)
    check(relaxed, load, report)
    return relaxed
