"""The predictors that are shipped, and which of them a glass gets."""

from __future__ import annotations

import json
import math
import os
from functools import lru_cache
from importlib.resources import files

from ..errors import GlassError, GlassFileError, shown
from ..matter.glass import Glass
from ..quarantine import OWN, read
from .networks.file import SUFFIX, load_network, network_of
from .plane import Plane
from .predictor import Predictor

_SUFFIXES = (".json", SUFFIX)


@lru_cache(maxsize=1)
def shipped_predictors() -> dict[str, Predictor]:
    """Every shipped predictor by its key, such as "softness-lj-gq": planes, and networks.

    Raises
    ------
    GlassFileError
        A file is damaged.
    """
    folder = files("glasscope.assets") / "learned"
    found = sorted((file for file in folder.iterdir() if file.name.endswith(_SUFFIXES)), key=lambda file: file.name)
    return {file.name.rsplit(".", 1)[0]: _of(file.name, file.read_bytes()) for file in found}


def _of(name, content):
    """A predictor of our own, read in this process."""
    if name.endswith(SUFFIX):
        return network_of(read("network", content, name, OWN), name)
    return Plane.of(json.loads(content), name)


def predictor_named(name: str) -> Predictor:
    """The shipped predictor of a key, or the one in a file, read again when that has changed.

    Parameters
    ----------
    name : str
        Key or path.

    Raises
    ------
    GlassFileError
        It is neither.
    """
    if name in shipped_predictors():
        return shipped_predictors()[name]
    try:
        state = os.stat(name)
    except (OSError, ValueError) as error:
        raise GlassFileError(f"{shown(name)} is no shipped predictor, and holds none: {_why(error)}") from None
    return _in_file(name, state.st_mtime_ns, state.st_size)


def _why(error):
    return getattr(error, "strerror", None) or error


@lru_cache(maxsize=8)
def _in_file(path, time, size):
    return load_network(path) if path.endswith(SUFFIX) else Plane.load(path)


def predictor_for(glass: Glass, indicator: str) -> Predictor:
    """The shipped predictor that suits a glass: of its model, and of its making where that is known.

    Among those of its model, those of the glass's protocol come first; of these, the one whose parent temperature and
    then cooling time are nearest in ratio. A glass that does not say how it was made, or was made in a way for which
    there is none, gets the model's predictor with the most examples *(ours)*.

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
    of_kind = [one for one in shipped_predictors().values() if one.about["indicator"] == indicator]
    suiting = [one for one in of_kind if one.model == key]
    if not suiting:
        known = ", ".join(sorted({one.model for one in of_kind})) or "no model"
        raise GlassError(
            f"{indicator!r} is shipped for {known}, not for the model {key!r}: train one (`glasscope train --help`) "
            "and give it as predictor="
        )
    same = [one for one in suiting if one.about.get("protocol") == made.get("protocol", "")]
    if same:
        return min(same, key=lambda one: _unlike(one.about, made))
    return max(suiting, key=lambda one: one.about["training"]["n_examples"])


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
