"""With whom a page is shared, as one decides when it is started."""

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from ..physics import GlassError
from ..wire.received import LARGEST_MESSAGE
from .addresses import host_of, hosts_of
from .headers import SecurityHeaders
from .login import PasswordLogin, password_in

SECRET = "BOKEH_SECRET_KEY"
"""Variable of the shell with what signs sessions and cookies: for several processes that share their visitors."""

_PREFIX = re.compile(r"(/[A-Za-z0-9_.~-]+)*")
_SITE = re.compile(r"https?://[a-z0-9]([a-z0-9._-]*[a-z0-9])?(:[1-9][0-9]{0,4})?")


@dataclass(frozen=True)
class Sharing:
    """With whom a page is shared, and how; nothing of it: with this machine, or with those who know its addresses.

    Attributes
    ----------
    origins : tuple of str
        Addresses that visitors type, beside those of this machine: HOST, HOST:PORT or https://HOST.
    prefix : str
        Path below which the page lies, such as "/glass".
    embed : tuple of str
        Sites that may show the page in a frame, such as "https://example.org".
    password_file : str or None
        Text file of one line, the password that visitors are asked for.
    oauth_provider : str or None
        Who says who a visitor is, one of Panel's; its key and secret come from the variables PANEL_OAUTH_...
    """

    origins: tuple[str, ...] = ()
    prefix: str = ""
    embed: tuple[str, ...] = ()
    password_file: str | None = None
    oauth_provider: str | None = None

    def path(self) -> str:
        """The prefix with a stroke before it and none behind; empty where there is none.

        Raises
        ------
        GlassError
            It is no path.
        """
        path = "/" + self.prefix.strip("/") if self.prefix.strip("/") else ""
        if not _PREFIX.fullmatch(path):
            raise GlassError(f"--prefix {self.prefix}: expected a path such as /glass")
        return path

    def hosts(self, address: str, port: int) -> tuple[str, ...]:
        """What visitors may type.

        Parameters
        ----------
        address, port
            That the page listens on.

        Raises
        ------
        GlassError
            One of the origins is none.
        """
        return tuple(dict.fromkeys((*hosts_of(address, port), *map(host_of, self.origins))))

    def options(self, address: str, port: int) -> dict[str, Any]:  # Any: as Panel takes them
        """What `panel.serve` is told.

        Parameters
        ----------
        address, port
            To listen on.

        Raises
        ------
        GlassError
            Something of it cannot be; the message names the option.
        """
        secret = os.environ.get(SECRET, "").encode() or secrets.token_bytes(32)
        path = self.path()
        return {
            "address": address,
            "port": port,
            "prefix": path,
            "cookie_path": path or "/",
            "cookie_secret": hmac.new(secret, b"cookies", hashlib.sha256).hexdigest(),
            "secret_key": secret,
            "sign_sessions": True,
            "transforms": [partial(SecurityHeaders, embed=self._sites())],
            "websocket_origin": list(self.hosts(address, port)),
            "websocket_max_message_size": LARGEST_MESSAGE,
            **self._doorkeeper(secret, path),
        }

    def _sites(self):
        for site in self.embed:
            if not _SITE.fullmatch(site.rstrip("/").lower()):
                raise GlassError(f"--embed {site}: expected a site such as https://example.org")
        return tuple(site.rstrip("/").lower() for site in self.embed)

    def _doorkeeper(self, secret, path):
        """Who looks at those who come."""
        if self.password_file is not None and self.oauth_provider is not None:
            raise GlassError("--password-file and --oauth-provider both ask who comes; give one of them")
        if self.password_file is not None:
            secure = bool(self.origins) and all(origin.startswith("https://") for origin in self.origins)
            return {"auth_provider": PasswordLogin(password_in(self.password_file), secret, path or "/", secure)}
        return {} if self.oauth_provider is None else _oauth(self.oauth_provider, os.environ)


def _oauth(provider: str, variables: Mapping[str, str]) -> dict[str, Any]:
    """Panel's own way in; the rest of what it needs it reads from its variables itself."""
    from panel.auth import AUTH_PROVIDERS

    if provider not in AUTH_PROVIDERS:
        raise GlassError(f"--oauth-provider {provider}: expected one of {', '.join(sorted(AUTH_PROVIDERS))}")
    given = {name: variables.get(f"PANEL_OAUTH_{name}", "") for name in ("KEY", "SECRET")}
    if missing := [f"PANEL_OAUTH_{name}" for name, value in given.items() if not value]:
        raise GlassError(f"--oauth-provider {provider} needs {' and '.join(missing)} among the variables of the shell")
    found = {"oauth_provider": provider, "oauth_key": given["KEY"], "oauth_secret": given["SECRET"]}
    if own := variables.get("PANEL_COOKIE_SECRET"):
        found["cookie_secret"] = own
    return found
