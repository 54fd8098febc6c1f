"""The console script: as it is installed, or in a fork of a process that has read its modules already.

Reading them takes a second, which most commands need for nothing else. A fork has a folder, streams and an exit code of
its own.
"""

import os
import subprocess
import sys
from pathlib import Path

from forks import forked

GLASSCOPE = Path(sys.executable).with_name("glasscope")
PATIENCE = 300.0
"""Seconds after which a command will not end, however busy the machine."""


def run_installed(*words, cwd):
    """Run the installed script, as from a shell."""
    command = [str(word) for word in (GLASSCOPE, *words)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=PATIENCE)


def run(*words, cwd):
    """Run what the script runs, in a process of its own; returns what `subprocess.run` would."""
    words = [str(word) for word in words]
    streams = [os.memfd_create(name) for name in ("stdout", "stderr")]
    try:
        said_to = [f"/proc/{os.getpid()}/fd/{each}" for each in streams]
        process = forked(_work, words, streams=said_to, folder=str(cwd))
        process.join(PATIENCE)
        assert process.exitcode is not None, f"glasscope {' '.join(words)} did not end"
        said = [os.pread(each, os.fstat(each).st_size, 0).decode() for each in streams]
    finally:
        for each in streams:
            os.close(each)
    return subprocess.CompletedProcess(["glasscope", *words], process.exitcode, *said)


def _work(words):
    from glasscope.dashboard.console.main import main

    sys.exit(main(words))
