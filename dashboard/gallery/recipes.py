"""What can be prepared: models, the protocols that suit each, and the numbers that these take."""

from dataclasses import dataclass, field

from ..physics import MODELS, PROTOCOLS, Glass, GlassError, prepare
from ..run.background import Report
from ..wire.kinds import brief

FEWEST_PARTICLES, MOST_PARTICLES = 2, 100_000
"""Sizes that the page prepares: a larger glass takes an afternoon of the server, and is made by `glasscope prepare`."""

LARGEST_SEED = 2**32 - 1

LONGEST_WORD = 400
"""Characters of a recipe in an address, at most."""


@dataclass(frozen=True)
class Recipe:
    """A glass to prepare.

    Attributes
    ----------
    model : str
        Key of the model.
    n_particles : int
        Size.
    protocol : str
        Key of the protocol.
    seed : int
        Of the random numbers.
    density : float or None
        None for the model's own.
    parameters : dict of str to float
        Settings of the protocol; the rest have their defaults.
    """

    model: str
    n_particles: int
    protocol: str
    seed: int
    density: float | None = None
    parameters: dict[str, float] = field(default_factory=dict)

    def in_words(self) -> str:
        """Name of the glass.

        Raises
        ------
        GlassError
            There is no such model or protocol, or not with these settings.
        """
        for words, key, known in (("model", self.model, MODELS), ("protocol", self.protocol, PROTOCOLS)):
            if key not in known:
                raise GlassError(f"there is no {words} {key!r}; known: {', '.join(known)}")
        model, protocol = MODELS[self.model], PROTOCOLS[self.protocol]
        given = {name: value for name, value in self.parameters.items() if name in protocol.parameters}
        return f"{model.label} · {protocol.in_words(protocol.values(model, given))}"

    def word(self) -> str:
        """The recipe as one word of an address, which `recipe_in` reads."""
        density = "" if self.density is None else repr(float(self.density))
        settings = [f"{name}:{float(value)!r}" for name, value in sorted(self.parameters.items())]
        return ",".join([self.model, self.protocol, str(self.n_particles), str(self.seed), density, *settings])

    def prepared(self, report: Report) -> Glass:
        """The glass.

        Parameters
        ----------
        report : callable
            Called with the progress of its preparation.

        Raises
        ------
        GlassError
            There can be no such glass.
        """
        return prepare(
            self.model,
            self.n_particles,
            self.protocol,
            self.seed,
            density=self.density,
            progress=report,
            checkpoint=None,
            **self.parameters,
        )


def recipe_in(word: str) -> Recipe:
    """The recipe that a word of an address stands for; whether there can be such a glass is seen when it is prepared.

    Parameters
    ----------
    word : str
        See `Recipe.word`.

    Raises
    ------
    GlassError
        It stands for none.
    """
    if len(word) > LONGEST_WORD:
        raise GlassError(f"no glass is prepared by {brief(word)}")
    try:
        model, protocol, n_particles, seed, density, *settings = word.split(",")
        pairs = [setting.split(":") for setting in settings]
        parameters = {name: float(value) for name, value in pairs}
        return Recipe(model, int(n_particles), protocol, int(seed), float(density) if density else None, parameters)
    except ValueError:
        raise GlassError(f"no glass is prepared by {brief(word)}") from None


def recipes() -> dict:
    """Everything that the page's form needs to offer what is possible and to explain it.

    Returns
    -------
    dict
        "models", each with its default density; "protocols", each with its summary, the models that it suits and its
        settings with their bounds and their defaults for each of these models; "sizes" and "seeds", the lowest and the
        highest.
    """
    models = [model for model in MODELS.values() if model.dimension == 2]
    return {
        "models": [
            {"key": model.key, "label": model.label, "density": float(f"{model.density:.6g}"), "about": model.reference}
            for model in models
        ],
        "protocols": [_protocol(protocol, models) for protocol in PROTOCOLS.values()],
        "sizes": [FEWEST_PARTICLES, MOST_PARTICLES],
        "seeds": [0, LARGEST_SEED],
    }


def _protocol(protocol, models):
    suited = [model for model in models if protocol.suits(model)]
    return {
        "key": protocol.key,
        "label": protocol.label,
        "summary": protocol.summary,
        "models": [model.key for model in suited],
        "settings": [_setting(name, setting, suited) for name, setting in protocol.parameters.items()],
    }


def _setting(name, setting, models):
    return {
        "name": name,
        "label": setting.label,
        "unit": setting.unit,
        "summary": setting.summary,
        "low": setting.low,
        "high": setting.high,
        "defaults": {model.key: float(setting.default(model)) for model in models},
    }
