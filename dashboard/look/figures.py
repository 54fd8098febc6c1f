"""Quiet figures: no toolbar, few lines, text readable in both themes."""

from collections.abc import Iterable, Sequence
from typing import Any

from bokeh.models import (
    AllIndices,
    BasicTicker,
    CDSView,
    ColumnDataSource,
    DataRange1d,
    Glyph,
    GlyphRenderer,
    LinearAxis,
    LinearScale,
    LogAxis,
    LogScale,
    LogTicker,
    Plot,
)

from .theme import Theme

FONT = "Inter, 'Segoe UI', 'DejaVu Sans', Verdana, sans-serif"

SIZES = (11, 12)
"""Pixels of the text at ticks, and of axes' names."""

LARGE = 1.8
"""So many times as large is text that is read from afar."""

BORDERS = {"min_border_left": 46, "min_border_right": 10, "min_border_top": 6, "min_border_bottom": 36}
AXIS = {
    "minor_tick_line_color": None,
    "major_tick_in": 0,
    "major_tick_out": 4,
    "axis_label_standoff": 6,
    "major_label_text_font_size": f"{SIZES[0]}px",
    "axis_label_text_font_size": f"{SIZES[1]}px",
    "axis_label_text_font_style": "normal",
    "major_label_text_font": FONT,
    "axis_label_text_font": FONT,
}


def quiet_figure(
    x_label: str,
    y_label: str,
    logarithmic: tuple[bool, bool] = (False, False),
    **options: Any,  # Any: as bokeh takes them
) -> Plot:
    """A figure without toolbar, frame and grid that fills its card.

    Parameters
    ----------
    x_label, y_label : str
        Axis labels, units included.
    logarithmic : (bool, bool)
        Which of its axes are.
    **options
        Passed on to `bokeh.models.Plot`.

    Returns
    -------
    Plot
    """
    plot = bare_figure(
        x_scale=LogScale() if logarithmic[0] else LinearScale(),
        y_scale=LogScale() if logarithmic[1] else LinearScale(),
        **(BORDERS | options),
    )
    for place, label, log in (("below", x_label, logarithmic[0]), ("left", y_label, logarithmic[1])):
        axis, ticker = (LogAxis, LogTicker) if log else (LinearAxis, BasicTicker)
        plot.add_layout(axis(axis_label=label, ticker=ticker(desired_num_ticks=5), **AXIS), place)
    return plot


def following(least: float) -> DataRange1d:
    """A range that follows the data and is never narrower than a noise of rounding.

    Parameters
    ----------
    least : float
        Its width about a single value.
    """
    return DataRange1d(range_padding=0.12, default_span=least, min_interval=1e-3 * least)


def bare_figure(**options: Any) -> Plot:  # Any: as bokeh takes them
    """A figure that fills its place, with nothing in it: `bokeh.plotting.figure` would bring grids, titles and tools.

    Parameters
    ----------
    **options
        Passed on to `bokeh.models.Plot`.

    Returns
    -------
    Plot
    """
    plain = dict.fromkeys(("background_fill_color", "border_fill_color", "outline_line_color", "toolbar_location"))
    size = {"sizing_mode": "stretch_both", "min_width": 60, "min_height": 60}
    return Plot(title=None, output_backend="canvas", lod_threshold=None, **(plain | size | options))


def columns(*names: str) -> ColumnDataSource:
    """A source in which nothing stands yet.

    Parameters
    ----------
    *names : str
        Of its columns.
    """
    return ColumnDataSource({name: [] for name in names})


def mark(plot: Plot, source: ColumnDataSource, glyph: Glyph, **options: Any) -> GlyphRenderer:  # Any: as bokeh's
    """Draw what stands in a source, which looks the same whether it is selected or not.

    A method of `bokeh.plotting.figure` would make three forms of each glyph, each a part of every page.

    Parameters
    ----------
    plot : Plot
        Where.
    source : ColumnDataSource
        What.
    glyph : Glyph
        How; columns that it does not name are those with its own names, as "x" and "y".
    **options
        Of the renderer.

    Returns
    -------
    GlyphRenderer
    """
    drawn = [each for each in plot.renderers if isinstance(each, GlyphRenderer)]
    whole = drawn[0].view.filter if drawn else AllIndices()
    plain = {"nonselection_glyph": None, "selection_glyph": None, "muted_glyph": None, "hover_glyph": None}
    made = GlyphRenderer(data_source=source, glyph=glyph, view=CDSView(filter=whole), **(plain | options))
    plot.renderers.append(made)
    return made


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


def enlarge(plots: Iterable[Plot], large: bool) -> None:
    """Give the axes text of the usual size, or one that is read from afar; what has it already is left alone.

    Parameters
    ----------
    plots : iterable of Plot
        Figures.
    large : bool
        Whether it is to be read from afar.
    """
    scale = LARGE if large else 1.0
    ticks, label = (f"{scale * SIZES[k]:g}px" for k in (0, 1))
    for plot in plots:
        for axis in plot.axis:
            if axis.axis_label_text_font_size != label:
                axis.update(major_label_text_font_size=ticks, axis_label_text_font_size=label)
        borders = {name: round(scale * BORDERS[name]) for name in ("min_border_left", "min_border_bottom")}
        if plot.axis and plot.min_border_bottom != borders["min_border_bottom"]:
            plot.update(**borders)


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
