"""Where compiled kernels are kept: beside their source, or for one user, and read where nothing can be written.

numba alone ends the program where it can write neither beside the source nor below a home, although the kernels may
have been compiled when the package was installed, as in the image of a container.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from numba.core import caching


class _Compiled(caching.InTreeCacheLocator):
    """Beside the source, which cannot be written, but where the kernel was compiled before."""

    @classmethod
    def from_function(cls, py_func: Callable[..., Any], py_file: str) -> _Compiled | None:
        found = cls(py_func, py_file)
        names = f"{Path(py_file).stem}.{py_func.__qualname__}-{found.get_disambiguator()}.*.nbi"
        names = names.replace("<", "").replace(">", "")  # as numba names the file of a function in a function
        return found if any(Path(found.get_cache_path()).glob(names)) else None


class _OfTheUser(caching.UserWideCacheLocator):
    """Below the home of a user who has one: without, numba would make a folder called ~ wherever it is started."""

    @classmethod
    def from_function(cls, py_func: Callable[..., Any], py_file: str) -> Any:  # Any: numba's own has no types
        found = cls(py_func, py_file)
        return super().from_function(py_func, py_file) if os.path.isabs(found.get_cache_path()) else None


class _Nowhere(caching.InTreeCacheLocator):
    """Nothing can be written: each process compiles for itself."""

    @classmethod
    def from_function(cls, py_func: Callable[..., Any], py_file: str) -> _Nowhere:
        return cls(py_func, py_file)


class _Places(caching.CompileResultCacheImpl):
    _locator_classes = [  # noqa: RUF012 - numba's own is a list
        caching.UserProvidedCacheLocator,  # NUMBA_CACHE_DIR
        caching.InTreeCacheLocator,
        _Compiled,
        _OfTheUser,
        _Nowhere,
    ]


class KeptKernels(caching.FunctionCache):
    """The compiled forms of one kernel on disk.

    Parameters
    ----------
    py_func : function
        What is compiled.
    """

    _impl_class = _Places
    _compiling = False

    @property
    def there(self) -> bool:
        """Whether a compiled form was kept before, be it of another state of the source."""
        return Path(self._cache_file._index_path).exists()

    @property
    def anywhere(self) -> bool:
        """Whether what is compiled can be kept."""
        return not isinstance(self._impl.locator, _Nowhere)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only process that compiles this kernel: who waited finds it kept.

        No circle of waiting comes about, as no kernel is called by one that it calls. Where nothing can be written
        nobody waits.
        """
        if self._compiling:  # a kernel that calls itself
            yield
            return
        with ExitStack() as stack:
            with suppress(OSError):
                os.makedirs(self.cache_path, exist_ok=True)
                lock = stack.enter_context(open(f"{self._cache_file._index_path}.lock", "a"))
                fcntl.flock(lock, fcntl.LOCK_EX)
            self._compiling = True
            try:
                yield
            finally:
                self._compiling = False

    def load_overload(self, sig: Any, target_context: Any) -> Any:  # Any: numba's own
        """A compiled form that was kept, None where there is none that can be read.

        Parameters
        ----------
        sig, target_context
            As numba hands them over.
        """
        with suppress(OSError):  # of another user, who lets nobody read it
            return super().load_overload(sig, target_context)

    def save_overload(self, sig: Any, data: Any) -> None:  # Any: numba's own
        """Keep a compiled form, where that can be.

        Parameters
        ----------
        sig, data
            As numba hands them over.
        """
        with suppress(OSError):  # nothing can be written, or the disk is full: the next process compiles it again
            super().save_overload(sig, data)
