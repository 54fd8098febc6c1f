"""A kernel that one process compiles the others wait for and load, where numba would let each compile it for itself.

Imported first by every process of a test run that has several workers.
"""

import fcntl
import gc
import hashlib
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

from numba.core.compiler_lock import global_compiler_lock
from numba.core.dispatcher import Dispatcher

FOLDER = Path(tempfile.gettempdir()) / f"glasscope-kernels-{os.getuid()}"
_held = {}
_compile = Dispatcher.compile


@contextmanager
def _alone(kernel):
    """Be the only process that compiles this kernel; those that wait find it in the cache."""
    code = kernel.py_func.__code__
    name = hashlib.sha256(f"{code.co_filename}:{code.co_firstlineno}".encode()).hexdigest()[:20]
    if _held.get(name):  # a kernel that calls itself
        yield
        return
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / name).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _held[name] = True
        outermost = gc.isenabled()
        gc.disable()  # compiling makes millions of objects and hardly a circle: an eighth of its time
        try:
            yield
        finally:
            del _held[name]
            if outermost:
                gc.enable()


def compile_once(kernel, signature):
    """What numba does at a new signature, in turn: no circle of waiting, as no kernel is called by one it calls."""
    with global_compiler_lock, _alone(kernel):  # numba's own lock first, or two threads could wait for each other
        return _compile(kernel, signature)


Dispatcher.compile = compile_once
