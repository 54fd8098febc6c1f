"""Indicators: fields that say where a glass is soft.

One file each, in the folder of its family; a file put there is found by itself.

>>> field = INDICATORS["steric_order"]()(glass)          # (n_particles,) raw values
>>> INDICATORS["steric_order"].soft                      # which end of them is soft
"""

from importlib import import_module
from pkgutil import walk_packages

from .declarations import FAMILIES, REQUIREMENTS
from .indicator import INDICATORS, Indicator

for _module in walk_packages(__path__, prefix=f"{__name__}."):
    if not _module.name.rpartition(".")[2].startswith("_"):
        import_module(_module.name)

__all__ = ["FAMILIES", "INDICATORS", "REQUIREMENTS", "Indicator"]
