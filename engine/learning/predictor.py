"""What all that was trained says of itself: of which model, on what, and how well it does on glasses not seen."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..errors import GlassError
from ..matter.glass import Glass
from ..matter.load import Load
from ..statistics.bootstrap import FEWEST_GLASSES


class Predictor:
    """Base of planes and networks; a subclass is a frozen dataclass with the attributes below.

    Attributes
    ----------
    model : str
        Key of the model that it was trained on.
    about : mapping
        How it was trained: "indicator", "training", "validation", "versions", and of the glasses "protocol",
        "parent_temperature", "cooling_time", "density" and "parameters", as their provenance has them.
    """

    model: str
    about: Mapping

    @property
    def accuracy(self) -> tuple[float, float] | None:
        """Accuracy on samples that were held out, and its standard error; None where it was not measured."""
        validation = self.about.get("validation")
        return None if validation is None else (validation["accuracy"], validation["error"])

    def softness(self, glass: Glass, load: Load | None = None) -> np.ndarray:
        """How soft every particle of a glass is, high where it will move, shape (N,).

        Parameters
        ----------
        glass : Glass
            Of the model that it was trained on.
        load : Load, optional
            Needed where what it is told depends on it.

        Raises
        ------
        GlassError
            The glass is of another model, or its cell is too small.
        """
        if glass.model.key != self.model:
            raise GlassError(f"this was trained on glasses of {self.model!r}, not of {glass.model.key!r}")
        return self._softness(glass, load)

    def in_words(self) -> str:
        """What it was trained on and how well it does, in one line."""
        training, accuracy = self.about.get("training", {}), self.accuracy
        words = f"{self.model} {self.about.get('protocol', 'of unknown making')}"
        if "n_events" in training:
            words += f", trained on {training['n_examples']} surroundings in {training['n_events']} events"
            words += f" of {training['n_samples']} glasses of {training['n_particles']} particles"
        elif "strain" in training:
            words += f", trained on {training['n_examples']:,} particles of {training['n_samples']} glasses of"
            words += f" {training['n_particles']:,} at a strain of {training['strain']:g}"
        if accuracy is not None:
            value, error = (f"{100 * number:.1f}" for number in accuracy)
            told = training.get("n_samples", 0) >= FEWEST_GLASSES
            words += f"; validation accuracy {value}" + f" ± {error}" * told + " %"
        return words

    def unlike(self, glass: Glass) -> str:
        """How a glass was made otherwise than those that it was trained on, in words; empty where it was not.

        Parameters
        ----------
        glass : Glass
            The glass.
        """
        own, other = self.about.get("protocol"), glass.provenance.get("protocol")
        if not isinstance(other, str):
            return "how this glass was made is not known"
        if own != other:
            return f"this glass was made by {other}"
        for name in ("parent_temperature", "cooling_time"):
            own, other = self.about.get(name), glass.provenance.get(name)
            if isinstance(own, float) and isinstance(other, float) and not _near(own, other):
                return f"{name.replace('_', ' ')} {other:g} here, {own:g} there"
        return ""

    def _softness(self, glass, load):
        raise NotImplementedError


def _near(one, other):
    return abs(one - other) <= 0.05 * max(abs(one), abs(other))


def check_about(about: Mapping) -> None:
    """Refuse what a file says of a training if readers cannot be told it.

    Parameters
    ----------
    about : mapping
        As `Predictor.about`.

    Raises
    ------
    GlassError
        Its parts are no mappings.
    """
    if not all(isinstance(about.get(key) or {}, dict) for key in ("training", "validation")):
        raise GlassError("what it says of its training is damaged")
