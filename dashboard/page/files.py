"""Files of the page, each packed once: a browser keeps them for good, for with their content their address changes.

All of them share one address, so that scripts may name each other.
"""

import gzip
import hashlib
import mimetypes
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from bokeh.settings import settings
from tornado.web import HTTPError, RequestHandler

STATIC = Path(__file__).parent.parent / "static"
STYLE = Path(__file__).parent.parent.parent / "assets"

LEVEL = 6
"""How hard is packed: at 9 the recorded run takes fifteen times as long, while the loop waits, for 7 % fewer bytes."""

BOKEH = "bokeh.js"
"""BokehJS, among the others."""


class Files:
    """What the page is made of, beside its HTML.

    Parameters
    ----------
    contents : iterable of (str, bytes)
        Name below the address, and content.

    Attributes
    ----------
    address : str
        Of all of them, relative to that of the page.
    """

    def __init__(self, contents: Iterable[tuple[str, bytes]]) -> None:
        self._contents, self._packed = dict(sorted(contents)), dict[str, bytes]()
        digest = hashlib.sha256()
        for name, content in self._contents.items():
            digest.update(f"{name} {len(content)} ".encode() + content)
        self.address = f"files/{digest.hexdigest()[:16]}"

    def names(self, ending: str) -> list[str]:
        """Names of all files of a kind.

        Parameters
        ----------
        ending : str
            Such as ".js".
        """
        return [name for name in self._contents if name.endswith(ending)]

    def content(self, name: str, packed: bool) -> bytes:
        """The content of a file.

        Parameters
        ----------
        name : str
            Its name.
        packed : bool
            Whether by gzip.

        Raises
        ------
        KeyError
            There is no such file.
        """
        if packed and name not in self._packed:  # once, when it is asked for first
            self._packed[name] = gzip.compress(self._contents[name], LEVEL, mtime=0)
        return (self._packed if packed else self._contents)[name]

    def route(self) -> tuple[str, type[RequestHandler], dict]:
        """Where a server answers with them."""
        return rf"/{self.address}/(.+)", _File, {"files": self}


@cache
def files() -> Files:
    """The files of Glasscope's page, and BokehJS."""
    found = [(path.relative_to(STATIC).as_posix(), path) for path in STATIC.rglob("*.js")]
    found += [(name, STYLE / name) for name in ("style.css", "logo.svg")]
    found += [(f"recorded/{path.name}", path) for path in (STYLE / "recorded").glob("*.bin")]
    found += [(BOKEH, settings.bokehjs_path() / "js" / "bokeh.min.js")]
    return Files((name, path.read_bytes()) for name, path in found)


class _File(RequestHandler):
    """Answers with a file."""

    def initialize(self, files: Files) -> None:
        self._files = files

    def compute_etag(self) -> None:
        """None: its address says what it is."""

    def get(self, name: str) -> None:
        packed = "gzip" in self.request.headers.get("Accept-Encoding", "")
        try:
            content = self._files.content(name, packed)
        except KeyError:
            raise HTTPError(404) from None
        kind = "text/javascript" if name.endswith(".js") else mimetypes.guess_type(name)[0]
        self.set_header("Content-Type", f"{kind}; charset=utf-8")
        self.set_header("Cache-Control", "public, max-age=31536000, immutable")
        self.set_header("Vary", "Accept-Encoding")
        if packed:
            self.set_header("Content-Encoding", "gzip")
        self.write(content)
