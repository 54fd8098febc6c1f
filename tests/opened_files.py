"""Files opened as the page and the console open them: what came of it, and what it cost."""

import io
import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from glasscope.dashboard.gallery.uploads import Upload
from glasscope.dashboard.scoreboard import result_sets
from glasscope.engine import Glass, GlassError, Load, MissingInformation, NotConvergedError
from glasscope.engine.ensembles import read_spec
from glasscope.engine.learning import Plane

LOAD = Load.simple_shear()
LONGEST = 1500  # letters of a sentence


@dataclass(frozen=True)
class Opened:
    """What came of a file."""

    outcome: str  # read, asked, refused, or what is wrong
    words: str
    seconds: float
    megabytes: float  # that this process has grown by


def opened(kind, content, folder=None):
    """Open a file; an exception that is not in words is an outcome of its own."""
    began, before = time.perf_counter(), _megabytes()
    try:
        words, outcome = _open(kind, content), "read"
    except MissingInformation as error:
        words, outcome = str(error), "asked"
    except (GlassError, NotConvergedError) as error:  # which the page says as they are
        words, outcome = str(error), "refused"
        if not words or len(words) > LONGEST or "Traceback" in words:
            outcome = "refused, but not in a sentence"
    except Exception as error:
        words, outcome = f"{type(error).__name__}: {error}", "not in words"
    return Opened(outcome, words, time.perf_counter() - began, _megabytes() - before)


def _open(kind, content):
    if kind in ("npz", "xyz", "data"):
        glass = Upload(f"mine.{kind}", content).read(LOAD)
        assert np.isfinite(glass.energy)
        here = Glass.load(io.BytesIO(content), name=f"mine.{kind}")
        assert here.positions.tobytes() == glass.positions.tobytes(), "read in another way than here"
        return repr(glass)
    if kind == "nc":
        return str(result_sets.opened("own-1", "mine.nc", content).scored().about)
    with tempfile.TemporaryDirectory(prefix="glasscope-fuzz-") as folder:
        file = Path(folder) / f"mine.{kind}"
        file.write_bytes(content)
        return str(read_spec(file).name) if kind == "yaml" else Plane.load(file).in_words()


def _megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
