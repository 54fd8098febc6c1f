"""What the class of an indicator declares, and that it declares all of it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import param

from .._declared import docstring_of

FAMILIES = (
    "structure",
    "energy",
    "harmonic response",
    "response to the load",
    "beyond linear",
    "learned",
    "history",
)
"""Families in the order of a menu, from what needs least to what needs most."""

REQUIREMENTS: Mapping[str, int] = MappingProxyType(
    {
        "positions": 0,
        "diameters": 0,
        "energies": 0,
        "forces": 1,
        "hessian": 2,
        "third derivatives": 3,
        "fourth derivatives": 4,
        "load": 0,
        "reference": 0,
    }
)
"""What an indicator can require, and the order to which the pair energy must be smooth for it."""

_TEXTS = ("key", "label", "symbol", "family", "units", "cost")


def family_of(module: str) -> str:
    """The family whose folder a module lies in; empty where it lies in none.

    Parameters
    ----------
    module : str
        Its dotted name.
    """
    folder = module.rpartition(".")[0].rpartition(".")[2].replace("_", " ")
    return folder if folder in FAMILIES else ""


def check_declarations(cls: Any, computes: bool) -> None:  # Any: a class that may lack everything
    """Refuse a class whose declarations are incomplete, with what is missing.

    Parameters
    ----------
    cls : type
        Of an indicator.
    computes : bool
        Whether it has a method for that.

    Raises
    ------
    TypeError
        Something is missing.
    """
    where = f"{cls.__module__}.{cls.__name__}"
    wrong = [name for name in _TEXTS if not isinstance(getattr(cls, name, None), str)]
    if wrong:
        raise TypeError(f"{where} declares no {', '.join(wrong)} (each a string)")
    expected = {
        "a docstring": bool(docstring_of(cls).strip()),
        "a key that is an identifier": cls.key.isidentifier(),
        f"a family, one of {FAMILIES}": cls.family in FAMILIES,
        'soft, "high" or "low"': getattr(cls, "soft", None) in ("high", "low"),
        "directional, True or False": isinstance(getattr(cls, "directional", None), bool),
        "references, a tuple of strings": _are_texts(getattr(cls, "references", ())),
        f"requires, some of {tuple(REQUIREMENTS)}": _are_texts(getattr(cls, "requires", ()))
        and set(cls.requires) <= set(REQUIREMENTS),
        "by_sites, True or False": isinstance(cls.by_sites, bool),
        "tail_exponent, a Fraction": isinstance(cls.tail_exponent, Fraction | None),
        "a compute method of its own": computes,
        "bounds of all its numbers": all(map(_is_bounded, vars(cls).values())),
    }
    missing = [words for words, held in expected.items() if not held]
    if missing:
        raise TypeError(f"{where} lacks {'; '.join(missing)}")


def _are_texts(values):
    return isinstance(values, tuple) and bool(values) and all(isinstance(text, str) for text in values)


def _is_bounded(value):
    return not isinstance(value, param.Number) or (value.bounds is not None and None not in value.bounds)
