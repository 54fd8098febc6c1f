"""The planes that are shipped, and which of them a glass gets."""

from __future__ import annotations

import json
import math
import os
from functools import lru_cache
from importlib.resources import files

from ..errors import GlassError, GlassFileError, shown
from ..matter.glass import Glass
from .plane import Plane


@lru_cache(maxsize=1)
def shipped_planes() -> dict[str, Plane]:
    """Every shipped plane by its key, such as "softness-lj-gq".

    Raises
    ------
    GlassFileError
        A file is damaged.
    """
    found = sorted(
        (file for file in (files("glasscope.assets") / "softness").iterdir() if file.name.endswith(".json")),
        key=lambda file: file.name,
    )
    return {
        file.name.removesuffix(".json"): Plane.of(json.loads(file.read_text(encoding="utf-8")), file.name)
        for file in found
    }


def plane_named(name: str) -> Plane:
    """The shipped plane of a key, or the one in a file, read again when that has changed.

    Parameters
    ----------
    name : str
        Key or path.

    Raises
    ------
    GlassFileError
        It is neither.
    """
    if name in shipped_planes():
        return shipped_planes()[name]
    try:
        state = os.stat(name)
    except (OSError, ValueError) as error:
        raise GlassFileError(f"{shown(name)} is no shipped plane, and holds no trained plane: {_why(error)}") from None
    return _plane_in(name, state.st_mtime_ns, state.st_size)


def _why(error):
    return getattr(error, "strerror", None) or error


@lru_cache(maxsize=8)
def _plane_in(path, time, size):
    return Plane.load(path)


def plane_for(glass: Glass, indicator: str) -> Plane:
    """The shipped plane that suits a glass: of its model, and of its making where that is known.

    Among the planes of its model, those of the glass's protocol come first; of these, the one whose parent temperature
    and then cooling time are nearest in ratio. A glass that does not say how it was made, or was made in a way for
    which there is no plane, gets the model's plane with the most examples *(ours)*.

    Parameters
    ----------
    glass : Glass
        The glass; its provenance says how it was made.
    indicator : str
        Key of a learned indicator.

    Raises
    ------
    GlassError
        There is none for the model; the message names the command that trains one.
    """
    key, made = glass.model.key, glass.provenance
    suiting = [
        plane for plane in shipped_planes().values() if plane.model == key and plane.about["indicator"] == indicator
    ]
    if not suiting:
        raise GlassError(
            f"no plane of {indicator!r} is shipped for the model {key!r}: train one with "
            f"`glasscope train {indicator} --model {key} --out FILE` and give it as plane="
        )
    same = [plane for plane in suiting if plane.about.get("protocol") == made.get("protocol", "")]
    if same:
        return min(same, key=lambda plane: _unlike(plane.about, made))
    return max(suiting, key=lambda plane: plane.about["training"]["n_examples"])


def _unlike(one, other):
    """How far two ways of making are apart: in parent temperature, then in cooling time, as ratios."""
    return tuple(
        abs(math.log(_number(one, name) / _number(other, name))) if _number(one, name) and _number(other, name) else 0.0
        for name in ("parent_temperature", "cooling_time")
    )


def _number(made, name):
    """What a provenance says, which may have come in a file; 0 where it is no positive number."""
    value = made.get(name, 0)
    return value if isinstance(value, (int, float)) and 0 < value < math.inf else 0
