"""What the scoreboard's plots draw at one moment: a set, one to compare it with, and the indicator that is picked."""

from dataclasses import dataclass

from .judged import Judged, Scored


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

    def curves_of(self, known: dict) -> list[Judged]:
        """Whose curves are drawn: the best of each family, and the one that is picked.

        Parameters
        ----------
        known : dict
            Curves by indicator: those without one are passed over.
        """
        best: dict[str, Judged] = {}
        for each in self.shown.judged:  # within a family the best comes first
            if each.name in known:
                best.setdefault(each.family, each)
        return [each for each in self.shown.judged if each.name in known and each in (*best.values(), self.judged)]


def first_pick(found: Scored) -> str:
    """The indicator that is picked before the user picks one: the one that knew most.

    Parameters
    ----------
    found : Scored
        A set.
    """
    known = [each for each in found.judged if each.n_events]
    return max(known, key=lambda each: each.value).name if known else ""
