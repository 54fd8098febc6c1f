"""Families of pair energies, one file each; a file put there is found by itself.

A file declares ``FAMILY``, a `Family`: a named tuple of numbers and compiled functions of them. The contract stands in
`engine/matter/potential.py`.
"""

from ..._declared import declared
from ..potential import Family

#: every family, by the names of the files
FAMILIES = tuple(declared(__name__, __path__, "FAMILY", Family))
