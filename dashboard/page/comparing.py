"""Comparisons that begin with one click."""

from __future__ import annotations

from dataclasses import replace

from ..compare.presets import PRESETS
from ..physics import GlassError
from ..wire.door import command
from ..wire.kinds import Key
from .address import path_in
from .here import Here
from .links import Links


class Comparing:
    """Begins comparisons.

    Parameters
    ----------
    here, links : Here, Links
        Where the page is, and goes to where one begins: it is a spot as that of any link.
    """

    def __init__(self, here: Here, links: Links) -> None:
        self._here, self._links = here, links

    @command("preset", with_glass=True, weight=20.0)
    def begin(self, key: Key) -> None:
        """Begin a comparison; indicator and colours stay.

        Parameters
        ----------
        key : str
            Of `PRESETS`.

        Raises
        ------
        GlassError
            There is none such.
        """
        preset = PRESETS.get(key)
        if preset is None:
            raise GlassError(f"the comparisons are {', '.join(PRESETS)}; there is no {key!r}")
        spot = self._here.spot()
        there = replace(spot, path=path_in(preset.path), choices={**spot.choices, **preset.choices}, view=None)
        if preset.glass:
            there = replace(there, glass=preset.glass, recipe="", file="", picked=None)
        self._links.visit(there, [], anew=True)
