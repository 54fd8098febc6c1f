"""Numbers with errors in words."""

import numpy as np


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
