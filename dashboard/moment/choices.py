"""What the user has chosen in one session: parameters only, no data and no behaviour.

A control of the page is one parameter here, see `declared`.
"""

from __future__ import annotations

import param

from ..fields.arrows import MODE, RESPONSE
from ..look.shadings import SHADINGS
from ..look.theme import COLOUR_MAPS
from ..physics import INDICATORS, PLASTIC_STRAIN, SOURCES
from ..run.pace import FULL_SPEED
from .declared import on

LOADS = {"simple_shear": "simple", "pure_shear": "pure", "dilation": "dilation"}
"""Load geometries and their short names on the page."""

LEADS = (0.0, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2)
"""Leads on offer: strain between the field and the moment (or the event) that it is held against.

0 is now: a field that the map can show, but that scores nothing, for at the onset it sees the critical mode."""

ARROWS = {
    "none": "none",
    "displacement": "displacement",
    "critical mode": "critical mode",
    MODE: "mode",
    RESPONSE: "elastic response",
}
"""Arrows on offer and their names on the page: two of the last event, two of the moment shown."""

ROOMS = {
    "glass": "Glass",
    "side": "Side by side",
    "compare": "Compare",
    "mesoscale": "Mesoscale",
    "scoreboard": "Scoreboard",
}
"""Rooms of the page and their names on it; the first one is where a visit begins."""

WITHOUT_GLASS = frozenset({"scoreboard"})
"""Rooms in which no glass is seen: the run rests meanwhile, and nothing is pushed to its plots."""

SAME_GLASS = "same"
"""In place of the other glass's key: the one that is shown, under another load."""

STRENGTH = "residual_strength"
"""Key of the indicator whose field fills in site by site."""

MODES = "nonlinear_modes"
"""Key of the indicator whose modes are drawn as crosses."""

BESIDE_STRENGTH = {"estimate": "estimate", "shift": "as cast − μγ"}
"""What is drawn beside the distributions of strength, and its name on the page."""

AROUND = {"difference": "soft − hard", "soft": "soft", "hard": "hard"}
"""Around which particles one looks, and their names on the page."""

RINGED = 100
"""So many of the latest events have a ring on the map: each costs every frame."""

SHARES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2)
"""Shares of the particles that are called soft, and hard; FM21 take the first one, of many glasses."""

FIRST_INDICATOR = "nonaffine_velocity"
"""The field that a page opens with, where it is registered."""


PACES = (0.01, 0.05, 0.2, 1.0)
"""Strain a second of a lattice by itself."""

LATTICES = (16, 32, 64, 128, 256)
"""Blocks along a side on offer."""

STRENGTHS = {"residual_strength": "frozen matrix", "bond_micromechanics_strength": "bonds"}
"""Ways to measure strengths, and their names on the page."""

SIDE_BY_SIDE = ("nonaffine_velocity", "local_heat_capacity", "steric_order", "voronoi_anisotropy")
"""Indicators of different families, which the maps side by side begin with."""

MOST_MODES = 100_000
"""Modes are counted so far."""

MAPS = (2, 3, 4)
"""So many maps may stand side by side."""


def _first_indicator():
    return FIRST_INDICATOR if FIRST_INDICATOR in INDICATORS else next(iter(INDICATORS), None)


def _beside():
    """The indicators of the second and further maps."""
    first = _first_indicator()
    wanted = [key for key in dict.fromkeys([*SIDE_BY_SIDE, *INDICATORS]) if key in INDICATORS and key != first]
    return wanted[: MAPS[-1] - 1]


def _words(names):
    """The objects of a choice by the words for each, from the words by object."""
    return {words: key for key, words in names.items()}


class Choices(param.Parameterized):
    """Choices of one session; views read them, commands write them."""

    glass = param.String(default="", precedence=-1, doc="Key of the glass in the gallery.")

    load: param.Selector[str] = param.Selector(
        default="simple_shear",
        objects=_words(LOADS),
        label="Geometry",
        doc="Geometry of the load.",
        metadata=on("load", kind="buttons"),
    )
    angle = param.Number(
        default=0.0,
        bounds=(-180.0, 180.0),
        step=5.0,
        label="Angle in degrees",
        doc="Angle of the load in degrees, anticlockwise.",
        metadata=on("load", kind="typed", row="dial", said="angle (°)"),
    )
    max_strain = param.Number(
        default=0.12,
        bounds=(1e-3, 0.5),
        step=0.005,
        label="to strain (%)",
        doc="Strain at which the run ends.",
        metadata=on("load", kind="typed", row="dial", percent=True),
    )
    sign: param.Selector[int] = param.Selector(
        default=1,
        objects={"forward": 1, "reverse": -1},
        label="Direction",
        doc="Direction of the load.",
        metadata=on("load", kind="buttons"),
    )

    speed = param.Number(
        default=FULL_SPEED,
        bounds=(0.0, 1.0),
        precedence=-1,
        doc="Strain a second; 0 is as fast as the engine goes.",
    )

    indicator: param.Selector[str] = param.Selector(
        default=_first_indicator(),
        objects=list(INDICATORS),
        doc="The field shown.",
        metadata=on("field", row="indicator", rooms="glass"),
    )
    maps: param.Selector[int] = param.Selector(
        default=4,
        objects=list(MAPS),
        doc="So many maps side by side; the first is the field's.",
        metadata=on("field", kind="buttons", said="maps", rooms="side"),
    )
    beside = param.List(default=_beside(), precedence=-1, doc="Keys of the indicators of the other maps.")
    taken: param.Selector[str] = param.Selector(
        default="cast",
        objects={"as cast": "cast", "live": "live"},
        label="Field taken",
        doc="Field as cast, or a lead before now.",
        metadata=on("field", kind="buttons"),
    )
    lead: param.Selector[float] = param.Selector(
        default=1e-3,
        objects=_words({lead: f"{100.0 * lead:g} %" if lead else "none (now)" for lead in LEADS}),
        doc="Strain between the field and now, or the event.",
        metadata=on(
            "field",
            said="lead Δγ",
            title="Strain between the field and the moment shown, or the event that it is scored on",
        ),
    )
    since = param.Integer(
        default=0, precedence=-1, doc="Row of the state that indicators with a reference compare with."
    )

    scale: param.Selector[str] = param.Selector(
        default="value",
        objects=_words({key: kind.label for key, kind in SHADINGS.items()}),
        label="Shades by",
        doc="What a colour stands for.",
        metadata=on("field", kind="buttons", row="scale"),
    )
    low = param.Number(
        default=None,
        allow_None=True,
        label="low end of the range",
        doc="Value of the lower end of the range; None to have it chosen.",
        metadata=on("field", kind="typed", row="range", rooms="glass", said=""),
    )
    high = param.Number(
        default=None,
        allow_None=True,
        label="high end of the range",
        doc="Value of the upper end of the range; None to have it chosen.",
        metadata=on("field", kind="typed", row="range", rooms="glass", said=""),
    )
    threshold = param.Number(
        default=None,
        allow_None=True,
        doc="Value beyond which particles are marked; None to have it chosen.",
        metadata=on("field", kind="typed", row="threshold", rooms="glass", said=""),
    )
    colour_map: param.Selector[str] = param.Selector(
        default="magma",
        objects=list(COLOUR_MAPS),
        label="Colour map",
        doc="Colour map.",
        metadata=on("field", row="maps", said=""),
    )
    log = param.Boolean(
        default=None,
        allow_None=True,
        label="log",
        doc="Logarithmic colours; None to have it chosen.",
        metadata=on("field", row="maps", rooms="glass"),
    )
    reverse = param.Boolean(
        default=False, label="flip", doc="Swap the ends of the colour map.", metadata=on("field", row="maps")
    )

    show_events = param.Boolean(
        default=True,
        label="events",
        doc=f"Numbered rings at the cores of the events, of the latest {RINGED} where there are more.",
        metadata=on("overlays", row="glass"),
    )
    show_cell = param.Boolean(
        default=True, label="cell", doc="Outline of the periodic cell.", metadata=on("overlays", row="glass")
    )
    show_bonds = param.Boolean(
        default=False,
        label="bonds",
        doc="The field's values on pairs, where it has them.",
        metadata=on("overlays", row="glass"),
    )
    show_voronoi = param.Boolean(
        default=False,
        label="Voronoi cells",
        doc="Edges of the radical Voronoi cells.",
        metadata=on(
            "overlays",
            title="Edges of the radical Voronoi cells, whose areas take the particles' sizes into account",
        ),
    )
    show_modes = param.Boolean(
        default=False,
        label="modes ×",
        doc="Nonlinear modes as crosses over any field.",
        metadata=on("overlays", title="Crosses where nonlinear quasilocalised modes are largest, over any field"),
    )
    arrows: param.Selector[str] = param.Selector(
        default="displacement",
        objects=_words(ARROWS),
        doc="Arrows on the map.",
        metadata=on("overlays", row="arrows", said="arrows"),
    )
    number = param.Integer(
        default=1,
        bounds=(1, MOST_MODES),
        step=1,
        label="Which mode, 1 for the softest",
        doc="Which mode is drawn as arrows, 1 for the lowest.",
        metadata=on(
            "overlays",
            kind="typed",
            row="arrows",
            said="",
            title="Which mode: 1 is the softest; the up and down keys step through them",
        ),
    )

    plots = param.String(default="run", precedence=-1, doc="Key of the panel beside the map.")
    around: param.Selector[str] = param.Selector(
        default="difference", objects=list(AROUND), doc="Around which particles one looks."
    )
    share: param.Selector[float] = param.Selector(
        default=0.05, objects=list(SHARES), doc="Share of the particles called soft, and hard."
    )
    beside_strength: param.Selector[str] = param.Selector(
        default="estimate", objects=list(BESIDE_STRENGTH), doc="Drawn beside strengths."
    )
    n_modes: param.Selector[int] = param.Selector(
        default=100, objects=[30, 100, 300, 1000], doc="So many modes in the spectrum."
    )

    lattice_drive: param.Selector[str] = param.Selector(
        default="glass",
        objects={"with the glass": "glass", "by itself": "own"},
        label="Lattice loaded",
        doc="By which strain the lattice is loaded.",
        metadata=on("lattice", kind="buttons"),
    )
    lattice_pace: param.Selector[float] = param.Selector(
        default=0.2,
        objects=_words({pace: f"{100.0 * pace:g} % a second" for pace in PACES}),
        label="Pace of the lattice",
        doc="Strain a second of a lattice by itself.",
        metadata=on("lattice", said="pace"),
    )
    lattice_of: param.Selector[str] = param.Selector(
        default="map",
        objects={"its map": "map", "drawn": "drawn"},
        label="Yield stresses",
        doc="Whether blocks have the strengths of the glass in their places, or are drawn from them.",
        metadata=on("lattice", kind="buttons"),
    )
    lattice_size: param.Selector[int] = param.Selector(
        default=64,
        objects=list(LATTICES),
        label="Blocks along a side",
        doc="Blocks along a side of a lattice that is drawn.",
        metadata=on("lattice", said="blocks a side"),
    )
    lattice_source: param.Selector[str] = param.Selector(
        default="bond_micromechanics_strength",
        objects=_words({key: STRENGTHS[key] for key in SOURCES[::-1]}),
        label="Strengths measured by",
        doc="How strengths of the glass are measured: bond by bond in a second, in a frozen matrix in up to a minute.",
        metadata=on("lattice", said="strength by"),
    )
    lattice_renewal: param.Selector[str] = param.Selector(
        default="hot",
        objects={"a hot glass's": "hot", "this glass's": "own"},
        label="Blocks that have failed",
        doc="What blocks bear once they have failed; R24 take the strengths of a hot glass.",
        metadata=on("lattice", said="afterwards"),
    )
    plastic_strain = param.Number(
        default=PLASTIC_STRAIN,
        bounds=(0.01, 0.3),
        step=0.005,
        label="Slip of a failure",
        doc="Plastic strain of a failure; R24 fit 0.065 for poly-IPL.",
        metadata=on("lattice", said="slip ε_pl"),
    )
    lattice_shows: param.Selector[str] = param.Selector(
        default="failures",
        objects={"failures": "failures", "stress": "stress", "left": "left"},
        label="Both maps show",
        doc="What both maps show: where it gave way, stress, or what is left to bear.",
        metadata=on("lattice", kind="buttons"),
    )

    pair_glass = param.String(default="lj-htl-1024-1", doc=f"Key of the other glass, or {SAME_GLASS!r}.")
    pair_turned = param.Number(
        default=0.0,
        bounds=(-180.0, 180.0),
        step=5.0,
        label="Angle from the first load in degrees",
        doc="Angle of the other load from the first one, in degrees, anticlockwise.",
        metadata=on("pair", kind="typed", said="load turned by (°)"),
    )
    pair_sign: param.Selector[str] = param.Selector(
        default="same",
        objects={"same way": "same", "opposite": "opposite"},
        label="Direction of the other load",
        doc="Whether the other glass is sheared the same way.",
        metadata=on("pair", kind="buttons"),
    )

    room: param.Selector[str] = param.Selector(
        default="glass", objects=list(ROOMS), precedence=-1, doc="Room of the page."
    )
    result = param.String(default="", precedence=-1, doc="Key of the result set on the scoreboard.")
    against = param.String(default="", precedence=-1, doc="Key of the one that it is compared with; empty for none.")
    judged = param.String(
        default="", precedence=-1, doc="Indicator that is picked on the scoreboard, by its name in the set."
    )

    dark = param.Boolean(default=True, doc="Dark theme.")
    large = param.Boolean(default=False, doc="Large text on all plots, for a projector.")
    picked = param.Integer(default=None, allow_None=True, bounds=(0, None), doc="Particle whose values are shown.")
