"""A preparation on disk, from which it goes on exactly as if it had not been stopped."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ..errors import GlassError, GlassFileError
from ..matter.cell import Box
from ..matter.model import Model
from ..quarantine.readers.stored_arrays import stored_in_file
from ..whole_files import bytes_when_complete
from .dynamics import Liquid
from .equilibrium import Record
from .swap import SwapMonteCarlo

FORMAT = "glasscope-checkpoint-1"

SECONDS_BETWEEN = 30.0
"""A checkpoint is written at most this often."""


@dataclass
class State:
    """Where a preparation is: between two pieces of a stage.

    Attributes
    ----------
    stage, piece : int
        Stage that is under way, and pieces of it that are done.
    moving : Liquid or SwapMonteCarlo or None
        What moves; None before the first stage.
    records : list of Record
        Of the stages so far, the one under way included.
    """

    stage: int = 0
    piece: int = 0
    moving: Liquid | SwapMonteCarlo | None = None
    records: list[Record] = field(default_factory=list)


class Checkpoint:
    """A file that holds the state of one preparation.

    Parameters
    ----------
    path : str or path or None
        Where; None keeps none.
    identity : dict
        What is prepared: a file of another preparation is refused.
    """

    def __init__(self, path: str | Path | None, identity: dict) -> None:
        self.path = None if path is None else Path(path)
        self.identity = json.loads(json.dumps(identity))
        self._written = time.monotonic()
        if self.path is not None and not self.path.absolute().parent.is_dir():
            raise GlassError(f"cannot write a checkpoint to {path}: its folder does not exist")

    def load(self, model: Model, box: Box, kinds: Mapping[str, type[Liquid | SwapMonteCarlo]]) -> State:
        """The state that was saved last, or the beginning where there is none.

        Parameters
        ----------
        model : Model
            How the particles interact.
        box : Box
            The periodic cell.
        kinds : dict
            What can move, by its class's name.

        Raises
        ------
        GlassFileError
            The file is no checkpoint, or one of another preparation.
        """
        if self.path is None or not self.path.exists():
            return State()
        try:
            content = stored_in_file(self.path)
            about = json.loads(str(content.pop("about")))
            if about["format"] != FORMAT:
                raise KeyError("format")
        except (KeyError, ValueError, TypeError, RecursionError) as error:
            raise GlassFileError(f"{self.path} is no checkpoint of a preparation: {error}") from error
        different = [key for key, value in self.identity.items() if about["identity"].get(key) != value]
        if different:
            raise GlassFileError(
                f"{self.path} is a checkpoint of another preparation: it differs in {', '.join(different)}; "
                "remove it, or name another file"
            )
        moving = kinds[about["kind"]].restored(model, box, about["moving"], _part(content, "moving"))
        records = [Record.restored(numbers, _part(content, f"record{k}")) for k, numbers in enumerate(about["records"])]
        return State(about["stage"], about["piece"], moving, records)

    def offer(self, state: State) -> None:
        """Save this state, unless one was saved a moment ago.

        Parameters
        ----------
        state : State
            Between two pieces.
        """
        if self.path is not None and time.monotonic() - self._written > SECONDS_BETWEEN:
            self.save(state)

    def save(self, state: State) -> None:
        """Write the file; the one before it is replaced when the new one is complete.

        Parameters
        ----------
        state : State
            Between two pieces.
        """
        assert self.path is not None and state.moving is not None  # noqa: PT018 - nothing is saved before it moves
        moving, arrays = state.moving.state()
        arrays = {f"moving.{name}": values for name, values in arrays.items()}
        records = []
        for k, record in enumerate(state.records):
            numbers, more = record.state()
            records.append(numbers)
            arrays |= {f"record{k}.{name}": values for name, values in more.items()}
        about = {
            "format": FORMAT, "identity": self.identity, "kind": type(state.moving).__name__, "moving": moving,
            "stage": state.stage, "piece": state.piece, "records": records,
        }  # fmt: skip
        with bytes_when_complete(self.path) as file:
            np.savez(file, allow_pickle=False, about=np.array(json.dumps(about)), **arrays)
        self._written = time.monotonic()

    def remove(self) -> None:
        """The glass is made: nothing is left to go on from."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)


def _part(content, name):
    return {key.split(".", 1)[1]: values for key, values in content.items() if key.startswith(f"{name}.")}
