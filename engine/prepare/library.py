"""The glasses that are shipped: prepared once, slowly, and ready to be sheared at once.

`glasscope.assets` holds the files and ``glasses/index.json``, which says of each what it is, how it was made and the
SHA-256 of its file.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from ..errors import GlassFileError
from ..matter.glass import Glass
from .protocols import PROTOCOLS

INDEX = "index.json"


@dataclass(frozen=True)
class LibraryEntry:
    """A shipped glass, read when it is asked for.

    Attributes
    ----------
    key, label : str
        Name in code and on the page.
    model, protocol : str
        Keys of its model and of the protocol that made it.
    preparation : str
        The class that it belongs to, in words, such as "GQ 10⁵ t0".
    parent_temperature : float
        Temperature of the liquid that it was quenched or cooled from, in the model's units (k_B = 1).
    cooling_time : float
        Time of the cooling, in t0; 0 for an instantaneous quench.
    n_particles, seed : int
        Size, and seed of its random numbers.
    first_event_strain : float or None
        Strain of its first plastic event in simple shear at 0°; None where it has not been measured.
    provenance : mapping
        How it was made, the command included. What was seen on the way is in the glass's own provenance ("stages").
    sha256 : str
        Checksum of its file.
    """

    key: str
    label: str
    model: str
    protocol: str
    preparation: str
    parent_temperature: float
    cooling_time: float
    n_particles: int
    seed: int
    first_event_strain: float | None
    provenance: Mapping
    sha256: str
    _file: Traversable = field(repr=False, compare=False)

    def load(self) -> Glass:
        """The glass itself.

        Raises
        ------
        GlassFileError
            The file is missing, or is not the one that the index was written for.
        """
        try:
            content = self._file.read_bytes()
        except OSError as error:
            raise GlassFileError(f"the shipped glass {self.key!r} cannot be read: {error}") from error
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise GlassFileError(
                f"the file of the shipped glass {self.key!r} is damaged: its checksum is not the index's"
            )
        return Glass.load(io.BytesIO(content))


def library(folder: Traversable | None = None) -> list[LibraryEntry]:
    """All shipped glasses, in the order in which they are offered.

    Parameters
    ----------
    folder : path or Traversable, optional
        A folder with an ``index.json``; by default the one inside the package.

    Returns
    -------
    list of LibraryEntry

    Raises
    ------
    GlassFileError
        The index is missing or damaged.
    """
    folder = files("glasscope.assets") / "glasses" if folder is None else folder
    try:
        index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        return [_entry(about, folder) for about in index["glasses"]]
    except (OSError, json.JSONDecodeError, KeyError, TypeError) as error:
        raise GlassFileError(f"the index of shipped glasses is missing or damaged: {error!r}") from error


def _entry(about, folder):
    made = about["provenance"]
    return LibraryEntry(
        key=about["key"],
        label=about["label"],
        model=made["model"],
        protocol=made["protocol"],
        preparation=PROTOCOLS[made["protocol"]].in_words(made["parameters"]),
        parent_temperature=made["parent_temperature"],
        cooling_time=made["cooling_time"],
        n_particles=made["n_particles"],
        seed=made["seed"],
        first_event_strain=about["first_event_strain"],
        provenance=MappingProxyType(made),
        sha256=about["sha256"],
        _file=folder / about["file"],
    )
