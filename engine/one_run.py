"""One run in a folder of results at a time: whoever comes second is told who was first."""

from __future__ import annotations

import errno
import fcntl
import getpass
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from .errors import GlassError

NAME = "run.lock"
"""File in the folder while a run is at work there; it says whose that is."""

_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)
_LONGEST = 500  # characters of an owner's words


@contextmanager
def only_run_in(folder: Path) -> Iterator[None]:
    """Hold a folder for this run; the system lets go of it when the process ends, however it ends.

    Parameters
    ----------
    folder : Path
        It is made, and taken away again where nothing was put into it.

    Raises
    ------
    GlassError
        Another run is at work there, or nothing can be written.
    """
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = _held(folder)
    except OSError as error:
        raise GlassError(f"cannot write to the folder {folder}: {error.strerror}") from error
    try:
        yield
    finally:
        (folder / NAME).unlink(missing_ok=True)  # while it is held: nobody else can have come in
        file.close()
        if made:
            with suppress(OSError):  # there is something in it
                folder.rmdir()


def _held(folder) -> TextIO:
    while True:
        file = (folder / NAME).open("a+", encoding="utf-8", errors="replace")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = _owner(file)
            file.close()
            raise GlassError(
                f"another run is at work in {folder}: {owner}; wait for its end, or take another folder"
            ) from None
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                file.close()
                raise
            # a disk without locks: two runs do the same work twice, and every file is written whole
        if _is_still(folder / NAME, file):
            file.truncate(0)
            file.write(_words())
            file.flush()
            return file
        file.close()  # the run before took its file away between our opening it and holding it


def _owner(file):
    file.seek(0)
    return " ".join(file.read(_LONGEST).split()) or "it does not say whose"


def _is_still(path, file):
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


def _words():
    """Who this is."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in a container
        user = f"user {os.getuid()}"
    return f"{user} on {socket.gethostname()}, process {os.getpid()}, since {time.strftime('%Y-%m-%d %H:%M:%S')}\n"
