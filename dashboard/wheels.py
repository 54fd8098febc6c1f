"""A wheel that carries its compiled kernels: installed on a machine of the same kind, nothing is compiled any more.

    python -m glasscope.dashboard.wheels WHEEL

They lie beside their sources, where numba looks for them first. It takes one that was made by the same numba and
Python, for the same processor (`engine/_processor.py`) and of the same source, and compiles all else as ever.
"""

import base64
import csv
import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from .ahead import compile_ahead

KERNELS = "glasscope/**/__pycache__/*.nb[ic]"
"""What numba keeps of kernels: an index, and code."""


def add_kernels(wheel: Path) -> int:
    """Compile all kernels of a wheel and put them into it.

    Parameters
    ----------
    wheel : Path
        Built from the sources; it is replaced.

    Returns
    -------
    int
        How many files were added. Cost: two minutes on two cores.

    Raises
    ------
    RuntimeError
        The kernels that were compiled are not those of the wheel.
    subprocess.CalledProcessError
        Compiling failed.
    """
    with TemporaryDirectory() as folder:
        home = Path(folder)
        with ZipFile(wheel) as packed:
            packed.extractall(home)
        environment = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
        environment["PYTHONPATH"] = str(home)
        _check_served_from(home, environment)
        compile_ahead(environment)
        kernels = sorted(home.glob(KERNELS))
        return _packed_again(wheel, home, kernels)


def _check_served_from(home, environment):
    """Whether processes with this environment import what was unpacked, and not an installed one."""
    command = [sys.executable, "-P", "-c", "import glasscope.engine; print(glasscope.engine.__file__)"]
    found = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()
    if not Path(found).is_relative_to(home):
        raise RuntimeError(f"the kernels of {found} would be compiled, not those of the wheel in {home}")


def _packed_again(wheel, home, kernels):
    partial = wheel.with_suffix(".partial")
    with ZipFile(wheel) as old, ZipFile(partial, "w", ZIP_DEFLATED) as new:
        (record,) = (name for name in old.namelist() if name.endswith(".dist-info/RECORD"))
        rows = list(csv.reader(io.StringIO(old.read(record).decode())))
        for item in old.infolist():
            if item.filename != record:
                new.writestr(item, old.read(item), ZIP_DEFLATED)
        for kernel in kernels:
            name, content = kernel.relative_to(home).as_posix(), kernel.read_bytes()
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            new.writestr(name, content)
            rows.insert(-1, [name, f"sha256={digest}", str(len(content))])
        words = io.StringIO()
        csv.writer(words, lineterminator="\n").writerows(rows)
        new.writestr(record, words.getvalue())
    partial.replace(wheel)
    return len(kernels)


def main() -> None:
    """Add kernels to the wheel that is named."""
    wheel = Path(sys.argv[1])
    print(f"{wheel}: {add_kernels(wheel)} files of kernels, {wheel.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
