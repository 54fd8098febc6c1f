"""The gallery: models, their classes from ductile to ultrastable, and in each class glasses of all sizes and seeds."""

import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

import numpy as np

from ..look.words import number
from ..physics import MODELS, Glass, GlassError, library
from .recipes import Recipe

OWN = "yours"
"""Heading of the glasses that were prepared or opened in this session."""

FINGERPRINT = 12
"""Digits of a glass's checksum."""

OWN_KEY = "own-"
"""Their keys begin with this."""


@dataclass(frozen=True)
class Entry:
    """A glass on offer.

    Attributes
    ----------
    key, label : str
        Name for the program and for the reader.
    group, preparation : str
        What it is listed under: the model (or `OWN`), and how it was made.
    n_particles : int
        Size.
    seed : int or None
        Seed of its random numbers, None where it has none.
    first : float or None
        Strain of its first event, None where it has not been measured.
    energy : float
        Energy per particle as cast: the lower, the more stable.
    mark : hashable
        Names its content for good.
    load : callable
        Returns the glass.
    recipe : Recipe or None
        What it was prepared by on this page.
    fingerprint : str
        See `fingerprint`, of one of the session's own; empty for a shipped one.
    """

    key: str
    label: str
    group: str
    preparation: str
    n_particles: int
    seed: int | None
    first: float | None
    energy: float
    mark: Hashable
    load: Callable[[], Glass] = field(repr=False, compare=False)
    recipe: Recipe | None = None
    fingerprint: str = ""


def shipped() -> tuple[list[Entry], str]:
    """The library as the engine ships it.

    Returns
    -------
    list of Entry, str
        In the library's order; and what is wrong with it, empty where nothing is.
    """
    try:
        return [_shipped(entry) for entry in library()], ""
    except GlassError as error:  # the page goes on without: a glass can be prepared or opened
        return [], _sentence(error)


def _sentence(error):
    words = str(error)
    return f"{words[:1].upper()}{words[1:]}."


def _shipped(entry):
    model = MODELS[entry.model].label
    return Entry(
        key=entry.key,
        label=f"{model} · {entry.preparation}",
        group=model,
        preparation=entry.preparation,
        n_particles=entry.n_particles,
        seed=entry.seed,
        first=entry.first_event_strain,
        energy=entry.provenance["energy_per_particle"],
        mark=entry.sha256,
        load=entry.load,
    )


def own(key: str, label: str, glass: Glass, recipe: Recipe | None = None) -> Entry:
    """An entry for a glass of this session.

    Parameters
    ----------
    key, label : str
        Its names.
    glass : Glass
        The glass.
    recipe : Recipe, optional
        What it was prepared by.
    """
    energy, seed = glass.energy / glass.n_particles, glass.provenance.get("seed")
    digest = fingerprint(glass)
    return Entry(key, label, OWN, label, glass.n_particles, seed, None, energy, key, lambda: glass, recipe, digest)


def fingerprint(glass: Glass) -> str:
    """A checksum of a glass: cell, places, and what its particles are.

    Parameters
    ----------
    glass : Glass
        As cast.

    Returns
    -------
    str
        Twelve hexadecimal digits.
    """
    digest = hashlib.sha256(glass.model.label.encode())
    for array in (glass.box.cell, glass.positions, glass.diameters):
        digest.update(np.ascontiguousarray(array, "<f8").tobytes())
    return digest.hexdigest()[:FINGERPRINT]


def groups(entries: list[Entry]) -> list[dict]:
    """Entries by model, and in each model by class, from ductile to ultrastable.

    Parameters
    ----------
    entries : list of Entry
        Those on offer.

    Returns
    -------
    list of dict
        "label" and "classes" of each model, glasses of the session first; a class has "key", "label" and "members",
        each of these a dictionary with "key", "n", "seed" and "first" (the first event's strain in words).
    """
    listed: dict[str, list] = {label: [] for label in (OWN, *(model.label for model in MODELS.values()))}
    for entry in entries:
        listed.setdefault(entry.group, []).append(entry)
    return [
        {"label": label, "classes": [_class(members) for members in _ordered(label, inside)]}
        for label, inside in listed.items()
        if inside
    ]


def _ordered(label, entries):
    """The classes among the entries of one group, each a list."""
    kinds: dict[str, list] = {}
    for entry in entries:
        kinds.setdefault(class_key(entry), []).append(entry)
    if label == OWN:
        return reversed(kinds.values())  # the newest first
    return sorted(kinds.values(), key=lambda members: -np.mean([entry.energy for entry in members]))


def _class(members):
    ordered = sorted(members, key=_size_and_seed)
    return {
        "key": class_key(members[0]),
        "label": members[0].preparation,
        "members": [_member(entry) for entry in ordered],
    }


def _member(entry):
    first = "" if entry.first is None else f"{number(100.0 * entry.first, 2)} %"
    return {"key": entry.key, "n": entry.n_particles, "seed": entry.seed, "first": first}


def _size_and_seed(entry):
    return entry.n_particles, entry.seed or 0


def class_key(entry: Entry) -> str:
    """Name of the class that an entry belongs to: in the session's own, each glass is one, made on purpose.

    Parameters
    ----------
    entry : Entry
        An entry.
    """
    return entry.key if entry.group == OWN else f"{entry.group}/{entry.preparation}"


def faces(entries: list[Entry]) -> dict[str, Entry]:
    """The glass of each class whose thumbnail stands for it: the smallest one, for it is read the fastest.

    Parameters
    ----------
    entries : list of Entry
        Those on offer.
    """
    chosen: dict[str, Entry] = {}
    for entry in sorted(entries, key=_size_and_seed):
        chosen.setdefault(class_key(entry), entry)
    return chosen
