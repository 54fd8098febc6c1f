"""What a browser is told to refuse on this page: scripts and hosts that are not ours, frames, guessed types."""

import base64
import hashlib
import re
from collections.abc import Iterable

from tornado.httputil import HTTPHeaders, HTTPServerRequest
from tornado.web import OutputTransform

_SCRIPT = re.compile(rb"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_NOT_RUN = re.compile(rb"""\bsrc\s*=|\btype\s*=\s*["']?application/json""", re.IGNORECASE)

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",  # Bokeh writes the styles of its parts into each of them
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with less, a form of ours would come as if from nowhere
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class SecurityHeaders(OutputTransform):
    """Puts the headers on every answer of the server.

    A script that stands in the page itself runs only as the server wrote it: its digest is in the header.

    Parameters
    ----------
    request : HTTPServerRequest
        What is answered.
    embed : iterable of str
        Sites, such as "https://example.org", that may show the page in a frame.
    """

    def __init__(self, request: HTTPServerRequest, embed: Iterable[str] = ()) -> None:
        self._embed = tuple(embed)

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        """Add the headers.

        Parameters
        ----------
        status_code, headers, chunk, finishing
            As Tornado hands them over.

        Returns
        -------
        tuple
            The first three of them.
        """
        for name, value in _ALWAYS.items():
            headers[name] = value
        if not self._embed:
            headers["X-Frame-Options"] = "DENY"  # for browsers that do not know frame-ancestors
        headers.pop("Server", None)
        headers.pop("Access-Control-Allow-Origin", None)
        if status_code != 304:  # what the browser has kept came with its own
            is_page = headers.get("Content-Type", "").startswith("text/html")
            headers["Content-Security-Policy"] = _policy(_allowed(chunk) if is_page else [], self._embed)
        return status_code, headers, chunk


def _policy(scripts, embed):
    """The header's value."""
    policy = dict(_POLICY)
    policy["script-src"] = " ".join([policy["script-src"], *scripts])
    policy["frame-ancestors"] = " ".join(["'self'", *embed]) if embed else "'none'"
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def _allowed(page):
    """The digest of each script in a page that the browser runs and that is no file."""
    scripts = (content for attributes, content in _SCRIPT.findall(page) if not _NOT_RUN.search(attributes))
    return [f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'" for script in scripts]
