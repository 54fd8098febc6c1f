"""Quiet figures: no toolbar, few lines, text readable in both themes."""

from collections.abc import Sequence
from typing import Any

from bokeh.models import ColumnDataSource, Plot
from bokeh.plotting import figure

from .theme import Theme

FONT = "Inter, 'Segoe UI', 'DejaVu Sans', Verdana, sans-serif"


def quiet_figure(x_label: str, y_label: str, **options: Any) -> figure:  # Any: as bokeh takes them
    """A figure without toolbar, frame and grid that fills its card.

    Parameters
    ----------
    x_label, y_label : str
        Axis labels, units included.
    **options
        Passed on to `bokeh.plotting.figure`.

    Returns
    -------
    figure
    """
    plot = figure(
        sizing_mode="stretch_both",
        toolbar_location=None,
        tools="",
        min_border_left=46,
        min_border_right=10,
        min_border_top=6,
        min_border_bottom=36,
        min_width=60,
        min_height=60,
        background_fill_color=None,
        border_fill_color=None,
        outline_line_color=None,
        output_backend="canvas",
        lod_threshold=None,
        **options,
    )
    plot.xaxis.axis_label, plot.yaxis.axis_label = x_label, y_label
    plot.grid.visible = False
    for axis in plot.axis:
        axis.minor_tick_line_color = None
        axis.major_tick_in = 0
        axis.major_tick_out = 4
        axis.axis_label_standoff = 6
        axis.major_label_text_font_size = "11px"
        axis.axis_label_text_font_size = "12px"
        axis.axis_label_text_font_style = "normal"
        axis.major_label_text_font = axis.axis_label_text_font = FONT
        axis.ticker.desired_num_ticks = 5
    return plot


def restyle(plot: Plot, colours: Theme) -> None:
    """Give the axes the theme's colours.

    Parameters
    ----------
    plot : Plot
        A figure of `quiet_figure`.
    colours : Theme
        The theme.
    """
    for axis in plot.axis:
        axis.axis_line_color = axis.major_tick_line_color = colours.faint
        axis.major_label_text_color = colours.quiet
        axis.axis_label_text_color = colours.text


def let_go(source: ColumnDataSource, indices: Sequence[int]) -> int | None:
    """Which mark was clicked, and let it go, so that it can be clicked again.

    Parameters
    ----------
    source : ColumnDataSource
        Of the marks.
    indices : sequence of int
        Those chosen, as the page says.

    Returns
    -------
    int or None
        The first of them; None where none is chosen, or one that has gone while it was clicked.
    """
    if not indices:
        return None
    source.selected.indices = []
    known = len(next(iter(source.data.values())))
    return indices[0] if indices[0] < known else None
