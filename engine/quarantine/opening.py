"""Files by their path: only regular ones of a bounded size are read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ..errors import GlassFileError
from .bounds import OWN


def content_of_file(path: str | Path, most: int = OWN.content) -> bytes:
    """The content of a file; no device, no pipe and nothing larger than expected is waited for.

    Parameters
    ----------
    path : str or path
        The file.
    most : int
        Bytes that it may have.

    Raises
    ------
    GlassFileError
        There is none, it cannot be read, or it is no regular file of that size.
    """
    try:
        # a pipe would wait for its writer
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise GlassFileError(f"there is no file {path}") from None
    except (OSError, ValueError) as error:
        raise GlassFileError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    try:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode):
            what = "a folder" if stat.S_ISDIR(state.st_mode) else "a device or a pipe"
            raise GlassFileError(f"{path} cannot be read: it is {what}; expected a file")
        if state.st_size > most:
            raise _too_large(path, most)
        with os.fdopen(os.dup(handle), "rb") as file:
            content = file.read(state.st_size + 1)  # Python takes the memory that may be needed at once
    except OSError as error:
        raise GlassFileError(f"{path} cannot be read: {error.strerror}") from None
    finally:
        os.close(handle)
    if len(content) > state.st_size:
        raise GlassFileError(f"{path} is being written; expected a file that is whole")
    return content


def _too_large(path, most):
    return GlassFileError(f"{path} is larger than {most // 2**20} MB, the most that is read")
