"""What the console script shows while it works: progress on stderr, numbers on stdout."""

from __future__ import annotations

import sys
from typing import TextIO

_BAR = 24
_REDRAW = "\r\033[K"


class ProgressLine:
    """One line of progress: a bar that redraws itself on a terminal, a new line for each tenth elsewhere.

    Parameters
    ----------
    stream : text file, optional
        Where to; stderr where left out.

    Examples
    --------
    >>> with ProgressLine() as line:
    ...     line.show(0.5, "half way")
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = sys.stderr if stream is None else stream
        self._live = self.stream.isatty()
        self._last: int | None = None

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def show(self, fraction: float, words: str) -> None:
        """Show how far the work is.

        Parameters
        ----------
        fraction : float
            0 to 1.
        words : str
            What is being done, with its numbers.
        """
        fraction = min(max(fraction, 0.0), 1.0)
        if self._live:
            bar = "━" * round(fraction * _BAR)
            self.stream.write(f"{_REDRAW}{bar:─<{_BAR}} {fraction:4.0%}  {words}")
            self.stream.flush()
        elif (tenth := int(fraction * 10)) != self._last:
            self._last = tenth
            print(f"{fraction:4.0%}  {words}", file=self.stream, flush=True)

    def clear(self) -> None:
        """Take the line away, so that something else can be printed."""
        if self._live:
            self.stream.write(_REDRAW)
            self.stream.flush()


def duration_in_words(seconds: float) -> str:
    """A time as one says it: 40 s, 12 min, 3.5 h.

    Parameters
    ----------
    seconds : float
        Zero or more.
    """
    if seconds < 90.0:
        return f"{seconds:.0f} s"
    return f"{seconds / 60.0:.0f} min" if seconds < 5400.0 else f"{seconds / 3600.0:.1f} h"


class Table:
    """A table on stdout that grows row by row.

    Parameters
    ----------
    columns : dict of str to str
        Format of each column by its name, such as ``">10.6f"``; the width serves the heading too.
    """

    def __init__(self, columns: dict[str, str]) -> None:
        self.columns = columns
        self._headed = False

    def add(self, row: dict) -> None:
        """Print one row, below the heading when it is the first.

        Parameters
        ----------
        row : dict
            A value for each column; others are passed over.
        """
        if not self._headed:
            self._headed = True
            print("  ".join(f"{name:{_alignment(form)}}" for name, form in self.columns.items()).rstrip())
        print("  ".join(format(row[name], form) for name, form in self.columns.items()).rstrip(), flush=True)


def _alignment(form: str) -> str:
    return form.rstrip("fdseg").split(".")[0]
