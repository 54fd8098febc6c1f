"""How a glass is made: a liquid, its way down in temperature, the rest; and the glasses that are shipped."""

from .library import LibraryEntry, library
from .making import prepare
from .progress import Progress
from .protocol import Protocol, Setting
from .protocols import PROTOCOLS

__all__ = ["PROTOCOLS", "LibraryEntry", "Progress", "Protocol", "Setting", "library", "prepare"]
