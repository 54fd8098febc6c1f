"""What took minutes to find about a glass, kept as long as the glass is: another load asks for it again."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from ..matter.glass import Glass

_found: WeakKeyDictionary[Glass, dict] = WeakKeyDictionary()


def kept_of(glass: Glass) -> dict:
    """The results that are kept with a glass, by whatever decides them; whoever finds one puts it in.

    Parameters
    ----------
    glass : Glass
        A state; it never changes, so that what was found stays true.
    """
    return _found.setdefault(glass, {})
