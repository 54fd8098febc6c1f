"""One password for all who may see the page."""

import asyncio
import hashlib
import hmac
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bokeh.server.auth_provider import AuthProvider
from tornado.httputil import HTTPServerRequest
from tornado.web import RequestHandler

from ..physics import GlassError

COOKIE = "glasscope-visitor"
"""Cookie of who has come in."""

FEWEST = 8
"""Characters of a password."""

_PAUSE = 1.0  # seconds that a wrong password costs
_MOST_WRONG = 20  # that wait at the same time
_FORM = (Path(__file__).parents[1] / "static" / "login.html").read_text(encoding="utf-8")


def password_in(file: str) -> str:
    """The password that a file holds.

    Parameters
    ----------
    file : str
        A text file of one line.

    Raises
    ------
    GlassError
        It holds none, or a short one.
    """
    try:
        lines = Path(file).read_text(encoding="utf-8").strip().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GlassError(f"--password-file {file} cannot be read: {error}") from error
    if len(lines) != 1 or len(lines[0]) < FEWEST:
        raise GlassError(f"--password-file {file}: expected one line, a password of at least {FEWEST} characters")
    return lines[0]


class PasswordLogin(AuthProvider):  # type: ignore[misc]  # Bokeh's types are left out, see pyproject.toml
    """Lets in who knows the password; a signed cookie remembers it until the browser is closed.

    Parameters
    ----------
    password : str
        It.
    secret : bytes
        Of the server.
    path : str
        Of the cookie.
    secure : bool
        Whether browsers reach the page by https only.
    """

    def __init__(self, password: str, secret: bytes, path: str, secure: bool) -> None:
        # changes with the password, so that a cookie from before it opens nothing
        self._mark = hmac.new(secret, password.encode(), hashlib.sha256).hexdigest()
        self._handler = type(
            "Login",
            (_Login,),
            {"password": password, "mark": self._mark, "cookie": {"path": path, "secure": secure}, "wrong": [0]},
        )
        super().__init__()

    @property
    def get_user(self) -> Callable[[HTTPServerRequest], str | None]:
        """Who a request comes from: a visitor, or nobody who may come in."""

        def user(handler: Any) -> str | None:  # Any: Bokeh's types name the request, and it hands over the handler
            held = handler.get_signed_cookie(COOKIE) or b""
            return "visitor" if hmac.compare_digest(held, self._mark.encode()) else None

        return user

    @property
    def get_user_async(self) -> None:
        """None: `get_user` says it."""
        return None

    @property
    def login_url(self) -> str:
        """Where the password is asked for."""
        return "/login"

    @property
    def get_login_url(self) -> None:
        """None: it is always the same."""
        return None

    @property
    def login_handler(self) -> type[RequestHandler]:
        """What asks for it."""
        return self._handler

    @property
    def logout_url(self) -> None:
        """None: closing the browser does it."""
        return None

    @property
    def logout_handler(self) -> None:
        """None: closing the browser does it."""
        return None


class _Login(RequestHandler):
    """Asks for the password."""

    password: str
    mark: str
    cookie: dict[str, Any]  # Any: as Tornado takes them
    wrong: list[int]

    def get(self) -> None:
        self._ask("")

    async def post(self) -> None:
        given = self.get_body_argument("password", "", strip=False)
        if hmac.compare_digest(given.encode(), self.password.encode()):
            self.set_signed_cookie(COOKIE, self.mark, expires_days=None, httponly=True, samesite="lax", **self.cookie)
            query = urlsplit(self.get_argument("next", "")).query  # the page itself, never another site
            self.redirect(f"{self.cookie['path'].rstrip('/')}/{'?' * bool(query)}{query}")
            return
        if self.wrong[0] >= _MOST_WRONG:
            self.set_status(429)
            self._ask("Too many wrong passwords at once; try again in a moment.")
            return
        self.wrong[0] += 1
        try:
            await asyncio.sleep(_PAUSE)
        finally:
            self.wrong[0] -= 1
        self.set_status(403)
        self._ask("That is not the password.")

    def _ask(self, words):
        self.set_header("Cache-Control", "no-store")
        self.finish(_FORM.replace("{words}", words))
