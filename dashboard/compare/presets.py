"""What is worth comparing, each with one click."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..moment.choices import SAME_GLASS

DUCTILE, BRITTLE = "poly-swap-0.3-1024-2", "poly-swap-0.05-1024-2"


@dataclass(frozen=True)
class Preset:
    """A comparison.

    Attributes
    ----------
    label, title : str
        Its name on the page, and what is to be seen.
    glass : str
        Key of the first glass; empty for the one that is shown.
    path : str
        Along which both are sheared, as in an address; empty for on and on.
    choices : dict of str to object
        What else is chosen.
    """

    label: str
    title: str
    glass: str = ""
    path: str = ""
    choices: dict[str, object] = field(default_factory=dict)


_FORWARD: dict[str, object] = {"load": "simple_shear", "angle": 0.0, "sign": 1}

PRESETS = {
    "brittle": Preset(
        "ductile against brittle",
        "The same particles, cooled from a hot liquid and from a cold one: many small drops, and one fall.",
        DUCTILE,
        choices={**_FORWARD, "max_strain": 0.12, "pair_glass": BRITTLE, "pair_turned": 0.0, "pair_sign": "same"},
    ),
    "turned": Preset(
        "same glass, turned load",
        "The glass that is shown, its load turned by 90°: other places yield, at another strain.",
        choices={**_FORWARD, "pair_glass": SAME_GLASS, "pair_turned": 90.0, "pair_sign": "same"},
    ),
    "back": Preset(
        "there and back",
        "One is sheared to 6 % and back, the other back from the start: what was sheared before gives way earlier "
        "and gradually (Bauschinger's effect).",
        path="s:0.0:1:0.06_s:0.0:-1:-0.06",
        choices={**_FORWARD, "max_strain": 0.12, "pair_glass": SAME_GLASS, "pair_turned": 0.0, "pair_sign": "opposite"},
    ),
}
"""By key, in the order on the page."""
