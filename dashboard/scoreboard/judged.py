"""What the scoreboard shows of one ensemble: scores and curves with their errors, as plain arrays ready to draw."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ..physics import FAMILIES, MODELS, GlassError

if TYPE_CHECKING:
    import xarray as xr

RESAMPLES = 300
"""Sets of glasses that are drawn for an error: it is then known to 4 %, and a result set takes a second or two."""

GRID = np.linspace(0.0, 1.0, 101)
"""Shares at which distributions are drawn."""

NEEDED = ("rank", "event_strain", "reached", "spearman", "key", "label", "symbol", "family")
"""Variables without which nothing can be shown."""


@dataclass(frozen=True, eq=False)
class Curve:
    """A quantity with its standard error.

    Attributes
    ----------
    x, y, error : (n,) arrays
        Errors are over glasses; nan where there is one only.
    """

    x: np.ndarray
    y: np.ndarray
    error: np.ndarray


@dataclass(frozen=True, eq=False)
class Judged:
    """One indicator of an ensemble, and what it knew of the first events.

    Attributes
    ----------
    name, key : str
        Its name in the ensemble, and that of its class.
    label, symbol, family : str
        For the reader.
    parameters : dict
        Those that differ from the defaults.
    value, error : float
        C_min and its standard error over glasses; nan where there is none.
    n_events : int
        First events that it was judged by.
    """

    name: str
    key: str
    label: str
    symbol: str
    family: str
    parameters: dict
    value: float
    error: float
    n_events: int


@dataclass(frozen=True, eq=False)
class Scored:
    """An ensemble, judged.

    Attributes
    ----------
    title, about : str
        Its name, and what it consists of.
    n_samples : int
        Glasses that are done.
    judged : tuple of Judged
        By family, in each from the best to the worst; those without a value last.
    similarity, similarity_error : (n, n) arrays
        Spearman's correlations in the order of `judged`.
    ranks, ordinals, leads : dict of str to Curve
        F(1 − r), C_γ(n) and C_Δγ by indicator.
    bins : dict of str to Curve
        C(λ) by what was binned.
    strains : (n_events,) array
        Mean strain of the n-th events.
    lacks : dict of str to str
        Why a plot ("matrix", "ordinals", "leads", "bins") has nothing to show.
    """

    title: str
    about: str
    n_samples: int
    judged: tuple[Judged, ...]
    similarity: np.ndarray
    similarity_error: np.ndarray
    ranks: dict[str, Curve]
    ordinals: dict[str, Curve]
    leads: dict[str, Curve]
    bins: dict[str, Curve]
    strains: np.ndarray
    lacks: dict[str, str] = field(default_factory=dict)

    def of(self, name: str) -> Judged | None:
        """An indicator by its name, None where this ensemble has none of that name.

        Parameters
        ----------
        name : str
            Its name in the ensemble.
        """
        return next((indicator for indicator in self.judged if indicator.name == name), None)

    def curves(self, kind: str) -> dict[str, Curve]:
        """Curves of one kind, by what they are of.

        Parameters
        ----------
        kind : {"ranks", "ordinals", "leads", "bins"}
            The kind.
        """
        return {"ranks": self.ranks, "ordinals": self.ordinals, "leads": self.leads, "bins": self.bins}[kind]


def scored(data: xr.Dataset) -> Scored:
    """Judge the indicators of an ensemble.

    Parameters
    ----------
    data : xarray.Dataset
        Of an ensemble.

    Returns
    -------
    Scored

    Raises
    ------
    GlassError
        Variables are missing, or no sample is done.
    """
    from ...engine import ensembles

    check(data)
    first = ensembles.first_events(data, n_resamples=RESAMPLES)
    judged = tuple(sorted((_judged(data, first, k) for k in range(data.sizes["indicator"])), key=_place))
    names = [indicator.name for indicator in judged]
    alike = ensembles.similarity(data, RESAMPLES).sel(indicator=names, other_indicator=names)
    by_ordinal = ensembles.by_ordinal(data, n_resamples=RESAMPLES)
    distributions = ensembles.rank_distribution(data, GRID, RESAMPLES)
    leads, bins = {}, {}
    if "lead_rank" in data:
        leads = _curves(ensembles.by_lead(data, RESAMPLES), "lead_indicator", "lead")
    if "bin_rank" in data:
        bins = _curves(ensembles.bin_distribution(data, GRID, n_resamples=RESAMPLES), "binned", "share")
    valued = {indicator.name for indicator in judged if indicator.n_events}
    outcome = Scored(
        title=str(data.attrs.get("name", "")) or "an ensemble",
        about=about(data),
        n_samples=int(first.attrs["n_samples"]),
        judged=judged,
        similarity=alike["value"].values,
        similarity_error=alike["error"].values,
        ranks={name: curve for name, curve in _curves(distributions, "indicator", "softer").items() if name in valued},
        ordinals={name: curve for name, curve in _curves(by_ordinal, "indicator", "event").items() if name in valued},
        leads=leads,
        bins={_part(name, judged): curve for name, curve in bins.items()},
        strains=by_ordinal["strain"].values,
    )
    outcome.lacks.update(_lacks(outcome))
    return outcome


def check(data: xr.Dataset) -> None:
    """Refuse a dataset that lacks what every ensemble has.

    Parameters
    ----------
    data : xarray.Dataset
        What was read.

    Raises
    ------
    GlassError
        It names the first variable that is missing.
    """
    missing = [name for name in NEEDED if name not in data]
    if missing:
        raise GlassError(f"this ensemble has no {missing[0]}: expected what glasscope ensemble writes")


def _judged(data, first, k):
    one, result = data.isel(indicator=k), first.isel(indicator=k)
    name, key = str(one["indicator"].item()), str(one["key"].item())
    parameters = _parameters(data, name)
    label, symbol = str(one["label"].item()), str(one["symbol"].item())
    if name != key:  # the same indicator with other parameters
        words = ", ".join(f"{word.replace('_', ' ')} {value}" for word, value in parameters.items())
        label, symbol = f"{label}, {words or name}", f"{symbol}′"
    numbers = float(result["value"]), float(result["error"]), int(result["n_events"])
    return Judged(name, key, label, symbol, str(one["family"].item()), parameters, *numbers)


def _parameters(data, name):
    """What the spec says of an indicator other than its defaults; {} where it cannot be told."""
    try:
        return dict(json.loads(data.attrs["spec"])["indicators"][name]["parameters"])
    except (KeyError, TypeError, ValueError):
        return {}


def _place(judged):
    """By family in the order of the menu, then from best to worst."""
    family = FAMILIES.index(judged.family) if judged.family in FAMILIES else len(FAMILIES)
    return family, judged.family, -judged.value if judged.n_events else 2.0, judged.name


def _curves(scores, columns, axis):
    """Curves along one axis by what stands on the other; those without any value are left out."""
    scores, x = scores.transpose(columns, axis), scores[axis].values.astype(float)
    rows = zip(scores[columns].values, scores["value"].values, scores["error"].values, strict=True)
    return {str(name): Curve(x, y, error) for name, y, error in rows if np.isfinite(y).any()}


def _part(name, judged):
    """Such as "c_α dc_α/dγ > 0", for the name of what was binned; with ξ where there are several sizes."""
    of, _, part = name.partition(": ")
    part, _, size = part.partition(", ")
    symbol = next((indicator.symbol for indicator in judged if indicator.name == of), of)
    words = {
        "values": symbol,
        "magnitude": f"|{symbol}|",
        "positive": f"{symbol} > 0",
        "negative": f"{symbol} < 0",
    }.get(part, f"{symbol}, {part}" if part else symbol)
    return f"{words}, {size}" if size else words


def _lacks(scored):
    """Why a plot has nothing to show, in words that name what the spec would have to say."""
    lacks = {}
    if len(scored.judged) < 2 or not np.isfinite(scored.similarity).any():
        lacks["matrix"] = "There is nothing to compare: this ensemble has a single indicator."
    if not any(np.isfinite(curve.y[1:]).any() for curve in scored.ordinals.values()):
        lacks["ordinals"] = "Its runs end at their first event: the spec asks for no more (events)."
    if not scored.leads:
        lacks["leads"] = "No field was taken shortly before an event: the spec asks for no leads."
    if not scored.bins:
        lacks["bins"] = "No field was binned: the spec asks for no bins."
    return lacks


def about(data: xr.Dataset) -> str:
    """What an ensemble consists of, in a few words.

    Parameters
    ----------
    data : xarray.Dataset
        Of an ensemble.
    """
    from ...engine import ensembles

    done = int(np.isfinite(data["reached"].values).any(axis=1).sum())
    glasses = f"{done} glasses" if done == data.sizes["sample"] else f"{done} of {data.sizes['sample']} glasses"
    loads, model = data.sizes["load"], str(data.attrs.get("model", ""))
    strain = ensembles.first_strain(data, RESAMPLES)
    gamma, error = 100.0 * float(strain["value"]), 100.0 * float(strain["error"])
    label = MODELS[model].label if model in MODELS else model
    parts = [label, f"N {int(data.attrs.get('n_particles', 0)):,}", f"{glasses} × {loads} load{'s' * (loads != 1)}"]
    if np.isfinite(gamma):
        parts.append(f"γ₁ = {gamma:.2f}{f' ± {error:.2f}' if np.isfinite(error) else ''} %")
    return " · ".join(part for part in parts if part)
