"""The plots beside the map: a file or folder for each panel, found by itself."""

from importlib import import_module
from pkgutil import iter_modules

from ..wire.lazy_plots import View
from .panel import GROUPS, PANELS, Card, Choice, Panel, Words

for _module in iter_modules(__path__, prefix=f"{__name__}."):
    import_module(_module.name)

__all__ = ["GROUPS", "PANELS", "Card", "Choice", "Panel", "View", "Words"]
