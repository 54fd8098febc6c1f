"""What the scoreboard's plots draw at one moment: a set, one to compare it with, and the indicator that is picked."""

from dataclasses import dataclass

from .judged import Curve, Judged, Scored


@dataclass(frozen=True, eq=False)
class Board:
    """One state of the scoreboard.

    Attributes
    ----------
    shown : Scored
        The set.
    against : Scored or None
        What it is compared with.
    picked : str
        Name of the indicator that is picked.
    dark : bool
        The theme.
    """

    shown: Scored
    against: Scored | None
    picked: str
    dark: bool

    @property
    def judged(self) -> Judged | None:
        """The indicator that is picked, None where this set has none."""
        return self.shown.of(self.picked)

    def curves_of(self, curves: dict[str, Curve]) -> list[Judged]:
        """Whose curves are drawn: the best of each family, and the one that is picked.

        Parameters
        ----------
        curves : dict of str to Curve
            Curves by indicator: those without one are passed over.
        """
        drawable = [indicator for indicator in self.shown.judged if indicator.name in curves]
        best: dict[str, Judged] = {}
        for indicator in drawable:  # within a family the best comes first
            best.setdefault(indicator.family, indicator)
        return [indicator for indicator in drawable if indicator in (*best.values(), self.judged)]


def first_pick(scored: Scored) -> str:
    """The indicator that is picked before the user picks one: the one that knew most.

    Parameters
    ----------
    scored : Scored
        A set.
    """
    valued = [indicator for indicator in scored.judged if indicator.n_events]
    return max(valued, key=lambda indicator: indicator.value).name if valued else ""
