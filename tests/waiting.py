"""Waiting for what happens in another thread."""

import time

PATIENCE = 120.0
"""Seconds after which it will not happen, however busy the machine; a test that passes waits less."""


def wait_for(condition, seconds=PATIENCE):
    """Until a condition holds; it fails where it does not come to hold in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.005)
