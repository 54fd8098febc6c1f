"""The gallery: shipped glasses first, then those that were prepared or opened in this session."""

from dataclasses import dataclass, field
from typing import Any

from ..physics import library


@dataclass
class Entry:
    """A glass on offer.

    Attributes
    ----------
    key, label, note : str
        Name for the program, for the reader, and a line below it.
    load : callable
        Returns the glass.
    """

    key: str
    label: str
    note: str
    load: Any = field(repr=False)


def shipped() -> list[Entry]:
    """Entries of the library, as the engine ships them."""
    return [Entry(entry.key, entry.label, _note(entry), entry.load) for entry in library()]


def own(key: str, label: str, glass: Any) -> Entry:
    """An entry for a glass of this session.

    Parameters
    ----------
    key, label : str
        Its names.
    glass : Glass
        The glass.
    """
    return Entry(key, label, f"N {glass.n_particles:,}", lambda: glass)


def _note(entry):
    first = entry.first_event_strain
    when = "" if first is None else f", γ₁ {100.0 * first:.2g} %"
    return f"N {entry.n_particles:,}{when}"


def gallery(entries: list[Entry], chosen: str) -> dict:
    """What the page's gallery shows.

    Parameters
    ----------
    entries : list of Entry
        In order.
    chosen : str
        Key of the one in use.
    """
    rows = [{"key": entry.key, "label": entry.label, "note": entry.note} for entry in entries]
    return {"entries": rows, "chosen": chosen}
