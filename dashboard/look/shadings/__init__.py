"""Choices of shading: what a colour of the map stands for.

One file each; a file put there is found by itself, stands among the buttons of the page and shades map, legend and
distribution.

>>> SHADINGS["value"](soft="high", low=0.0, high=2.0).softness(np.array([0.0, 1.0]))       # 0 stiff to 1 soft
array([0. , 0.5])
"""

from importlib import import_module
from pkgutil import iter_modules

from .shading import Shading

for _module in iter_modules(__path__, prefix=f"{__name__}."):
    import_module(_module.name)

SHADINGS: dict[str, type[Shading]] = {
    kind.key: kind for kind in sorted(Shading.__subclasses__(), key=lambda kind: kind.order)
}
"""Every choice of shading by its key, in the order in which they stand on the page."""

__all__ = ["SHADINGS", "Shading"]
