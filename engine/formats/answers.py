"""What a file and the answers of its reader say together, and the question where neither says anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from ..errors import GlassError, GlassFileError, MissingInformation
from ..matter.cell import Box
from ..matter.model import Model
from ..matter.models import MODELS, model_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from .foreign import Content

_ROUNDED = 1e-3  # relative: sizes in a foreign file are the model's own, rounded
_NAMED = 6  # types that a message names


def agreed_model(said: str | None, answer: str | Model | None, name: str) -> Model:
    """The model that file and answer agree on.

    Parameters
    ----------
    said : str or None
        The key in the file.
    answer : str, Model or None
        The answer.
    name : str
        Of the file, for messages.

    Raises
    ------
    MissingInformation
        If neither says it.
    GlassFileError
        If they disagree, or the file names a model that is not known here.
    GlassError
        If the answer is no known model.
    """
    if answer is None:
        if said is None:
            question = f"Which model is this? {name} names none; known are {', '.join(MODELS)}."
            raise MissingInformation(question, "model", tuple(MODELS))
        try:
            return model_of(said)
        except GlassError as error:
            raise GlassFileError(f"the model of {name} has to be given: {error}") from None
    answer = model_of(answer)
    if said not in (None, answer.key):
        raise GlassFileError(f"{name} says that its model is {said}, the answer was {answer.key}; they disagree")
    return answer


def agreed_cell(said: np.ndarray | None, answer: ArrayLike | Box | None, name: str) -> Box:
    """The periodic cell that file and answer agree on.

    Parameters
    ----------
    said : ndarray, shape (d, d), or None
        The file's.
    answer : array_like, shape (d, d) or (d,), Box or None
        The answer.
    name : str
        Of the file, for messages.

    Raises
    ------
    MissingInformation
        If neither says it.
    GlassFileError
        If they disagree.
    """
    if answer is None:
        if said is None:
            raise MissingInformation(f"How large is the periodic cell? {name} has none.", "cell")
        return Box(said)
    if not isinstance(answer, Box):
        answer = np.asarray(answer, dtype=float)
        answer = Box(np.diag(answer) if answer.ndim == 1 else answer)
    if said is not None and not (np.shape(said) == answer.cell.shape and np.allclose(said, answer.cell, rtol=1e-6)):
        raise GlassFileError(
            f"{name} says that its cell is {said.tolist()}, the answer was {answer.cell.tolist()}; they disagree"
        )
    return answer


def agreed_sizes(
    content: Content,
    said: Mapping[str, int] | None,
    model: Model,
    diameters: ArrayLike | None,
    species: Mapping[str, int] | ArrayLike | None,
    name: str,
) -> dict[str, ArrayLike | None]:
    """Diameters, species or both, as `Glass` takes them: from the answers, else from the file.

    Parameters
    ----------
    content : Content
        What the file says.
    said : mapping or None
        Species by type in the header of a file that Glasscope wrote.
    model : Model
        The model.
    diameters, species
        The answers, see `Glass.load`.
    name : str
        Of the file, for messages.

    Raises
    ------
    MissingInformation
        If neither says it.
    GlassFileError
        If the answers or the file's sizes are none of the model's.
    """
    if model.polydisperse:
        if species is not None:
            raise GlassFileError(f"model {model.key} is polydisperse: its particles have diameters, no species")
        diameters = content.diameters if diameters is None else diameters
        if diameters is None:
            raise _question_of_sizes(content, model, name)
        return {"diameters": diameters}
    if species is not None:
        return {"diameters": diameters, "species": _species(content.kinds, species, model, name)}
    if diameters is not None:
        return {"species": _nearest_species(diameters, model, name)}
    if said is not None:
        return {"diameters": content.diameters, "species": _species(content.kinds, said, model, name)}
    if content.diameters is not None:
        return {"species": _nearest_species(content.diameters, model, name)}
    raise _question_of_sizes(content, model, name)


def _question_of_sizes(content, model, name):
    kinds = _sorted_kinds(content.kinds)
    if model.polydisperse:
        question = f"How large are the particles? Model {model.key} is polydisperse and {name} has no diameters."
        return MissingInformation(question, "sizes")
    own = " and ".join(f"{size:.4g}" for size in model.species_diameters)
    if len(kinds) == len(model.species_diameters):
        question = (
            f"Which particles are the small ones? {name} has the types {' and '.join(kinds)} but no sizes; "
            f"model {model.key} has diameters {own}."
        )
    else:
        question = (
            f"How large are the particles? Model {model.key} has diameters {own}; {name} has no sizes and "
            f"{len(kinds) or 'no'} type{'s' * (len(kinds) != 1)}{_listed(kinds)}."
        )
    return MissingInformation(question, "sizes", kinds)


def _species(kinds, answer, model, name):
    if not isinstance(answer, Mapping):
        return answer
    answer = {str(kind): number for kind, number in answer.items()}
    known = range(len(model.species_diameters))
    if any(number not in known for number in answer.values()):
        raise GlassFileError(f"species of model {model.key} are {known[0]} (small) to {known[-1]}; got {answer}")
    if kinds is None:
        raise GlassFileError(f"{name} names no types of particles; give a species for each particle")
    unknown = [kind for kind in _sorted_kinds(kinds) if kind not in answer]
    if unknown:
        raise GlassFileError(
            f"which species is type{_listed(unknown)} of {name}? It was said for{_listed(answer)} only"
        )
    return [answer[kind] for kind in kinds]


def _nearest_species(diameters, model, name):
    """Species by size; a file's digits may be few, but a size that is none of the model's is not guessed at."""
    diameters, own = np.asarray(diameters, dtype=float), model.species_diameters
    species = np.abs(diameters[:, None] - own).argmin(axis=1)
    strange = ~(np.abs(diameters / own[species] - 1) <= _ROUNDED)
    if strange.any():
        raise GlassFileError(
            f"{name} has a particle of diameter {diameters[strange][0]:.6g}; model {model.key} has diameters "
            f"{' and '.join(f'{size:.6g}' for size in own)}; if its sizes mean something else, give species="
        )
    return species


def _sorted_kinds(kinds):
    return sorted(set(kinds or ()), key=lambda kind: (len(kind), kind))


def _listed(kinds):
    kinds = list(kinds)
    return f" {', '.join(kinds[:_NAMED])}{', ...' if len(kinds) > _NAMED else ''}" if kinds else ""
