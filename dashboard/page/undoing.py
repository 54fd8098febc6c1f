"""What brings back a run that was left, or lets the curves of earlier ones go."""

from __future__ import annotations

from ..map.camera import Camera
from ..moment.choices import Choices
from ..moment.colour_range import Ranges
from ..physics import GlassError
from ..run.earlier import Earlier
from ..run.history import History
from ..run.player import Player
from ..wire.door import command
from ..wire.kinds import Whole


class Undoing:
    """Undoes a reset, or the choice of another glass.

    Parameters
    ----------
    choices, ranges, camera : Choices, Ranges, Camera
        What goes with a run.
    history, player, earlier : History, Player, Earlier
        The run, and those that were left.
    """

    def __init__(
        self,
        choices: Choices,
        ranges: Ranges,
        camera: Camera,
        history: History,
        player: Player,
        earlier: Earlier,
    ) -> None:
        self._choices, self._ranges, self._camera = choices, ranges, camera
        self._history, self._player, self._earlier = history, player, earlier

    @command("undo", with_glass=True, weight=5.0)
    def undo(self) -> None:
        """Go back to the run that was left last, as it was; the present one is then the one that was left.

        Raises
        ------
        GlassError
            There is none.
        """
        if not self._player.take_back(self._earlier.take_up):
            raise GlassError("there is no earlier run to go back to")
        load = self._history.legs[-1].load
        self._choices.param.update(
            glass=self._history.key, load=load.kind, angle=load.angle, sign=load.sign, picked=None, since=0
        )
        self._ranges.forget()
        self._camera.home()

    @command("dismiss", with_glass=True)
    def dismiss(self, number: Whole) -> None:
        """Let the curve of an earlier run go.

        Parameters
        ----------
        number : int
            Of its ghost; 0 for all.
        """
        self._earlier.dismiss(number)
