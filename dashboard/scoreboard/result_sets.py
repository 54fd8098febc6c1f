"""Ensembles on disk that the scoreboard offers: read once for all sessions, judged when one is looked at."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..look.words import describe
from ..physics import MODELS, PAGE
from .judged import Scored, check, scored

if TYPE_CHECKING:
    import xarray as xr

SHIPPED = Path(__file__).parents[2] / "assets" / "ensembles"
"""Where the shipped ones lie; there may be none."""

KEPT = 32
"""So many files are kept in memory, as long as they do not change on disk."""


FEW = 10
"""Sets of fewer indicators than this stand behind the one whose key theirs begins with: they complete what it says."""


class ResultSet:
    """One ensemble on offer.

    Parameters
    ----------
    key : str
        Its name for the program.
    data : xarray.Dataset
        The ensemble.

    Attributes
    ----------
    title, model : str
        Its name for the reader, and the key of its model.
    first : float
        Mean strain of its first events; nan where it has none.
    of_few : bool
        Whether it has few indicators.
    """

    def __init__(self, key: str, data: xr.Dataset) -> None:
        check(data)
        self.key = key
        self.title = str(data.attrs.get("name", "")) or key
        self.model = str(data.attrs.get("model", ""))
        strains = data["event_strain"].values[:, :, 0].astype(float)
        self.first = float(np.nanmean(strains)) if np.isfinite(strains).any() else np.nan
        self.of_few = data.sizes["indicator"] < FEW
        self._data = data
        self._lock = threading.Lock()
        self._scored: Scored | None = None

    def scored(self) -> Scored:
        """The ensemble judged, once: a second or two.

        Raises
        ------
        GlassError
            No sample is done.
        """
        with self._lock:
            if self._scored is None:
                self._scored = scored(self._data)
            return self._scored


def in_order(sets: list[ResultSet]) -> list[ResultSet]:
    """Sets as the menu has them: by model, in each from the most ductile glasses to the most brittle ones.

    Behind each stand those of few indicators of the same glasses or their like; those without such a set come last in
    their model.

    Parameters
    ----------
    sets : list of ResultSet
        In any order.
    """
    wholes = {each.key: each for each in sets if not each.of_few}

    def place(result):
        whole = wholes.get(result.key.rpartition("-")[0], result) if result.of_few else result
        models, first = list(MODELS), whole.first if np.isfinite(whole.first) else np.inf
        model = models.index(result.model) if result.model in models else len(models)
        return model, result.model, whole.of_few, first, whole.key, result.of_few, result.key

    return sorted(sets, key=place)


_kept: OrderedDict[tuple, ResultSet] = OrderedDict()
_keeping = threading.Lock()


def shipped(folder: Path | None = None) -> tuple[list[ResultSet], list[str]]:
    """All sets of a folder; slow at first, for xarray has to be loaded: call it in the background.

    Parameters
    ----------
    folder : Path, optional
        Where the files lie; `SHIPPED` where left out.

    Returns
    -------
    list of ResultSet, list of str
        In the order of the menu; and what is wrong with files that cannot be read.
    """
    sets, problems = [], []
    for file in sorted((SHIPPED if folder is None else folder).glob("*.nc")):
        try:
            sets.append(_kept_or_read(file))
        except Exception as error:  # one damaged file leaves the others alone
            problems.append(_without(file, describe(error)))
    return in_order(sets), problems


def _kept_or_read(file):
    state = file.stat()
    mark = (str(file), state.st_mtime_ns, state.st_size)
    with _keeping:
        if mark not in _kept:
            _kept[mark] = _read(file, file.stem)
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
        _kept.move_to_end(mark)
        return _kept[mark]


def _read(file, key):
    from ...engine.ensembles import open_ensemble

    return ResultSet(key, open_ensemble(file))


def opened(key: str, name: str, content: bytes) -> ResultSet:
    """A set from a file that was opened on the page.

    Parameters
    ----------
    key : str
        For the program.
    name : str
        Of the file.
    content : bytes
        What is in it.

    Raises
    ------
    GlassError
        It is no ensemble, or holds no sample that is done.
    """
    from ...engine.ensembles import dataset_in

    result = ResultSet(key, dataset_in(content, name, PAGE))
    result.scored()
    return result


def _without(file, words):
    """What is wrong with a file, without the folder that it lies in."""
    return words.replace(str(file), file.name)
