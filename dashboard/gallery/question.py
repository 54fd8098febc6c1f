"""Questions about a file that leaves something open, and what an answer from the page means."""

from typing import Annotated

from ..look.words import number
from ..physics import MODELS, Glass, GlassError, MissingInformation
from ..wire.kinds import AtMost, Key, Real, Whole, brief
from ..wire.received import Content

MOST_KINDS = 8
"""Types of particles that are asked about one by one."""

Answer = bool | Content | Annotated[list[Real], AtMost(2)] | Annotated[dict[Key, Whole], AtMost(MOST_KINDS)]
"""What the page answers: see `answer`."""


def about_file(name: str, missing: MissingInformation, answered: int, refused: str = "") -> dict:
    """A question that the page asks in a dialog.

    Parameters
    ----------
    name : str
        Of the file.
    missing : MissingInformation
        What the engine asks.
    answered : int
        How many questions about this file have been answered.
    refused : str
        Why the answer given before cannot be.

    Returns
    -------
    dict
        "name", "words", "refused", "back" (whether there is an answer to take back), "kind" of input ("model", "cell",
        "small", "species" or "diameters") and "choices".
    """
    kind, choices = _input_for(missing)
    return {
        "name": name,
        "words": missing.question,
        "refused": refused,
        "back": answered > 0,
        "kind": kind,
        "choices": choices,
    }


def _input_for(missing):
    if missing.missing == "model":
        flat = [model for model in MODELS.values() if model.dimension == 2]
        return "model", [{"key": model.key, "label": model.label} for model in flat]
    if missing.missing == "cell":
        return "cell", []
    kinds = [{"key": kind, "label": kind} for kind in missing.choices]
    if len(kinds) == 2:
        return "small", kinds
    return ("species", kinds) if 0 < len(kinds) <= MOST_KINDS else ("diameters", [])


def about_rest(name: str, glass: Glass) -> dict:
    """The question whether a state with forces is to be relaxed.

    Parameters
    ----------
    name : str
        Of the file.
    glass : Glass
        What is in it.
    """
    words = (
        f"The glass in {name} is not at rest: its largest force is {number(glass.max_force, 2)}. Only a glass at rest "
        "can be sheared. It can be relaxed first: every particle moves downhill, to the nearest minimum of the energy."
    )
    return {"name": name, "words": words, "refused": "", "back": False, "kind": "rest", "choices": []}


def answer(question: dict, value: Answer) -> dict:
    """The keyword of `Glass.load` that an answer from the page stands for.

    Parameters
    ----------
    question : dict
        What was asked.
    value : str, list of float or dict of str to int
        A model's key; two lengths; the small type; 0 or 1 by type; the text of a file of diameters.

    Raises
    ------
    GlassError
        The answer is none.
    """
    kind, keys = question["kind"], [choice["key"] for choice in question["choices"]]
    if kind == "model":
        return {"model": _one_of(value, keys)}
    if kind == "cell":
        return {"cell": _lengths(value)}
    if kind == "small":
        small = _one_of(value, keys)
        return {"species": {key: int(key != small) for key in keys}}
    if kind == "species":
        return {"species": _species(value, keys)}
    return {"diameters": _numbers(value)}


def _species(value, keys):
    try:
        return {key: int(value[key]) for key in keys}
    except (KeyError, TypeError, ValueError):
        raise GlassError(f"say of each of {', '.join(keys)} whether it is small (0) or large (1)") from None


def _one_of(value, keys):
    if value not in keys:
        raise GlassError(f"expected one of {', '.join(keys)}, not {brief(value)}")
    return value


def _lengths(value):
    try:
        sides = [float(side) for side in value]
    except (TypeError, ValueError):
        sides = []
    if len(sides) != 2 or not all(0.0 < side < float("inf") for side in sides):
        raise GlassError("the cell has two sides, both longer than zero")
    return sides


def _numbers(text):
    numbers = []
    for word in str(text).replace(",", " ").split():
        try:
            numbers.append(float(word))
        except ValueError:
            raise GlassError(f"expected a text file of one diameter a particle; {brief(word)} is no number") from None
    if not numbers:
        raise GlassError("the file of diameters is empty")
    return numbers
