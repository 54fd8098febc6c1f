"""Everything beside the map: the plots of the run, those of the structure, and the parts of the page that are text."""

from collections.abc import Callable
from typing import Any

from ..controls import controls, status
from ..controls.timeline import timeline
from ..map.legend import legend
from ..map.side_by_side import side
from ..moment.moment import Moment
from ..panels.run import table
from ..panels.run.curve import CurveView
from ..panels.run.distribution import DistributionView
from ..panels.run.ranks import RanksView
from ..panels.strength.words import NAMES as STRENGTH
from ..panels.strength.words import strength
from ..panels.surroundings.plots import NAMES as SURROUNDINGS
from ..panels.surroundings.plots import surroundings
from ..panels.vibrations.plots import DensityView, ParticipationView
from ..panels.vibrations.tail import TailView


class Panels:
    """The plots and the text of one page.

    Parameters
    ----------
    on_event, on_mode : callable
        Called with the number of an event, or of a mode, that was chosen in a plot.

    Attributes
    ----------
    views : dict
        Every plot that has been made, by its name on the page.
    """

    def __init__(self, on_event: Callable, on_mode: Callable) -> None:
        self.views: dict[str, Any] = {
            "curve": CurveView(on_event),
            "ranks": RanksView(),
            "distribution": DistributionView(),
            "density": DensityView(),
            "participation": ParticipationView(on_mode),
            "tail": TailView(),
        }

    def update(self, moment: Moment, progress: dict, relaxing: float | None, rates: dict) -> dict:
        """Draw a moment.

        Parameters
        ----------
        moment : Moment
            What to show.
        progress : dict
            "progress" of what the open plots wait for, and whether it was "declined".
        relaxing : float or None
            Largest force while an event relaxes.
        rates : dict
            How fast the session goes.

        Returns
        -------
        dict
            Slots of the bridge.
        """
        return self._of_room(moment, progress) | {
            "header": status.header(moment),
            "load_card": controls.load_card(moment),
            "field_card": controls.field_card(moment),
            "overlays": controls.overlays(moment),
            "transport": controls.transport(moment, relaxing),
            "timeline": timeline(moment),
            "status": status.status(moment, rates),
            "sentence": status.sentence(moment),
            "events": {"rows": table.table(moment), "symbol": moment.indicator.symbol},
            "legend": legend(moment),
            "picked": status.pick(moment) or {},
        }

    def _of_room(self, moment, progress):
        """What the open room has beside its maps."""
        state = moment.state
        if state.room == "side":
            return {"side": side(moment)}
        if state.plots == "run":
            return self._run(moment)
        made = getattr(self, f"_{state.plots}")(moment)
        return {"structure": {"shown": state.plots} | progress | made}

    def _run(self, moment):
        self.views["curve"].update(moment)
        self.views["distribution"].update(moment)
        return {"ranks": self.views["ranks"].update(moment), "structure": {"shown": ""}}

    def _structure(self, moment):
        self.views["density"].update(moment)
        return {
            "n": moment.state.n_modes,
            "choices": list(moment.state.param.n_modes.objects),
            "spectrum": self.views["participation"].update(moment),
            "tail": self.views["tail"].update(moment),
        }

    def _surroundings(self, moment):
        for name in SURROUNDINGS:
            self.views[name].update(moment)
        return surroundings(moment)

    def _strength(self, moment):
        said = {name: self.views[name].update(moment) for name in STRENGTH}
        return strength(moment, said["band"])
