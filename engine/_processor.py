"""For which processor kernels are compiled: for a level that most machines have, not for each machine's own.

Kernels that were compiled on one machine then serve on another, so that a wheel can carry them, and the same code runs
on both.
"""

import os
import platform
import sys

from llvmlite.binding import get_host_cpu_features

LEVEL = "x86-64-v3"
"""AVX2 and fused multiply-adds: Intel since 2013, AMD since 2015."""

FEATURES = (
    *("avx", "avx2", "bmi", "bmi2", "cmov", "crc32", "cx16", "cx8", "f16c", "fma", "fxsr", "lzcnt", "mmx", "movbe"),
    *("popcnt", "sahf", "sse", "sse2", "sse3", "sse4.1", "sse4.2", "ssse3", "xsave"),
)


def choose_processor() -> bool:
    """Have numba compile for `LEVEL`, where this machine has it and nobody has chosen anything else.

    Returns
    -------
    bool
        Whether it will. Where some function was decorated by numba before, it goes on as it began, and kernels are
        compiled for this machine alone.
    """
    if "NUMBA_CPU_NAME" in os.environ or platform.machine() not in ("x86_64", "AMD64") or _has_begun():
        return False
    here = get_host_cpu_features()
    if not all(here.get(feature) for feature in FEATURES):
        return False
    os.environ["NUMBA_CPU_NAME"] = LEVEL
    os.environ["NUMBA_CPU_FEATURES"] = ",".join(f"+{feature}" for feature in FEATURES)
    if "numba.core.config" in sys.modules:
        sys.modules["numba.core.config"].reload_config()
    return True


def _has_begun():
    """Whether numba compiles already, for a processor that stays."""
    registry = sys.modules.get("numba.core.registry")
    return registry is not None and "_toplevel_target_context" in vars(registry.cpu_target)


choose_processor()
