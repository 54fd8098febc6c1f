"""Glasses in files: our own npz, extended xyz and LAMMPS data, and what a file leaves open."""
