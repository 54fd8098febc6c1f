"""Every colour of the page in one place: the two themes and the colour maps.

The stiff end of a field melts into the background and the soft end stands out, in either theme: sequential maps run
from the background's side, so the dark theme takes them as they are and the light theme backwards.
"""

from dataclasses import dataclass

import colorcet
import numpy as np
from bokeh import palettes

LEVELS = 63
"""Shades of a field on the map; with four steps of edge coverage each they fill one byte."""

THUMBNAIL_SHADES = 5
"""Shades of the particles of a thumbnail."""


@dataclass(frozen=True)
class Theme:
    """Colours of one theme, as CSS colours.

    The same names are CSS variables of the page (``--background`` and so on).

    Attributes
    ----------
    background, card, map : str
        Of the page, of the cards on it, and behind the discs.
    line, text, quiet, faint : str
        Of borders, of words, of what matters less than words, and of what matters least.
    accent, on_accent : str
        Of what is chosen or now, and of words on it.
    event, third, fourth : str
        Of events, which is the second colour of curves as well, and the next two.
    arrow : str
        Of arrows on the map.
    positive, negative : str
        Ends of what has a sign.
    missing : str
        Of particles without a value.
    """

    background: str
    card: str
    map: str
    line: str
    text: str
    quiet: str
    accent: str
    on_accent: str
    event: str
    third: str
    fourth: str
    faint: str
    arrow: str
    positive: str
    negative: str
    missing: str


DARK = Theme(
    background="#121418",
    card="#1a1d23",
    map="#05060f",
    line="#2b2f38",
    text="#f1f3f6",
    quiet="#9aa1ad",
    accent="#ff7a45",
    on_accent="#16181d",
    event="#5aa9ff",
    third="#3fb07a",
    fourth="#a7a0d8",
    faint="#474d59",
    arrow="#f4f5f7",
    positive="#ffa62b",
    negative="#2fd0e0",
    missing="#5b616e",
)
LIGHT = Theme(
    background="#f6f6f7",
    card="#ffffff",
    map="#ffffff",
    line="#e3e4e8",
    text="#16191f",
    quiet="#5c6370",
    accent="#cf420c",
    on_accent="#ffffff",
    event="#1f6fd1",
    third="#24875a",
    fourth="#6d5fc0",
    faint="#c4c8cf",
    arrow="#1b1e25",
    positive="#c2410c",
    negative="#0b6f96",
    missing="#a4a9b3",
)

COLOUR_MAPS = {
    "magma": palettes.Magma256,
    "inferno": palettes.Inferno256,
    "viridis": palettes.Viridis256,
    "cividis": palettes.Cividis256,
    "blue-orange (signed)": tuple(colorcet.CET_CBD1),
}
"""Perceptually uniform maps that colour-blind readers can tell apart; the last one is for signed fields."""

SIGNED = frozenset({"blue-orange (signed)"})
"""Diverging maps: their range is symmetric about zero, and they look the same in either theme."""

FAMILY_COLOURS = {
    "structure": ("#4db8ff", "#3350f0"),
    "energy": ("#f7ee5a", "#a07c00"),
    "harmonic response": ("#3fdc86", "#00935c"),
    "response to the load": ("#ee6f1a", "#9c2a06"),
    "beyond linear": ("#c565b4", "#8a42a8"),
    "learned": ("#dcecf4", "#1b1430"),
    "history": ("#84796e", "#87839e"),
}
"""Colours of the families of indicators on the dark and the light theme, chosen to differ for colour-blind readers."""


def family_colour(family: str, dark: bool) -> str:
    """Colour of a family of indicators.

    Parameters
    ----------
    family : str
        One of `FAMILIES`; another one is quiet.
    dark : bool
        The theme.
    """
    pair = FAMILY_COLOURS.get(family)
    return theme(dark).quiet if pair is None else pair[0 if dark else 1]


def correlation_colours(dark: bool, n: int = 255) -> list[str]:
    """Colours from −1 to 1: zero melts into the card in either theme.

    Parameters
    ----------
    dark : bool
        The theme.
    n : int
        How many colours.
    """
    colours = colorcet.CET_D6 if dark else colorcet.CET_CBD1
    return [colours[round(k)] for k in np.linspace(0, 255, n)]


def theme(dark: bool) -> Theme:
    """The colours of the dark or the light theme.

    Parameters
    ----------
    dark : bool
        Which of the two.
    """
    return DARK if dark else LIGHT


def ramp(colour_map: str, dark: bool, reverse: bool, n: int = LEVELS) -> list[str]:
    """Colours from the stiff to the soft end.

    Parameters
    ----------
    colour_map : str
        A key of `COLOUR_MAPS`.
    dark, reverse : bool
        The theme, and whether to swap the two ends.
    n : int
        How many colours.

    Returns
    -------
    list of str
        ``#rrggbb``, n of them.
    """
    colours = COLOUR_MAPS[colour_map]
    low, high = _ends(colour_map, dark)
    picked = [colours[round(k)] for k in np.linspace(low * 255, high * 255, n)]
    return picked[::-1] if reverse else picked


def _ends(colour_map: str, dark: bool) -> tuple[float, float]:
    if colour_map in SIGNED:
        return 0.0, 1.0
    return (0.09, 0.98) if dark else (0.96, 0.04)  # never quite the background: the stiffest must stay visible


def signed_ramp(dark: bool, n: int = 255) -> list[str]:
    """Colours of differences: from the theme's negative colour through the map's background to its positive one.

    Parameters
    ----------
    dark : bool
        Which theme.
    n : int
        How many colours; odd, so that there is one for nothing.
    """
    colours = theme(dark)
    ends = [np.array([int(each[k : k + 2], 16) for k in (1, 3, 5)]) for each in (colours.negative, colours.positive)]
    middle = np.array([int(colours.map[k : k + 2], 16) for k in (1, 3, 5)])
    made = []
    for share in np.linspace(-1.0, 1.0, n):
        mixed = middle + abs(share) * (ends[int(share > 0.0)] - middle)
        made.append("#" + "".join(f"{round(value):02x}" for value in mixed))
    return made


def css_variables(dark: bool) -> str:
    """The theme as CSS declarations.

    Parameters
    ----------
    dark : bool
        Which of the two.
    """
    shades = {f"shade-{k}": colour for k, colour in enumerate(ramp("magma", dark, False, THUMBNAIL_SHADES))}
    named = vars(theme(dark)) | shades
    return "".join(f"--{name.replace('_', '-')}:{value};" for name, value in named.items())
