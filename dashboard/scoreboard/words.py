"""Numbers with errors in words, and the card that opens under the mouse."""

from typing import Any

import numpy as np
from bokeh.models import HoverTool, TapTool


def signed(value: float) -> str:
    """A score with a proper minus.

    Parameters
    ----------
    value : float
        Any number.
    """
    return "none" if not np.isfinite(value) else f"{value:.2f}".replace("-", "−")


def value_in_words(value: float, error: float) -> str:
    """A score with its error; a digit more where the error is small.

    Parameters
    ----------
    value, error : float
        nan for what is not known.
    """
    if not np.isfinite(value):
        return "none"
    if not np.isfinite(error):
        return f"{value:.2f}".replace("-", "−")
    digits = 3 if error < 0.0095 else 2
    return f"{value:.{digits}f} ± {error:.{digits}f}".replace("-", "−")


def tooltip(renderer: Any) -> tuple[HoverTool, TapTool]:
    """Tools of a plot whose parts say what they are under the mouse, and can be chosen.

    Parameters
    ----------
    renderer : GlyphRenderer
        With a column `words`.
    """
    hover = HoverTool(renderers=[renderer], tooltips="@words", point_policy="follow_mouse", attachment="vertical")
    return hover, TapTool(renderers=[renderer])
