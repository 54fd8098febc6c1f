"""How kernels are compiled."""

import ast
import os
import subprocess
import sys

import numpy as np
import pytest
from llvmlite.binding import get_host_cpu_features, get_host_cpu_name

from glasscope.engine._jit import njit
from glasscope.engine._processor import FEATURES, LEVEL


@njit(cache=False)
def assign(target, source):
    target[:] = source


def test_a_kernel_that_assigns_to_a_slice_carries_no_text_formatting():
    """With numba's own refusal of a wrong shape it would: see engine/_jit.py."""
    target = np.zeros(3)
    assign(target, np.arange(3.0))
    assert target.tolist() == [0.0, 1.0, 2.0]
    (code,) = assign.inspect_llvm().values()
    assert "unicode" not in code
    with pytest.raises(ValueError, match="another shape"):
        assign(target, np.zeros(2))


COMPILES = """
import sys
sys.path.insert(0, {folder!r})
from slow_kernel import kernel
print("here", flush=True)
sys.stdin.readline()
kernel(1.0)
print(len(kernel.stats.cache_hits), len(kernel.stats.cache_misses))
"""


def test_processes_that_need_a_kernel_have_one_of_them_compile_it(tmp_path):
    (tmp_path / "slow_kernel.py").write_text(SLOW_KERNEL)
    command = [sys.executable, "-c", COMPILES.format(folder=str(tmp_path))]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    processes = [subprocess.Popen(command, **pipes) for _ in range(3)]
    for process in processes:
        assert process.stdout.readline() == "here\n"
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    said = sorted(process.communicate(timeout=120)[0].split() for process in processes)
    assert said == [["0", "1"], ["1", "0"], ["1", "0"]]


SLOW_KERNEL = """
from glasscope.engine._jit import njit

@njit
def kernel(x):
    for k in range(100):
        x = x * 0.5 + k
    return x
"""


WHICH = """
import sys
{before}
import glasscope.engine
from numba.core.registry import cpu_target
codegen = cpu_target.target_context.codegen()
print(codegen.magic_tuple()[1:])
"""
NATIVE = "import numba; numba.njit(lambda x: x)"


@pytest.mark.parametrize("before", ["", "import numba", "import glasscope.dashboard.app", NATIVE])
def test_kernels_are_compiled_for_a_level_that_most_machines_have(before):
    if not all(get_host_cpu_features().get(feature) for feature in FEATURES):
        pytest.skip(f"this machine has not {LEVEL}")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_CPU")}
    command = [sys.executable, "-c", WHICH.format(before=before)]
    said = subprocess.run(command, env=inherited, capture_output=True, text=True, check=True).stdout
    name, features = ast.literal_eval(said)
    if before == NATIVE:  # numba had begun: it is as its user has it
        assert name == get_host_cpu_name()
    else:
        assert name == LEVEL
        assert features == ",".join(f"+{feature}" for feature in FEATURES)


def test_who_chose_a_processor_has_it():
    chosen = os.environ | {"NUMBA_CPU_NAME": "x86-64", "NUMBA_CPU_FEATURES": "+sse2"}
    command = [sys.executable, "-c", WHICH.format(before="")]
    said = subprocess.run(command, env=chosen, capture_output=True, text=True, check=True).stdout
    assert ast.literal_eval(said) == ("x86-64", "+sse2")
