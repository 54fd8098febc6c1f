"""Everything beside the map: the plots of the run, those of the structure, and the parts of the page that are text."""

from collections.abc import Callable
from typing import Any

from .moment import Moment
from .spectra import Spectra
from .views import controls, status, table
from .views.curve import CurveView
from .views.distribution import DistributionView
from .views.legend import legend
from .views.ranks import RanksView
from .views.spectrum import DensityView, ParticipationView
from .views.tail import TailView
from .views.timeline import timeline


class Panels:
    """The plots and the text of one page.

    Parameters
    ----------
    on_event, on_mode : callable
        Called with the number of an event, or of a mode, that was chosen in a plot.

    Attributes
    ----------
    views : dict
        Every plot by its name on the page.
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

    def update(self, moment: Moment, spectra: Spectra, relaxing: float | None, rates: dict) -> dict:
        """Draw a moment.

        Parameters
        ----------
        moment : Moment
            What to show.
        spectra : Spectra
            Says how far a spectrum has come.
        relaxing : float or None
            Largest force while an event relaxes.
        rates : dict
            How fast the session goes.

        Returns
        -------
        dict
            Slots of the bridge.
        """
        plots = self._structure(moment, spectra) if moment.state.plots == "structure" else self._run(moment)
        return plots | {
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

    def _run(self, moment):
        self.views["curve"].update(moment)
        self.views["distribution"].update(moment)
        return {"ranks": self.views["ranks"].update(moment), "structure": {"shown": False}}

    def _structure(self, moment, spectra):
        self.views["density"].update(moment)
        structure = {
            "shown": True,
            "n": moment.state.n_modes,
            "choices": list(moment.state.param.n_modes.objects),
            "declined": spectra.declined is not None,
            "progress": spectra.progress(),
            "spectrum": self.views["participation"].update(moment),
            "tail": self.views["tail"].update(moment),
        }
        return {"structure": structure}
