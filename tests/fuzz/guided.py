"""Look for files that no reader expects, led by which of its lines they reach. Needs atheris: pip install -e ".[fuzz]".

    python tests/fuzz/guided.py KIND FOLDER [--minutes 60]

KIND is npz, xyz, data, yaml or json; netCDF is read by C, which is not led: make fuzz changes such files blindly. What
was found is kept in FOLDER, and another run goes on from there. A file that is not refused in words ends the run and is
kept in FOLDER as KIND-crash-...; so does one that takes more than 5 s or 600 MB.
"""

import argparse
import io
import sys
import tempfile
from pathlib import Path
from types import FunctionType

import atheris

sys.path.insert(0, str(Path(__file__).parents[1]))

from mutations import changed, good

from glasscope.engine import Glass, GlassError, MissingInformation
from glasscope.engine.ensembles import read_spec
from glasscope.engine.learning import Plane

OURS = tuple(f"glasscope.engine.{room}" for room in ("formats", "quarantine", "ensembles", "learning"))
LED = (*OURS, "zipfile", "yaml", "json", "numpy.lib")

SEEDS = 100
"""Files of `make fuzz` to begin with, beside the good ones."""


def reader(kind, folder):
    """A function that opens a content, and passes over refusals in words."""

    def read(content):
        if kind in ("npz", "xyz", "data"):
            return Glass.load(io.BytesIO(content), name=f"mine.{kind}")
        file = folder / f"mine.{kind}"
        file.write_bytes(content)
        return read_spec(file) if kind == "yaml" else Plane.load(file)

    def attempt(content):
        try:
            read(content)
        except (GlassError, MissingInformation):
            return

    return attempt


def led():
    """Every function of Python in those modules tells where it goes; kernels and what is written in C do not."""
    for module in [module for name, module in sys.modules.items() if name.startswith(LED)]:
        parts = list(vars(module).values())
        parts += [each for part in parts if isinstance(part, type) for each in vars(part).values()]
        for part in parts:
            if isinstance(part, FunctionType) and part.__module__ == module.__name__:
                atheris.instrument_func(part)


def main():
    """Fuzz until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=("npz", "xyz", "data", "yaml", "json"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=60.0)
    options = parser.parse_args()
    led()
    corpus = options.folder / options.kind
    corpus.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate([*good(options.kind), *(changed(options.kind, k)[0] for k in range(SEEDS))]):
        (corpus / f"seed-{number}").write_bytes(content)
    limits = ("-timeout=5", "-rss_limit_mb=2000", "-malloc_limit_mb=600", "-max_len=100000")
    where = f"-artifact_prefix={corpus.parent}/{options.kind}-"
    with tempfile.TemporaryDirectory() as folder:
        arguments = [sys.argv[0], str(corpus), *limits, where, f"-max_total_time={int(60 * options.minutes)}"]
        atheris.Setup(arguments, reader(options.kind, Path(folder)))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
