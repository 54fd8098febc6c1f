"""Waiting for what happens in another thread."""

import time


def wait_for(condition, seconds=30.0):
    """Until a condition holds; it fails where it does not come to hold in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.005)
