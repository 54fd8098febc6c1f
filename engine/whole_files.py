"""Files that are there whole or not at all: written beside their place, moved into it when complete.

What takes a place has reached the disk before, so that a machine that goes down leaves the old file or the new one.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from .errors import GlassError


def new_file(name: str) -> Path:
    """Path of a file that can be written, so that this is known before hours of work.

    Parameters
    ----------
    name : str
        As the user gave it; an existing file will be replaced.

    Raises
    ------
    GlassError
        If it is a folder, or would lie in one that does not exist or cannot be written.
    """
    path = Path(name)
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise GlassError(f"cannot write {name}: expected a file in a folder that exists")
    _try(path.absolute().parent, name)
    return path


def new_folder(name: str) -> Path:
    """Path of a folder that is not there yet.

    Parameters
    ----------
    name : str
        As the user gave it.

    Raises
    ------
    GlassError
        If something of that name exists, or the folder around it does not or cannot be written.
    """
    path = Path(name).absolute()
    if path.exists() or not path.parent.is_dir():
        raise GlassError(f"cannot write {name}: expected a new folder, in one that exists")
    _try(path.parent, name)
    return path


def _try(folder, name):
    """Write something and throw it away: what the rights say of a folder, a read-only disk may not hold."""
    try:
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise GlassError(f"cannot write {name}: {error.strerror}; name a place that can be written") from None


def write_whole(file: Path, content: bytes) -> None:
    """Replace a file by its new content at once: it is never seen half written.

    Parameters
    ----------
    file : Path
        Its place; the folders around it are made.
    content : bytes
        All of it.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with bytes_when_complete(file) as opened:
        opened.write(content)


@contextmanager
def bytes_when_complete(path: Path) -> Iterator[BinaryIO]:
    """A binary file that takes its place when the block ends well, and vanishes otherwise.

    Parameters
    ----------
    path : Path
        Its place, in a folder that exists.
    """
    handle, temporary = _beside(path)
    with _in_its_place(path, temporary), os.fdopen(handle, "wb") as file:
        yield file
        _reach_the_disk(file)


@contextmanager
def file_when_complete(path: Path) -> Iterator[TextIO]:
    """A text file that takes its place when the block ends well, and vanishes otherwise.

    Parameters
    ----------
    path : Path
        Its place, in a folder that exists.
    """
    handle, temporary = _beside(path)
    with _in_its_place(path, temporary), os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        yield file
        _reach_the_disk(file)


@contextmanager
def path_when_complete(path: Path) -> Iterator[Path]:
    """A name for a file that takes its place when the block ends well, and vanishes otherwise.

    For what writes files by their names only; the name is this run's own.

    Parameters
    ----------
    path : Path
        Its place, in a folder that exists.
    """
    handle, temporary = _beside(path)
    os.close(handle)
    with _in_its_place(path, temporary):
        yield Path(temporary)
        with open(temporary, "rb") as file:
            os.fsync(file.fileno())


@contextmanager
def folder_when_complete(path: Path) -> Iterator[Path]:
    """A folder that takes its place when the block ends well, and vanishes otherwise.

    Parameters
    ----------
    path : Path
        Its place.
    """
    temporary = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    try:
        yield temporary
        temporary.chmod(0o755)
        temporary.rename(path)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _beside(path):
    return tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)


def _reach_the_disk(file):
    file.flush()
    os.fsync(file.fileno())


@contextmanager
def _in_its_place(path, temporary):
    """Move what is beside a place into it when the block ends well; remove it otherwise."""
    try:
        yield
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
