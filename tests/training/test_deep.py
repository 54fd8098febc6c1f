"""Training without PyTorch says how to get it."""

import sys

import pytest

from glasscope.engine import GlassError
from glasscope.engine.training import train_network


def test_a_missing_library_is_named_with_a_way_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(GlassError, match=r"needs PyTorch, applying one does not: install glasscope\[deep\]"):
        train_network(None)
