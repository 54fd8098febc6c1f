"""What a file from outside says of its making: kept, where it is such as everything here that shows it expects."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from ..errors import GlassFileError, shown

_LONGEST = 10_000  # letters
_SERIES = ("times", "energies", "overlaps", "diameter_overlaps")
_STAGES = 100


def check_provenance(provenance: Mapping, name: str) -> None:
    """Refuse a provenance whose known entries are not what they are in files of `Glass.save`.

    Parameters
    ----------
    provenance : mapping
        As it was read.
    name : str
        Of the file, for messages.

    Raises
    ------
    GlassFileError
        An entry is of the wrong kind, or one that belongs to it is missing.
    """
    wrong = next((key for key, fits in _ENTRIES.items() if key in provenance and not fits(provenance[key])), None)
    if wrong is not None:
        raise GlassFileError(
            f"what {name} says of its making is damaged: its {wrong} cannot be {shown(provenance[wrong])}"
        )
    if provenance.get("stages") and (lacking := [key for key in _OF_STAGES if key not in provenance]):
        raise GlassFileError(f"what {name} says of its making is damaged: it has stages, but no {lacking[0]}")


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e300


def _is_temperature(value: object) -> bool:
    return _is_number(value) and value >= 0  # type: ignore[operator] # a number, as has just been found


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST


def _is_series(value: object) -> bool:
    return isinstance(value, list) and all(_is_number(number) and math.isfinite(number) for number in value)


def _is_stage(value: object) -> bool:
    if not isinstance(value, dict) or not all(_is_text(value.get(key)) for key in ("stage", "unit")):
        return False
    if not all(_is_series(value.get(key)) for key in (*_SERIES, "temperatures", "relaxations")):
        return False
    n = len(value["times"])
    return n > 0 and len(value["temperatures"]) == 2 and all(len(value[key]) == n for key in _SERIES)


def _is_stages(value: object) -> bool:
    return isinstance(value, list) and len(value) <= _STAGES and all(map(_is_stage, value))


_OF_STAGES = ("command", "protocol", "seed")
_ENTRIES: dict[str, Callable[[object], bool]] = {
    **dict.fromkeys(("protocol", "command", "file", "format", "version", "model"), _is_text),
    **dict.fromkeys(("parent_temperature", "cooling_time"), _is_temperature),
    **dict.fromkeys(("density", "energy_per_particle", "max_force"), _is_number),
    **dict.fromkeys(("seed", "n_particles"), _is_whole),
    "parameters": lambda value: isinstance(value, dict),
    "stages": _is_stages,
}
