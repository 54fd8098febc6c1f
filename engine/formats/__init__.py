"""Glasses in files: our own npz, extended xyz and LAMMPS data, and what a file leaves open."""

from .files import format_of, load_glass, save_glass, writable_format

__all__ = ["format_of", "load_glass", "save_glass", "writable_format"]
