"""Quarantine: files from outside are taken apart in a process of their own, and only plain numbers and words come back.

A file may be a trap: a few bytes that unpack to gigabytes, an HDF5 file that reads another one of this machine, one
wrong byte that has a library turn in a circle for ever. So there are three steps, each of which knows its bounds before
it takes memory:

- `opening`: only regular files of a bounded size are opened;
- `readers`: a reader for each format, which trusts no number in the file;
- `apart`: runs a reader in a child process with bounds on time and memory, without the right to open a file. It is
  forked from a process that holds numpy and the format's library and nothing else (`nursery`), within milliseconds.
  What it answers (`parcels`) is words in JSON and arrays of numbers, and is never unpickled.

These modules run in the child too, where the rest of the engine is not loaded: they import numpy and each other.
"""

from .apart import close, read_apart
from .bounds import OWN, PAGE, Bounds
from .opening import content_of_file
from .parcels import Parcel
from .readers import read

__all__ = ["OWN", "PAGE", "Bounds", "Parcel", "close", "content_of_file", "read", "read_apart"]
