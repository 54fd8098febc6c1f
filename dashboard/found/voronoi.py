"""The Voronoi cells of the state shown, found in the background: the map draws the newest ones that there are."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..look.lines import draw_edges, edges_of
from ..run.background import Background
from ..run.history import Store


@dataclass(frozen=True, eq=False)
class Cells:
    """Edges of the Voronoi cells of one state.

    Attributes
    ----------
    wanted : tuple
        Run and row of the state.
    edges : (n, 4) array
        x0, y0, x1, y1 of each edge, in units of length.
    cell : (2, 2) array
        The periodic cell that they were found in.
    """

    wanted: tuple
    edges: np.ndarray
    cell: np.ndarray
    _last: dict = field(default_factory=dict)

    def picture(self, cell: np.ndarray, view: tuple, shape: tuple, width: float) -> np.ndarray:
        """The edges as lines; maps of one size that show the same view share one picture.

        Parameters
        ----------
        cell : (2, 2) array
            The periodic cell of the moment shown.
        view : tuple of float
            x0, x1, y0, y1.
        shape : tuple of int
            Rows and columns.
        width : float
            Width of the lines, in pixels of the picture.
        """
        key = (*cell.flat, *view, *shape, width)
        if key not in self._last:
            self._last.clear()
            self._last[key] = draw_edges(self.moved_to(cell), cell, view, shape, width)
        return self._last[key]

    def moved_to(self, cell: np.ndarray) -> np.ndarray:
        """The edges as an affine deformation to another cell leaves them: a run is a little further than its cells.

        Parameters
        ----------
        cell : (2, 2) array
            Rows are the lattice vectors.
        """
        if cell is self.cell:
            return self.edges
        deform = np.linalg.solve(self.cell, cell)
        return (self.edges.reshape(-1, 2) @ deform).reshape(-1, 4)


class CellFinder:
    """Finds the cells that the page wants, one state at a time.

    Parameters
    ----------
    store : Store
        The run.
    on_change : callable
        Called without arguments from a thread when there are new ones.
    on_error : callable
        Called with an exception from a thread.
    """

    def __init__(self, store: Store, on_change: Callable, on_error: Callable) -> None:
        self.store, self.on_change, self.on_error = store, on_change, on_error
        self._shown: Cells | None = None
        self._failed: tuple | None = None
        self._wanted: tuple = ()
        self._busy = False

    def want(self, frame: Any) -> None:
        """Ask for the cells of a state; what is under way is finished first, and whoever asks then is next.

        Parameters
        ----------
        frame : Frame
            The state.
        """
        wanted = (self.store.run, frame.row)
        shown = self.current()
        if self._busy or wanted == self._failed or (shown is not None and shown.wanted == wanted):
            return
        self._busy, self._wanted = True, wanted
        Background(lambda report: self._find(frame, wanted), lambda work: None, self._ended)

    def current(self) -> Cells | None:
        """The newest ones of this run."""
        shown = self._shown
        return shown if shown is not None and shown.wanted[0] == self.store.run else None

    def _find(self, frame, wanted):
        glass = self.store.rebuild(frame, anew=True)
        return Cells(wanted, edges_of(glass.tessellation), frame.cell)

    def _ended(self, work, found, error):
        if error is not None:
            self._failed = self._wanted
            self.on_error(error)
        if found is not None:
            self._shown = found
        self._busy = False
        self.on_change()
