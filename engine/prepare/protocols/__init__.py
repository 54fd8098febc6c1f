"""How a glass is made, for every model: one file each; a file put there is found by itself.

A file declares ``PROTOCOL``, a `Protocol`: stages and the numbers that they take. All end in relaxation to zero force.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..._declared import by_key
from ..protocol import Protocol

#: every protocol by its key
PROTOCOLS: Mapping[str, Protocol] = MappingProxyType(by_key(__name__, __path__, "PROTOCOL", Protocol))
