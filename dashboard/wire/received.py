"""A file as it comes over the wire."""

import base64
import binascii

from ..physics import GlassError

LARGEST = 16 * 2**20
"""Bytes of a file that is opened on the page, at most."""


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
        It did not arrive whole.
    """
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise GlassError(f"{name} did not arrive whole; open it again") from None
