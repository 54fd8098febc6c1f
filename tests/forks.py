"""Processes forked from one that has read the modules already, which takes a second or two and much else of a test."""

import multiprocessing
import os
import sys

_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["forks", "glasscope.dashboard.console.commands", "glasscope.dashboard.app"])


def forked(target, *arguments, streams=(), folder=None, daemon=False):
    """Start a function in a process of its own.

    Parameters
    ----------
    target : callable
        Of a module that can be imported.
    *arguments : object
        What it is called with.
    streams : sequence of str
        Files that take the place of its standard output and of its standard error.
    folder : str, optional
        Where it works.
    daemon : bool
        Whether it ends with this process, and not this one after it.

    Returns
    -------
    multiprocessing.Process
        Started.
    """
    process = _FORKING.Process(target=_begin, args=(target, arguments, tuple(map(str, streams)), folder), daemon=daemon)
    process.start()
    return process


def _begin(target, arguments, streams, folder):
    for number, stream in zip((1, 2), streams, strict=True):
        os.dup2(os.open(stream, os.O_WRONLY | os.O_APPEND), number)
    sys.stdout.reconfigure(line_buffering=True)
    if folder is not None:
        os.chdir(folder)
    target(*arguments)
