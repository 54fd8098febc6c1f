"""In words: numbers as short as they can be read, strains, loads, and what an error has to say."""

from ..physics import GlassError, Load


def number(value: float, digits: int = 3) -> str:
    """A number as short as it can be read.

    Parameters
    ----------
    value : float
        Any number.
    digits : int
        Significant digits.
    """
    if value == 0.0:
        return "0"
    text = f"{value:.{digits}g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        power = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
        return f"{mantissa}·10{power}".replace("-", "−")
    return text.replace("-", "−")


def percent(strain: float) -> str:
    """A strain in per cent with enough digits for an event.

    Parameters
    ----------
    strain : float
        Dimensionless strain.
    """
    return f"{100.0 * strain:.3f} %".replace("-", "−")


def in_words(load: Load) -> str:
    """A load in a few words.

    Parameters
    ----------
    load : Load
        A load.
    """
    if load.kind == "dilation":
        return "dilation" if load.sign > 0 else "compression"
    arrow = "→" if load.sign > 0 else "←"
    return f"{load.kind.replace('_', ' ')} {arrow} {load.angle:g}°".replace("-", "−")


def describe(error: Exception) -> str:
    """An engine's error in words for the page.

    Parameters
    ----------
    error : Exception
        What was raised.
    """
    if isinstance(error, GlassError):
        return str(error)
    return f"{type(error).__name__}: {error}"
