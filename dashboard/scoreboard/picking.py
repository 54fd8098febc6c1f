"""What the plots of the scoreboard share: parts that say what they are under the mouse, and are picked by a click."""

from collections.abc import Callable

from bokeh.models import ColumnDataSource, HoverTool, Plot, TapTool
from bokeh.models.renderers import GlyphRenderer

from ..look.figures import let_go


def make_pickable(
    plot: Plot, parts: GlyphRenderer, source: ColumnDataSource, on_pick: Callable[[str], None]
) -> None:
    """Let each part of a plot open a card under the mouse, and a click on it pick an indicator.

    Parameters
    ----------
    plot : Plot
        The plot.
    parts : GlyphRenderer
        The parts.
    source : ColumnDataSource
        Of the parts, with the columns `words` and `name`.
    on_pick : callable
        Called with the name of the part that was clicked.
    """
    def clicked(attr, old, new):
        at = let_go(source, new)
        if at is not None:
            on_pick(source.data["name"][at])

    source.selected.on_change("indices", clicked)
    hover = HoverTool(renderers=[parts], tooltips="@words", point_policy="follow_mouse", attachment="vertical")
    plot.add_tools(hover, TapTool(renderers=[parts]))
