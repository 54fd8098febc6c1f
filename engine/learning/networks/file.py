"""Files of trained networks, whichever kind they are of."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from ...errors import GlassError, GlassFileError, shown
from ...quarantine import Parcel, content_of_file, read_apart
from ..predictor import check_about
from .graph import GraphNetwork, GraphRecipe
from .image import ImageNetwork, ImageRecipe
from .map import MapNetwork, MapRecipe
from .network import FORMAT, Network, NetworkRecipe

SUFFIX = ".npz"
"""Of their names; planes are JSON."""

LARGEST = 64 * 2**20
"""Bytes of a network's file."""

_KINDS: Mapping[str, tuple[type[Network], type[NetworkRecipe]]] = {
    GraphNetwork.kind: (GraphNetwork, GraphRecipe),
    ImageNetwork.kind: (ImageNetwork, ImageRecipe),
    MapNetwork.kind: (MapNetwork, MapRecipe),
}


def load_network(path: str | Path) -> Network:
    """Read what `Network.save` wrote.

    Parameters
    ----------
    path : str or path
        The file, which may come from anywhere: it is read in quarantine.

    Raises
    ------
    GlassFileError
        There is none, or it is damaged.
    """
    return network_of(read_apart("network", content_of_file(path, LARGEST), str(path)), str(path))


def network_of(parcel: Parcel, name: str) -> Network:
    """The network that a file describes.

    Parameters
    ----------
    parcel : Parcel
        What was read.
    name : str
        Of the file, for messages.

    Raises
    ------
    GlassFileError
        It is none.
    """
    try:
        said = parcel.words["about"]
        if not isinstance(said, dict) or said.get("format") != FORMAT:
            raise GlassError(f"it does not say that it is {FORMAT!r}")
        if said.get("kind") not in _KINDS:
            raise GlassError(f"its kind is {shown(said.get('kind'))}; known are {', '.join(_KINDS)}")
        if not isinstance(said["about"], dict):
            raise GlassError("what it says of its training is damaged")
        check_about(said["about"])
        network, recipe = _KINDS[said["kind"]]
        weights = {key: array.astype(np.float32) for key, array in parcel.arrays.items()}  # as they were in the file
        found = network(recipe(**said["recipe"]), weights, float(said["strain"]), said["model"], said["about"])
        found.in_words()  # what a reader is told of it is there too
        return found
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        what = f"it has no {error}" if isinstance(error, KeyError) else error
        raise GlassFileError(f"{name} holds no trained network: {what}") from None
