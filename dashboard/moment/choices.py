"""What the user has chosen in one session: parameters only, no data and no behaviour."""

import param

from ..fields.arrows import MODE, RESPONSE
from ..look.theme import COLOUR_MAPS
from ..physics import INDICATORS
from ..run.player import FULL_SPEED

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

ROOMS = {"glass": "Glass", "side": "Side by side", "scoreboard": "Scoreboard"}
"""Rooms of the page and their names on it; the first one is where a visit begins."""

WITHOUT_GLASS = frozenset({"scoreboard"})
"""Rooms in which no glass is seen: the run rests meanwhile, and nothing is pushed to its plots."""

STRENGTH = "residual_strength"
"""Key of the indicator whose field fills in site by site."""

SCALES = ("value", "percentile", "threshold")
"""What a colour may stand for; a threshold has two: of what is softer, and of the rest."""

ABOUT_TO_YIELD = 0.03
"""What bears less than this strain more, Δτ_y/μ, is marked at first (R20 Fig. 8d)."""

MODES = "nonlinear_modes"
"""Key of the indicator whose modes are drawn as crosses."""

BESIDE_STRENGTH = {"estimate": "estimate", "shift": "as cast − μγ"}
"""What is drawn beside the distributions of strength, and its name on the page."""

AROUND = {"difference": "soft − hard", "soft": "soft", "hard": "hard"}
"""Around which particles one looks, and their names on the page."""

SHARES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2)
"""Shares of the particles that are called soft, and hard; FM21 take the first one, of many glasses."""

FIRST_INDICATOR = "nonaffine_velocity"
"""The field that a page opens with, where it is registered."""


SIDE_BY_SIDE = ("nonaffine_velocity", "local_heat_capacity", "steric_order", "voronoi_anisotropy")
"""Indicators of different families, which the maps side by side begin with."""

MAPS = (2, 3, 4)
"""So many maps may stand side by side."""


def _first_indicator():
    return FIRST_INDICATOR if FIRST_INDICATOR in INDICATORS else next(iter(INDICATORS), None)


def _beside():
    """The indicators of the second and further maps."""
    first = _first_indicator()
    wanted = [key for key in dict.fromkeys([*SIDE_BY_SIDE, *INDICATORS]) if key in INDICATORS and key != first]
    return wanted[: MAPS[-1] - 1]


class State(param.Parameterized):
    """Choices of one session; views read them, commands write them."""

    glass = param.String(default="", doc="Key of the glass in the gallery.")

    load = param.Selector(default="simple_shear", objects=list(LOADS), doc="Geometry of the load.")
    angle = param.Number(default=0.0, bounds=(-180.0, 180.0), doc="Angle of the load in degrees, anticlockwise.")
    sign = param.Selector(default=1, objects=[1, -1], doc="Direction of the load.")
    max_strain = param.Number(default=0.12, bounds=(1e-3, 0.5), doc="Strain at which the run ends.")

    speed = param.Number(default=FULL_SPEED, bounds=(0.0, 1.0), doc="Strain a second; 0 is as fast as the engine goes.")

    indicator = param.Selector(default=_first_indicator(), objects=list(INDICATORS), doc="The field shown.")
    maps = param.Selector(default=4, objects=list(MAPS), doc="So many maps side by side; the first is the field's.")
    beside = param.List(default=_beside(), doc="Keys of the indicators of the other maps.")
    taken = param.Selector(default="cast", objects=["cast", "live"], doc="Field as cast, or a lead before now.")
    lead = param.Selector(default=1e-3, objects=list(LEADS), doc="Strain between the field and now, or the event.")

    since = param.Integer(default=0, doc="Row of the state that indicators with a reference compare with.")

    scale = param.Selector(default="value", objects=list(SCALES), doc="What a colour stands for.")
    colour_map = param.Selector(default="magma", objects=list(COLOUR_MAPS), doc="Colour map.")
    reverse = param.Boolean(default=False, doc="Swap the ends of the colour map.")
    log = param.Boolean(default=False, doc="Logarithmic colours.")
    low = param.Number(default=None, allow_None=True, doc="Value of the lower end of the range.")
    high = param.Number(default=None, allow_None=True, doc="Value of the upper end of the range.")
    threshold = param.Number(default=None, allow_None=True, doc="Value beyond which particles are marked.")

    show_events = param.Boolean(default=True, doc="Numbered rings at the cores of the events.")
    show_cell = param.Boolean(default=True, doc="Outline of the periodic cell.")
    show_bonds = param.Boolean(default=False, doc="The field's values on pairs, where it has them.")
    show_voronoi = param.Boolean(default=False, doc="Edges of the radical Voronoi cells.")
    show_modes = param.Boolean(default=False, doc="Nonlinear modes as crosses over any field.")
    arrows = param.Selector(default="displacement", objects=list(ARROWS), doc="Arrows on the map.")
    number = param.Integer(default=1, bounds=(1, 100_000), doc="Which mode is drawn as arrows, 1 for the lowest.")

    plots = param.String(default="run", doc="Key of the panel beside the map.")
    around = param.Selector(default="difference", objects=list(AROUND), doc="Around which particles one looks.")
    share = param.Selector(default=0.05, objects=list(SHARES), doc="Share of the particles called soft, and hard.")
    beside_strength = param.Selector(default="estimate", objects=list(BESIDE_STRENGTH), doc="Drawn beside strengths.")
    n_modes = param.Selector(default=100, objects=[30, 100, 300, 1000], doc="So many modes in the spectrum.")

    room = param.Selector(default="glass", objects=list(ROOMS), doc="Room of the page.")
    result = param.String(default="", doc="Key of the result set on the scoreboard.")
    against = param.String(default="", doc="Key of the one that it is compared with; empty for none.")
    judged = param.String(default="", doc="Indicator that is picked on the scoreboard, by its name in the set.")

    dark = param.Boolean(default=True, doc="Dark theme.")
    picked = param.Integer(default=None, allow_None=True, doc="Particle whose values are shown.")
