"""A file as it comes over the wire, and how large it may be."""

import base64
import binascii
from typing import Annotated

from ..physics import GlassError
from .kinds import AtMost

LARGEST = 16 * 2**20
"""Bytes of a file that is opened on the page, at most; the page looks before it sends one."""

LARGEST_MESSAGE = 4 * LARGEST // 3 + 2**20
"""Bytes of a message from the page, at most: such a file in base 64, and some words. A longer one ends the socket."""

Content = Annotated[str, AtMost(4 * LARGEST)]
"""A file as the page sends it, in base 64; one that is too large for us is refused by its size, in words."""


def content_of(name: str, data: str) -> bytes:
    """The content of a file as the page sends it.

    Parameters
    ----------
    name : str
        The file's name, for the message.
    data : str
        Its content, in base 64.

    Raises
    ------
    GlassError
        It is too large, or did not arrive whole.
    """
    if 3 * len(data) // 4 > LARGEST + 2:
        raise GlassError(f"{name} is larger than {LARGEST // 2**20} MB; load it in Python instead")
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise GlassError(f"{name} did not arrive whole; open it again") from None
