"""Stress against strain, live: what has been walked in the accent colour, what lies ahead of a scrub faint."""

import numpy as np
from bokeh.models import Line, Scatter, TapTool

from ...look.figures import columns, following, let_go, mark, quiet_figure, restyle
from ...look.theme import theme
from ...moment.moment import Moment
from ...physics import Model
from ...wire.door import Ask
from .ghosts import GhostLines


class CurveView:
    """The stress-strain curve with its events.

    Parameters
    ----------
    ask : callable
        Asks the session to go back to an event that was chosen.
    """

    def __init__(self, ask: Ask) -> None:
        plot = quiet_figure("strain γ (%)", "stress", x_range=following(0.1), y_range=following(0.02))
        plot.name = "curve"
        self.figure = plot
        self.ghosts = GhostLines(plot)
        self.before, self.whole, self.walked = columns("x", "y"), columns("x", "y"), columns("x", "y")
        self.events, self.now = columns("x", "y", "number"), columns("x", "y")
        self.before_glyph = mark(plot, self.before, Line(line_width=1.2, line_dash="dotted")).glyph
        self.whole_glyph = mark(plot, self.whole, Line(line_width=1.4)).glyph
        self.walked_glyph = mark(plot, self.walked, Line(line_width=2)).glyph
        marks = mark(plot, self.events, Scatter(size=8, line_color=None))
        self.event_glyph = marks.glyph
        self.now_glyph = mark(plot, self.now, Scatter(size=9, line_width=2)).glyph
        plot.add_tools(TapTool(renderers=[marks]))
        self._ask = ask
        self.events.selected.on_change("indices", self._chosen)
        self._sent: tuple = (None, 0, False)
        self._label = ""

    def _chosen(self, attr, old, new):
        at = let_go(self.events, new)
        if at is not None:
            self._ask("event", number=int(self.events.data["number"][at]))

    def update(self, moment: Moment) -> None:
        """Stream what is new; after a jump or a fork, replace.

        Parameters
        ----------
        moment : Moment
            What to show.
        """
        history, snapshot = moment.history, moment.snapshot
        run = (history.run, len(history.legs), len(history.previous[0]))
        first = self._sent[1] if run == self._sent[0] and moment.live and self._sent[2] else 0
        strain, stress = history.curve(first, snapshot.row if moment.live else None)
        if first == 0:
            begin = history.axis_begins(snapshot.row)
            walked = slice(begin, snapshot.row + 1)
            self.walked.data = {"x": 100.0 * strain[walked], "y": stress[walked]}
            breaks = sorted({history.axis_begins(leg.first_row) for leg in history.legs} - {0})
            whole = np.insert(strain, breaks, np.nan), np.insert(stress, breaks, np.nan)
            self.whole.data = {"x": 100.0 * whole[0], "y": whole[1]}
            old = history.previous
            self.before.data = {"x": 100.0 * np.asarray(old[0]), "y": np.asarray(old[1])}
        elif len(strain):
            self.whole.stream({"x": 100.0 * strain, "y": stress})
            self.walked.stream({"x": 100.0 * strain, "y": stress})
        self._sent = (run, first + len(strain), moment.live)
        self.now.data = {"x": [100.0 * snapshot.strain], "y": [snapshot.stress]}
        self.ghosts.update(history.ghosts, moment.glass.model)
        self._update_events(history)
        self._update_label(history)

    def _update_events(self, history):
        with history.lock:
            events = [e for e in history.events if e.row < len(history.rows.strain)]
            x = [100.0 * history.rows.strain[e.row] for e in events]
            y = [history.rows.stress[e.row] for e in events]
        if x != list(self.events.data["x"]):
            self.events.data = {"x": x, "y": y, "number": [e.number for e in events]}

    def _update_label(self, history):
        load = history.legs[-1].load
        conjugate = {"simple_shear": "σ", "pure_shear": "σ", "dilation": "−P d"}[load.kind]
        label = f"{conjugate} ({stress_unit(history.glass.model)})"
        if label != self._label:
            self.figure.yaxis.axis_label, self._label = label, label

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        colours = theme(dark)
        restyle(self.figure, colours)
        self.ghosts.restyle(colours)
        self.before_glyph.line_color = self.whole_glyph.line_color = colours.faint
        self.walked_glyph.line_color = colours.accent
        self.event_glyph.fill_color = colours.event
        self.now_glyph.fill_color, self.now_glyph.line_color = colours.card, colours.accent


def stress_unit(model: Model) -> str:
    """The unit of stress of a model, in words where the model names none.

    Parameters
    ----------
    model : Model
        A model.
    """
    return getattr(model, "stress_unit", None) or "energy/length²"
