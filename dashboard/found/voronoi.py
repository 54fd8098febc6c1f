"""The Voronoi cells of the state shown, found in the background: the map draws the newest ones that there are."""

import math
from dataclasses import dataclass, field

import numpy as np

from ..look.lines import draw_edges, edges_of
from ..run.history import History
from ..run.records import Frame
from .finder import Bench, Finder, Wanted, Watch


@dataclass(frozen=True, eq=False)
class Cells:
    """Edges of the Voronoi cells of one state.

    Attributes
    ----------
    edges : (n, 4) array
        x0, y0, x1, y1 of each edge, in units of length.
    cell : (2, 2) array
        The periodic cell that they were found in.
    """

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


def wanted_cells(history: History, frame: Frame) -> Wanted[Frame]:
    """The cells of a state.

    Parameters
    ----------
    history : History
        The run.
    frame : Frame
        The state.
    """
    return Wanted(history.run, frame)


def cell_finder(bench: Bench) -> Finder[Frame, Cells]:
    """Who finds the cells of the state shown; they are there in no time, so that there is nothing to tell of progress.

    Parameters
    ----------
    bench : Bench
        What it is given of its session.
    """

    def find(wanted: Wanted[Frame], watch: Watch[Cells]) -> Cells:
        glass = bench.history.rebuild(wanted.state, anew=True)
        return Cells(edges_of(glass.tessellation), wanted.state.cell)

    return Finder(bench, find, "There are no Voronoi cells of this state", patience=math.inf)
