"""The page as a browser gets it, the same for everybody: what is in it comes with its session."""

from functools import cache
from pathlib import Path

from panel.io.resources import get_env

from ..look.theme import css_variables
from ..wire.received import LARGEST
from .column import tabs
from .files import BOKEH, files

TEMPLATE = Path(__file__).parent.parent / "static" / "page.html"


@cache
def html() -> str:
    """The page without a session."""
    template = get_env().from_string(TEMPLATE.read_text(encoding="utf-8"))
    return template.render(
        dark=css_variables(True),
        light=css_variables(False),
        tabs=tabs(),
        largest=LARGEST,
        files=files().address,
        scripts=files().names(".js"),
        bokeh=BOKEH,
    )
