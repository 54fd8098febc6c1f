"""Soft spots: nonlinear modes, and saddle points around them."""
