"""Glasses on disk: own files, extended XYZ and LAMMPS data. They give glasses `Glass.save` and `Glass.load`."""

from .files import SUFFIXES, format_of, load_from_outside, load_glass, save_glass, writable_format

__all__ = ["SUFFIXES", "format_of", "load_from_outside", "load_glass", "save_glass", "writable_format"]
