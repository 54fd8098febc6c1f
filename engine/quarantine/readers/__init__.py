"""A reader for each format. None trusts what a file says of its own size, and all say in one sentence what is wrong.

A reader is a module with ``read(content, name, bounds, **options)``, which returns a `Parcel`, and ``warm()``, which
loads what reading will need: later on, in quarantine, no file can be opened any more.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any

from ...errors import GlassFileError, shown
from ..bounds import Bounds
from ..parcels import Parcel

_MODULES = {
    "npz": "npz",
    "extended XYZ": "extended_xyz",
    "LAMMPS data": "lammps_data",
    "netCDF": "netcdf",
    "YAML": "yaml_text",
    "JSON": "json_text",
    "numbers": "numbers_text",
    "network": "network",
}


def reader_of(kind: str) -> ModuleType:
    """The module that reads a format.

    Parameters
    ----------
    kind : str
        The format.
    """
    return import_module(f".{_MODULES[kind]}", __name__)


def read(kind: str, content: bytes, name: str, bounds: Bounds, **options: Any) -> Parcel:  # Any: those of a reader
    """What a file says, read in this process.

    Parameters
    ----------
    kind : str
        Its format.
    content : bytes
        What is in it.
    name : str
        Its name, for messages.
    bounds : Bounds
        What it may cost.
    **options
        Of the reader.

    Raises
    ------
    GlassFileError
        It cannot be read; the message says why.
    """
    if len(content) > bounds.content:
        raise GlassFileError(f"{name} is larger than {bounds.content // 2**20} MB, the most that is read")
    try:
        return reader_of(kind).read(content, name, bounds, **options)
    except GlassFileError:
        raise
    except MemoryError:
        raise GlassFileError(f"{name} needs more memory to be read than there is") from None
    except RecursionError:
        raise GlassFileError(f"{name} cannot be read as {kind}: it is nested too deeply") from None
    except Exception as error:  # whatever a library stumbles over: the file is not as it should be
        reason = f"{type(error).__name__}: {shown(str(error))}"
        raise GlassFileError(f"{name} cannot be read as {kind}: it is damaged or foreign ({reason})") from error
