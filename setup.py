"""Finds the packages; everything else about the project stands in pyproject.toml.

The folders `engine`, `dashboard` and `assets` become `glasscope.engine`, `glasscope.dashboard` and `glasscope.assets`.
`packages.find` in pyproject.toml cannot put a prefix before what it finds, hence these lines.
"""

from setuptools import find_packages, setup

ROOMS = ("engine", "dashboard", "assets")

setup(
    packages=[f"glasscope.{name}" for room in ROOMS for name in find_packages(include=(room, f"{room}.*"))],
    package_dir={f"glasscope.{room}": room for room in ROOMS},
)
