"""The parent's side: files are handed to a nursery, and what comes back is looked at before it is believed."""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..errors import GlassFileError
from .bounds import OWN, Bounds
from .nursery import MESSAGE, WALL
from .parcels import Parcel, unpacked

AT_ONCE = 2
"""So many files are read at the same time; the others wait."""

_PATIENCE = 60.0  # seconds for a nursery to start and to load a library
_WORDS = 64 * 2**20  # bytes of an answer besides its numbers

_BOOT = """
import socket, sys, types
engine = types.ModuleType("engine")  # a bare one: the real one loads everything
engine.__path__ = [sys.argv[1]]
sys.modules["engine"] = engine
from engine.quarantine.nursery import serve
serve(socket.socket(fileno=int(sys.argv[2])))
"""

_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "OMP_NUM_THREADS": "1",  # a fork takes one thread along
    "HDF5_PLUGIN_PRELOAD": "::", "HDF5_USE_FILE_LOCKING": "FALSE", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1",
}  # fmt: skip
_KEPT = ("PATH", "LD_LIBRARY_PATH", "TMPDIR", "HOME", "PYTHONPYCACHEPREFIX")


def read_apart(
    kind: str, content: bytes, name: str, bounds: Bounds = OWN, **options: Any  # Any: those of a reader
) -> Parcel:  # fmt: skip
    """What a file says, read in a process of its own that can do nothing else.

    Parameters
    ----------
    kind : str
        Its format, see `readers`.
    content : bytes
        What is in it.
    name : str
        Its name, for messages.
    bounds : Bounds
        What it may cost.
    **options
        Of the reader.

    Returns
    -------
    Parcel
        Cost: some 5 ms more than reading it here; half a second at the first time.

    Raises
    ------
    GlassFileError
        It cannot be read, or not within its bounds; the message says why.
    """
    if len(content) > bounds.content:
        raise GlassFileError(f"{name} is larger than {bounds.content // 2**20} MB, the most that is read")
    with _NURSERIES.turn, _NURSERIES.borrowed() as nursery:
        answer, code = nursery.read(kind, content, name, bounds, options)
    if code != 0:
        raise GlassFileError(f"{name} cannot be read: {_fate(code, bounds.time_for(len(content)))}")
    parcel = unpacked(answer)
    if refused := parcel.words.get("refused"):
        raise GlassFileError(str(refused))
    return parcel


def _fate(code, seconds):
    if code in (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGALRM):
        return f"its reader was stopped after {seconds} s, as it came to no end; the file is damaged"
    return "its reader broke down; the file is damaged"


def close() -> None:
    """End the processes that wait for files; the next file starts another one."""
    _NURSERIES.close()


def most_memory() -> int:
    """Bytes that the last reader of a process that waits took at most, the largest of all such processes."""
    return max((nursery.memory for nursery in _NURSERIES.waiting), default=0)


class _Nursery:
    """One process that forks readers."""

    def __init__(self) -> None:
        self.memory = 0
        self._control, theirs = socket.socketpair()
        environment = _ENVIRONMENT | {name: os.environ[name] for name in _KEPT if name in os.environ}
        command = [sys.executable, "-I", "-c", _BOOT, str(Path(__file__).parents[1]), str(theirs.fileno())]
        with theirs:
            self._process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], env=environment, cwd="/", start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip

    def read(self, kind: str, content: bytes, name: str, bounds: Bounds, options: dict) -> tuple[bytearray, int]:
        """What a reader answered, and how it ended."""
        seconds = bounds.time_for(len(content))
        asked = {"kind": kind, "seconds": seconds, "memory": bounds.memory}
        told = {"name": name, "bounds": asdict(bounds), "options": options}
        until = time.monotonic() + WALL * seconds + _PATIENCE
        mine, theirs = socket.socketpair()
        with mine:
            with theirs:
                socket.send_fds(self._control, [json.dumps(asked).encode()], [theirs.fileno()])
            mine.settimeout(WALL * seconds + _PATIENCE)
            with suppress(BrokenPipeError, ConnectionResetError):  # it has ended: its code says why
                mine.sendall(json.dumps(told).encode() + b"\n")
                mine.sendall(content)
                mine.shutdown(socket.SHUT_WR)
            answer = _all_of(mine, 2 * bounds.unpacked + _WORDS, until)
        self._control.settimeout(_PATIENCE)
        ended = json.loads(self._control.recv(MESSAGE))
        self.memory = int(ended["memory"])
        return answer, int(ended["code"])

    @property
    def alive(self) -> bool:
        """Whether it still waits for files."""
        return self._process.poll() is None

    def end(self) -> None:
        """Take it and all that it has forked out of the world."""
        self._control.close()
        with suppress(OSError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def _all_of(line, most, until):
    answer = bytearray()
    while True:
        line.settimeout(max(0.001, until - time.monotonic()))
        try:
            piece = line.recv(2**20)
        except ConnectionResetError:
            piece = b""
        if not piece:
            return answer
        answer += piece
        if len(answer) > most:
            raise OSError("it answers without end")


class _Nurseries:
    """Those that there are; each is lent to one file at a time."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin with none: those of another process are not ours."""
        self.turn, self._lock = threading.Semaphore(AT_ONCE), threading.Lock()
        self._idle: list[_Nursery] = []

    @contextmanager
    def borrowed(self) -> Iterator[_Nursery]:
        """One that nobody else has; it comes back if all went well, and is ended otherwise."""
        with self._lock:
            nursery = self._idle.pop() if self._idle else None
        try:
            if nursery is None or not nursery.alive:
                nursery = _Nursery()
            yield nursery
        except (OSError, ValueError, KeyError) as error:
            if isinstance(error, GlassFileError):
                raise
            if nursery is not None:
                nursery.end()
            raise GlassFileError(f"the process that reads files from outside does not answer ({error})") from error
        except BaseException:
            if nursery is not None:
                nursery.end()
            raise
        with self._lock:
            self._idle.append(nursery)

    @property
    def waiting(self) -> list[_Nursery]:
        """Those that are lent to nobody."""
        with self._lock:
            return list(self._idle)

    def close(self) -> None:
        """End those that wait."""
        with self._lock:
            idle, self._idle = self._idle, []
        for nursery in idle:
            nursery.end()


_NURSERIES = _Nurseries()
atexit.register(_NURSERIES.close)
os.register_at_fork(after_in_child=_NURSERIES.forget)
