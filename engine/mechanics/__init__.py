"""How a glass answers a load: relaxation, linear response, athermal quasistatic shear, events."""

from .events import Event
from .nonaffine import nonaffine_d2min
from .relax import relax
from .response import Response
from .shear import Step, shear

__all__ = ["Event", "Response", "Step", "nonaffine_d2min", "relax", "shear"]
