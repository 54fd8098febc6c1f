"""Addresses of the page: what this machine is called, what may be asked for, and whether a port is free."""

import errno
import fcntl
import re
import socket
import struct
from contextlib import suppress
from urllib.parse import urlsplit

from tornado.netutil import bind_sockets

from ..physics import GlassError

HERE = ("localhost", "127.0.0.1")
"""Names by which only this machine knows itself."""

EVERYWHERE = ("", "0.0.0.0", "::")
"""Addresses to listen on that stand for all of a machine's."""

_HOST = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?(:[1-9][0-9]{0,4})?")
_USUAL = {"http": 80, "https": 443}
_ADDRESS_OF_INTERFACE = 0x8915  # SIOCGIFADDR of Linux
_NOBODY = ("192.0.2.1", 9)  # RFC 5737: an address for documents, to which nothing is sent here


def host_of(origin: str) -> str:
    """What a browser's Origin and Host say for an address, in small letters: a port only where it is not the usual one.

    Parameters
    ----------
    origin : str
        As the user gave it: HOST, HOST:PORT, http://HOST:PORT or https://HOST.

    Raises
    ------
    GlassError
        It is none, or stands for more than one.
    """
    text = origin.strip().lower()
    if "*" in text:
        raise GlassError(
            f"--origin {origin} would let every site that a visitor looks at use the page; "
            "name the address that visitors type, such as glass.example.org"
        )
    parts = urlsplit(text if "://" in text else f"//{text}")
    host = parts.netloc
    if parts.scheme in _USUAL:
        host = host.removesuffix(f":{_USUAL[parts.scheme]}")
    if parts.scheme not in ("", *_USUAL) or parts.path not in ("", "/") or not _HOST.fullmatch(host):
        raise GlassError(f"--origin {origin}: expected HOST, HOST:PORT or https://HOST, without a path")
    return host


def hosts_of(address: str, port: int) -> tuple[str, ...]:
    """What visitors may type where nothing else is said: never more than the names of this machine.

    Parameters
    ----------
    address : str
        That the page listens on.
    port : int
        As well.
    """
    named = [address.lower()]
    if address in EVERYWHERE:
        name = socket.gethostname().lower()
        named = [*_own_addresses(), name, f"{name.partition('.')[0]}.local"]
    found = dict.fromkeys(f"{name}:{port}" for name in (*HERE, *named))
    return tuple(host for host in found if _HOST.fullmatch(host))


def for_the_board(address: str, port: int, prefix: str) -> list[str]:
    """Addresses to tell others, the likeliest first; none where the page listens on this machine alone.

    Parameters
    ----------
    address, port
        That the page listens on.
    prefix : str
        Path below which it lies, such as "/glass".
    """
    if address in HERE:
        return []
    others = [host for host in hosts_of(address, port) if host.rpartition(":")[0] not in HERE]
    return [f"http://{host}{prefix}/" for host in others]


def check_free(address: str, port: int) -> None:
    """See that the page can listen there, before it warms up.

    Parameters
    ----------
    address, port
        To listen on.

    Raises
    ------
    OSError
        It cannot; the message says what to do.
    """
    try:
        for bound in bind_sockets(port, address):
            bound.close()
    except (OSError, UnicodeError) as error:
        raise OSError(_refusal(address, port, error)) from None


def _refusal(address, port, error):
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        return f"port {port} is in use; choose another one with --port"
    if number == errno.EACCES:
        return f"port {port} is not for every user; choose one above 1023 with --port"
    if number == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror | UnicodeError):
        return f"{address!r} is no address of this machine; choose another one with --address"
    return f"cannot listen on {address}:{port}: {error}"


def _own_addresses():
    """IPv4 addresses of this machine that others may know, the one towards the rest of the world first."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        with suppress(OSError):  # no way out of here
            asking.connect(_NOBODY)
            found.append(asking.getsockname()[0])
        for _, name in socket.if_nameindex():
            with suppress(OSError):  # an interface without an address
                answer = fcntl.ioctl(asking.fileno(), _ADDRESS_OF_INTERFACE, struct.pack("256s", name.encode()[:15]))
                found.append(socket.inet_ntoa(answer[20:24]))
    return [address for address in dict.fromkeys(found) if not address.startswith(("127.", "0."))]
