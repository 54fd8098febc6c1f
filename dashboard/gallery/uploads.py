"""A file that was opened on the page, with the answers to what it does not say."""

import base64
import binascii
import io
from typing import Any

from ..console.given_glass import RELAXED
from ..physics import Glass, GlassError, Progress, decades_fallen, relax, shear

LARGEST = 16 * 2**20
"""Bytes of a file that is opened on the page, at most."""


def content_of(name: str, data: str) -> bytes:
    """The content of a file as the page sends it.

    Parameters
    ----------
    name : str
        The file's name, for the message.
    data : str
        Its content, in base 64.

    Raises
    ------
    GlassError
        It did not arrive whole.
    """
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise GlassError(f"{name} did not arrive whole; open it again") from None


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

    def read(self, load: Any) -> Any:
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
        glass = Glass.load(io.BytesIO(self.content), name=self.name, **answers)
        if at_rest(glass):
            check(glass, load)
        return glass


def at_rest(glass: Any) -> bool:
    """Whether the forces on all particles vanish, as far as a file of ten digits can say.

    Parameters
    ----------
    glass : Glass
        A state.
    """
    return glass.max_force <= RELAXED


def check(glass: Any, load: Any) -> None:
    """Make the first step of a run.

    Parameters
    ----------
    glass : Glass
        A state at rest.
    load : Load
        What it is to be sheared under.

    Raises
    ------
    GlassError
        It is no minimum.
    """
    steps = shear(glass, load, max_strain=1e-3)
    next(steps)
    steps.close()


def brought_to_rest(glass: Any, load: Any, report: Any) -> Any:
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
    check(relaxed, load)
    return relaxed
