"""The particles of one map as the browser gets them: places, radii, levels and colours; it draws and moves them."""

import json

import numpy as np
from bokeh.core.properties import Bytes, Instance, Nullable, String
from bokeh.model import DataModel
from bokeh.models import Range1d

from ..look.shades import FAINT, NO_VALUE, levels
from ..look.theme import theme
from ..moment.moment import Moment
from .camera import Camera

UNITS = 2**16
"""Places are told in this share of the cell: a hundredth of a radius at N = 10^5."""

_Model = type(
    "Discs",
    (DataModel,),
    {
        "__module__": __name__,
        "__view_module__": "bokeh",  # as of the bridge's slots
        "__doc__": "What one map is drawn from; see `Discs`.",
        "x_range": Instance(Range1d),
        "y_range": Instance(Range1d),
        "about": String(default="{}"),
        "colours": String(default="[]"),
        # null at first: BokehJS cannot take bytes for what holds where nothing was said
        "places": Nullable(Bytes),
        "radii": Nullable(Bytes),
        "levels": Nullable(Bytes),
    },
)


class Discs:
    """What a map's particles are drawn from, five bytes a particle for a state with another field.

    Parameters
    ----------
    name : str
        Of the map.
    camera : Camera
        What the map looks through.

    Attributes
    ----------
    model : bokeh.model.Model
        It in the document. `places` are fractions of the cell, 2 N uint16 in units of 1 / `UNITS`; `radii` N float32;
        `levels` N uint8, see `levels`; `colours` one of each level. `about` says the rest, as JSON: "branch" (states of
        one follow from each other without an event), "path" (strain walked), "strain", "stress", "cell", "view" and
        whether it is "home", whether the run "plays", and "opacity".
    """

    def __init__(self, name: str, camera: Camera) -> None:
        self._camera = camera
        self.model = _Model(name=f"discs {name}", x_range=camera.x_range, y_range=camera.y_range)
        self._told: dict[str, object] = {}

    def update(self, moment: Moment, opacity: float) -> None:
        """Tell a moment; what has not changed is not sent.

        Parameters
        ----------
        moment : Moment
            What to show, the camera already in its place.
        opacity : float
            How much of the particles is seen under what lies over them.
        """
        frame, run, shading = moment.snapshot.frame, moment.history.run, moment.shading
        if self._changed("radii", run):
            self.model.radii = (0.5 * moment.glass.diameters).astype("<f4").tobytes()
        if self._changed("levels", (moment.field, shading.without_colours, run)):
            self.model.levels = _levels(moment).tobytes()
        if self._changed("colours", (shading.colour_map, moment.choices.dark, shading.reverse)):
            dark = moment.choices.dark
            self.model.colours = json.dumps([*shading.colours(dark), theme(dark).missing])
        if self._changed("places", frame.serial):
            self.model.places = places_of(frame.positions, frame.cell).tobytes()
        self.model.about = json.dumps(self._about(moment) | {"opacity": opacity})

    def _changed(self, what, key):
        """Whether something is to be told anew; compared by what it is made from."""
        changed = self._told.get(what) != key
        self._told[what] = key
        return changed

    def _about(self, moment):
        snapshot = moment.snapshot
        events = sum(event.row < snapshot.frame.row for event in moment.events)
        return {
            "branch": f"{moment.history.run} {snapshot.leg.first_row} {events}",
            "path": snapshot.path,
            "strain": snapshot.strain,
            "stress": snapshot.stress,
            "cell": snapshot.frame.cell.ravel().tolist(),
            "view": list(self._camera.view),
            "home": self._camera.home_of(snapshot.frame.cell),
            "plays": moment.mode != "idle",
        }


def places_of(positions: np.ndarray, cell: np.ndarray) -> np.ndarray:
    """Places as fractions of the cell, which a strain along with it does not change.

    Parameters
    ----------
    positions : (N, 2) array
        In or out of the cell.
    cell : (2, 2) array
        Rows are the lattice vectors.

    Returns
    -------
    (N, 2) array of uint16
        In units of 1 / `UNITS`.
    """
    return np.rint(UNITS * (positions @ np.linalg.inv(cell))).astype(np.int64).astype("<u2")


def _levels(moment):
    field = moment.field
    if field is None or field.values is None:
        return levels(np.full(moment.glass.n_particles, np.nan))
    shade = levels(moment.shading.softness(field.values))
    if field.pending is not None:
        shade[field.pending & (shade != NO_VALUE)] += FAINT
    return shade
