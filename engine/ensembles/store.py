"""The folder of an ensemble's results: one small file a sample, written whole, so that a killed run goes on.

::

    FOLDER/spec.yaml                 what was asked for
    FOLDER/glasses/LABEL.npz         glasses that were prepared (LABEL.part while that lasts)
    FOLDER/samples/LABEL.npz         what is known of a sample
    FOLDER/failed/LABEL.txt          why there is nothing
    FOLDER/ensemble.nc               all of it, one xarray dataset
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import GlassError, GlassFileError
from ..quarantine.readers.stored_arrays import stored_in_file
from ..whole_files import write_whole
from .identity import given_glass, identity
from .spec import Ensemble, Sample

DATASET = "ensemble.nc"
"""Name of the dataset in the folder."""


class ResultFolder:
    """The results of one ensemble on disk.

    Parameters
    ----------
    path : str or path
        A folder; made, where it is not there yet, by the first thing that is written.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def open_for(self, spec: Ensemble) -> None:
        """Make the folder this ensemble's, or see that it is.

        Parameters
        ----------
        spec : Ensemble
            What is to be run.

        Raises
        ------
        GlassError
            The folder holds a sample that was made otherwise, or cannot be written.
        """
        import yaml

        for sample in spec.samples:
            self._check(sample, identity(spec, sample))
        try:
            self._write("spec.yaml", yaml.safe_dump(spec.to_mapping(), sort_keys=False, allow_unicode=True).encode())
        except OSError as error:
            raise GlassError(f"cannot write to the folder {self.path}: {error}") from error

    def _check(self, sample, wanted):
        if (held := self.about(sample)) is None:
            return
        differing = sorted(key for key in wanted if held.get(key) != wanted[key])
        if differing:
            raise GlassError(
                f"{self.path} holds {sample.label} of another ensemble: it differs in {', '.join(differing)}; "
                "take another folder, or move this one away"
            )

    def is_done(self, sample: Sample) -> bool:
        """Whether a sample is there.

        Parameters
        ----------
        sample : Sample
            One of the ensemble's.
        """
        return self._file("samples", sample, ".npz").is_file()

    def keep(self, sample: Sample, arrays: dict[str, np.ndarray], about: dict) -> None:
        """Write what is known of a sample.

        Parameters
        ----------
        sample : Sample
            One of the ensemble's.
        arrays : dict of ndarray
            Numbers.
        about : dict
            Words, and whatever else JSON can hold.
        """
        content = io.BytesIO()
        named: dict[str, Any] = {"about": np.array(json.dumps(about, sort_keys=True))} | arrays
        np.savez_compressed(content, **named)
        self._write(self._name("samples", sample, ".npz"), content.getvalue())
        self._file("failed", sample, ".txt").unlink(missing_ok=True)

    def read(self, sample: Sample) -> tuple[dict[str, np.ndarray], dict]:
        """What `keep` wrote.

        Parameters
        ----------
        sample : Sample
            One that is done.

        Raises
        ------
        GlassFileError
            The file is damaged.
        """
        file = self._file("samples", sample, ".npz")
        try:
            arrays = stored_in_file(file)
            return arrays, json.loads(str(arrays.pop("about")))
        except (ValueError, KeyError, RecursionError) as error:
            raise GlassFileError(f"{file} holds no results of a sample: {error}; remove it to have it made") from error

    def about(self, sample: Sample) -> dict | None:
        """The words of a sample's file, None where there is none.

        Parameters
        ----------
        sample : Sample
            One of the ensemble's.
        """
        return self.read(sample)[1] if self.is_done(sample) else None

    def fail(self, sample: Sample, words: str) -> None:
        """Write down why a sample is missing.

        Parameters
        ----------
        sample : Sample
            One of the ensemble's.
        words : str
            The error.
        """
        self._write(self._name("failed", sample, ".txt"), words.encode())

    def failure(self, sample: Sample) -> str:
        """Why a sample is missing; empty where nothing went wrong.

        Parameters
        ----------
        sample : Sample
            One of the ensemble's.
        """
        file = self._file("failed", sample, ".txt")
        return file.read_text(encoding="utf-8") if file.is_file() and not self.is_done(sample) else ""

    def glass(self, sample: Sample) -> bytes | None:
        """The content of a sample's glass: given, or prepared before; None where it is still to be prepared.

        Parameters
        ----------
        sample : Sample
            One of the ensemble's.
        """
        if sample.glass is not None:
            return given_glass(sample.glass)
        file = self._file("glasses", sample, ".npz")
        return file.read_bytes() if file.is_file() else None

    def keep_glass(self, sample: Sample, content: bytes) -> None:
        """Write a glass that was prepared.

        Parameters
        ----------
        sample : Sample
            One of the ensemble's.
        content : bytes
            Of an npz file.
        """
        self._write(self._name("glasses", sample, ".npz"), content)

    def checkpoint(self, sample: Sample) -> str:
        """Where a preparation keeps its state.

        Parameters
        ----------
        sample : Sample
            One of the ensemble's.
        """
        file = self._file("glasses", sample, ".part")
        file.parent.mkdir(parents=True, exist_ok=True)
        return str(file.absolute())

    def _name(self, folder, sample, suffix):
        return f"{folder}/{sample.label}{suffix}"

    def _file(self, folder, sample, suffix):
        return self.path / self._name(folder, sample, suffix)

    def _write(self, name: str, content: bytes) -> None:
        write_whole(self.path / name, content)
