"""What decides the results of a sample: the same identity, the same numbers."""

from __future__ import annotations

import functools
import hashlib
import json
from importlib.metadata import version

from ..formats.files import known_format, load_from_outside
from ..formats.npz import write_npz
from ..prepare.library import library
from ..quarantine import content_of_file
from .spec import Ensemble, Sample


def identity(spec: Ensemble, sample: Sample) -> dict:
    """All that decides the results of a sample, as JSON can hold it: the same identity, the same numbers.

    Parameters
    ----------
    spec : Ensemble
        The ensemble.
    sample : Sample
        One of its samples.
    """
    wanted, leads = spec.wanted_of(sample), spec.leads_of(sample)
    names = {one.name for one in wanted}
    return json.loads(
        json.dumps(
            {
                "version": version("glasscope"),
                "glass": arguments(spec, sample) if sample.glass is None else {"sha256": _sha256(sample.glass)},
                "loads": [[load.kind, load.angle, load.sign] for load in spec.loads],
                "limits": limits(spec),
                "indicators as cast": [[one.name, one.key, dict(one.parameters)] for one in wanted],
                "indicators before events": [[one.name, one.key, dict(one.parameters)] for one in leads],
                "leads": list(spec.leads) if leads else [],
                "bins as cast": [one for one in spec.bins if one.name in names],
                "spots as cast": [name for name in spec.spots if name in names],
                "d2min_strains": list(spec.d2min_strains),
                "moved": [one.name for one in wanted if one.name in spec.moved],
                "labels": spec.labels is not None,
            }
        )
    )


def arguments(spec: Ensemble, sample: Sample) -> dict:
    """What `prepare` takes to make a sample.

    Parameters
    ----------
    spec : Ensemble
        The ensemble.
    sample : Sample
        One that is prepared from a seed.
    """
    made = {"model": spec.model, "n_particles": spec.n_particles, "protocol": spec.protocol, "seed": sample.seed}
    return made | {"density": spec.density} | dict(spec.parameters)


def limits(spec: Ensemble) -> dict:
    """Where runs end, and how many of their events are taken back.

    Parameters
    ----------
    spec : Ensemble
        The ensemble.
    """
    return {"max_strain": spec.max_strain, "events": spec.events, "reversals": spec.reversals}


def given_glass(glass: str) -> bytes:
    """The content of a glass that was given, as an npz file.

    Parameters
    ----------
    glass : str
        A key of the library, or a file.

    Raises
    ------
    GlassFileError
        It cannot be read.
    """
    entry = next((entry for entry in library() if entry.key == glass), None)
    if entry is not None:
        return write_npz(entry.load())
    content = content_of_file(glass)
    made = load_from_outside(content, glass)  # refuses what is no glass
    return content if known_format(glass, content) == "npz" else write_npz(made)


@functools.lru_cache(maxsize=4096)
def _sha256(glass):
    return hashlib.sha256(given_glass(glass)).hexdigest()
