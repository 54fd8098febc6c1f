"""The vibrations of the state shown: how many are soft, what they move, and how rare the softest spots are."""

from collections.abc import Mapping

import numpy as np

from ...found.finder import Bench, Finder, Wanted
from ...found.vibrations import Spectrum, spectrum_finder, wanted_spectrum
from ...look.words import number, percent
from ...moment.moment import Moment
from ...wire.lazy_plots import View
from ..panel import Card, Choice, Panel, Words
from .plots import DensityView, ParticipationView
from .tail import TailView

MODES = (30, 100, 300, 1000)
"""So many modes are on offer."""


class VibrationsPanel(Panel):
    """The lowest modes and the tail of the field."""

    key = "vibrations"
    label = "Vibrations"
    order = 0
    cards = (
        Card("density", "How many soft vibrations?", {"density": lambda ask: DensityView()}, "density of states"),
        Card(
            "participation",
            "Waves or soft spots?",
            {"participation": ParticipationView},
            "choose a mode to see it",
            parts=("key", "words"),
        ),
        Card("tail", "How rare are soft spots?", {"tail": lambda ask: TailView()}),
    )
    choices = (Choice("n_modes", "Number of modes", [{"key": n, "label": f"{n} modes"} for n in MODES]),)
    with_pairs = True

    def finds(self, bench: Bench) -> dict[type, Finder]:
        """The spectrum.

        Parameters
        ----------
        bench : Bench
            What its finder is given.
        """
        return {Spectrum: spectrum_finder(bench)}

    def wanted(self, moment: Moment) -> Wanted | None:
        """The spectrum of this very moment: one that is there is left alone while the run plays.

        Parameters
        ----------
        moment : Moment
            What is shown.
        """
        known, n = moment.found(Spectrum), moment.choices.n_modes
        if moment.mode == "idle" or known is None or known.asked != n:
            return wanted_spectrum(moment.history, moment.snapshot.row, n)
        return None

    def head(self, moment: Moment) -> Words:
        """Which state the modes are of.

        Parameters
        ----------
        moment : Moment
            What is shown.
        """
        spectrum = moment.found(Spectrum)
        if spectrum is None:
            return {}
        return {"words": f"at γ {percent(spectrum.strain)}" if spectrum.frame.row else "as cast"}

    def draw(self, moment: Moment, views: Mapping[str, View]) -> dict[str, Words]:
        """Draw the spectrum and the tail that there are.

        Parameters
        ----------
        moment : Moment
            What to show.
        views : mapping of str to View
            Its plots.
        """
        density, participation, tail = (views[name] for name in ("density", "participation", "tail"))
        assert isinstance(density, DensityView)
        assert isinstance(participation, ParticipationView)
        assert isinstance(tail, TailView)
        density.update(moment)
        participation.update(moment)
        hint, slope = tail.update(moment)
        spectrum = moment.found(Spectrum)
        words, title = ("", "") if spectrum is None else in_words(spectrum)
        slopes = [{"sign": "line", "words": "waves, ω"}, {"sign": "line four", "words": "quasilocalised, ω⁴"}]
        return {
            "density": {"key": slopes},
            "participation": {
                "key": [{"words": "e: share of particles"}, {"sign": "line", "words": "plane wave"}],
                "words": words,
                "title": title,
            },
            "tail": {"hint": hint, "key": [{"sign": "line dashed", "words": f"theory: {slope}"}] if slope else []},
        }


def in_words(spectrum: Spectrum) -> tuple[str, str]:
    """What is said of a spectrum, and its range.

    Parameters
    ----------
    spectrum : Spectrum
        The modes.
    """
    found, frequencies = len(spectrum.eigenvalues), spectrum.frequencies
    soft = int(np.argmin(spectrum.participation))
    return (
        f"{found:,} of {spectrum.total:,} modes; mode {soft + 1} is the most localised",
        f"ω from {number(frequencies[0], 3)} to {number(frequencies[-1], 3)}",
    )
