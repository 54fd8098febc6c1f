"""What the measuring scripts of this folder keep: shipped glasses by key, and JSON files with a glass a line."""

import json
import os
from functools import cache

from glasscope.engine import library


@cache
def shipped(key):
    """A glass of the library; the same object every time."""
    return next(entry for entry in library() if entry.key == key).load()


def write_lines(file, measured):
    """Write a mapping as JSON, a key a line, whole or not at all: a measurement that was stopped goes on there."""
    lines = (f' "{key}": {json.dumps(measured[key], separators=(",", ":"))}' for key in sorted(measured))
    part = file.with_suffix(".json.part")
    part.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    os.replace(part, file)
