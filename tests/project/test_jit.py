"""How kernels are compiled."""

import numpy as np
import pytest

from glasscope.engine._jit import njit


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
