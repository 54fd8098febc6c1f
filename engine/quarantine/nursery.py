"""The child's side: a small process that holds numpy and the formats' libraries, and forks a reader for each file.

A reader starts within milliseconds, is bounded by the kernel, and its end takes along whatever a file has done to it.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
from typing import NoReturn

from ..errors import GlassFileError
from .bounds import Bounds
from .parcels import Parcel, packed
from .readers import read, reader_of

MESSAGE = 4096
"""Bytes of what is said about a reader, at most."""

WALL = 4
"""A reader may take so many times its computing time in all: others want the processor too."""


def serve(control: socket.socket) -> None:
    """Fork a reader for every file that is announced, one after the other, until nobody is at the other end.

    Parameters
    ----------
    control : socket
        Takes {"kind", "seconds", "memory"} in JSON together with the socket on which the file comes; gives
        {"code", "memory"} when its reader has ended: the exit code, and the most memory that it took, in bytes.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warm: set[str] = set()
    while True:
        message, handles, _, _ = socket.recv_fds(control, MESSAGE, 1)
        if not message:
            return
        with socket.socket(fileno=handles[0]) as line:
            asked = json.loads(message)
            if asked["kind"] not in warm:
                reader_of(asked["kind"]).warm()
                warm.add(asked["kind"])
            child = os.fork()
            if child == 0:
                control.close()
                _read_one(line, asked)
        _, status, used = os.wait4(child, 0)
        code = os.waitstatus_to_exitcode(status)
        control.sendall(json.dumps({"code": code, "memory": used.ru_maxrss * 1024}).encode())


def _read_one(line: socket.socket, asked: dict) -> NoReturn:
    """The reader's whole life."""
    _confine(asked["seconds"], asked["memory"])
    code = 1
    try:
        content = _received(line)
        start = content.index(b"\n") + 1
        request = json.loads(content[:start])
        bounds = Bounds(**request["bounds"])
        try:
            parcel = read(asked["kind"], content[start:], request["name"], bounds, **request["options"])
        except GlassFileError as error:
            parcel = Parcel({"refused": str(error)})
        for piece in packed(parcel):
            line.sendall(piece)
        code = 0
    finally:
        os._exit(code)


def _confine(seconds, memory):
    """What the kernel holds a reader to, whatever a library does: time, memory, no file and no process more."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, WALL * seconds)
    bounds = {
        resource.RLIMIT_CPU: seconds, resource.RLIMIT_AS: _taken() + memory, resource.RLIMIT_NOFILE: 0,
        resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0, resource.RLIMIT_NPROC: 0,
    }  # fmt: skip
    for kind, bound in bounds.items():
        _, most = resource.getrlimit(kind)
        bound = bound if most == resource.RLIM_INFINITY else min(bound, most)
        resource.setrlimit(kind, (bound, bound))


def _taken():
    """Bytes of address space that this process has already, most of it shared code."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:  # no Linux
        return 2**30


def _received(line):
    content = bytearray()
    while piece := line.recv(2**20):
        content += piece
    return bytes(content)
