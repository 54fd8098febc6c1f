"""Files that are almost what they should be: seeded changes to good ones of every format that is read.

Whatever is changed, the same seed and number give the same file.
"""

import io
import json
import re
import zipfile
from functools import cache
from pathlib import Path

import numpy as np
from making import small_glass

import glasscope.assets

ASSETS = Path(glasscope.assets.__file__).parent
NUMBERS = (
    *("0", "-1", "1e300", "-1e300", "1e-310", "nan", "inf", "-inf", "1e999", "0x10", "1j", "²", "--1", "1_0", "1e", ""),
    *("999999999", "99999999999999999999999", "2147483648", "-9223372036854775809", "True", "null", "[]", "1" * 5000),
)
WORDS = (
    *("*a", "&a", "!!python/object:os.system", "\x00", "\ufeff", "'", '"', "{", "[" * 500, "%"),
    *("_JSON", "\\u0000", "é"),
)
KINDS = ("npz", "xyz", "data", "nc", "yaml", "json")


@cache
def good(kind):
    """The contents of some good files of a kind."""
    if kind == "nc":
        files = [Path(__file__).parent / "quarantine" / "results.nc", ASSETS / "ensembles" / "poly-0.3-saddles.nc"]
        return [file.read_bytes() for file in files]
    if kind == "yaml":
        return [file.read_bytes() for file in sorted((ASSETS / "examples").glob("*.yaml"))]
    if kind == "json":
        return [file.read_bytes() for file in sorted((ASSETS / "learned").glob("softness-*.json"))][::4]
    from glasscope.engine.formats.files import _WRITERS, SUFFIXES

    return [_WRITERS[SUFFIXES[f".{kind}"]](small_glass(key, 144)) for key in ("lj", "poly")]


def changed(kind, number, seed=0):
    """One changed file: its content, and what was done to it."""
    rng = np.random.default_rng([seed, KINDS.index(kind), number])
    files = good(kind)
    content = files[rng.integers(len(files))]
    changes = CHANGES[kind]
    done = []
    for _ in range(int(rng.choice([1, 1, 1, 2, 3, 8]))):
        change = changes[rng.integers(len(changes))]
        content = change(content, rng)
        done.append(change.__name__.strip("_"))
    return content, ", ".join(done)


# bytes -----------------------------------------------------------------------------------------------------------


def _bytes(content, rng):
    """Some bytes are others."""
    changed = bytearray(content)
    for place in rng.integers(max(1, len(changed)), size=int(rng.choice([1, 1, 1, 4, 40]))):
        if changed:
            changed[place] = rng.integers(256)
    return bytes(changed)


def _bit(content, rng):
    changed = bytearray(content)
    if changed:
        changed[rng.integers(len(changed))] ^= 1 << int(rng.integers(8))
    return bytes(changed)


def _cut(content, rng):
    return content[: rng.integers(len(content) + 1)]


def _without(content, rng):
    start = rng.integers(len(content) + 1)
    return content[:start] + content[start + rng.integers(1, 2000) :]


def _twice(content, rng):
    start = rng.integers(len(content) + 1)
    return content[: start + rng.integers(1, 2000)] + content[start:]


def _zeros(content, rng):
    start, n = rng.integers(len(content) + 1), rng.integers(1, 500)
    return content[:start] + bytes([int(rng.choice([0, 255]))]) * int(n) + content[start + n :]


def _large_numbers(content, rng):
    """Eight bytes that a format may take for a size or a place."""
    start = int(rng.integers(len(content) + 1))
    value = int(rng.choice([0, 1, 2**31 - 1, 2**31, 2**32 - 1, 2**40, 2**62, 2**63 - 1]))
    return content[:start] + value.to_bytes(8, "little") + content[start + 8 :]


# texts -----------------------------------------------------------------------------------------------------------


def _number(content, rng):
    """A number is another one."""
    places = list(re.finditer(rb"-?\d+(\.\d+)?([eE][-+]?\d+)?", content[:200_000]))
    if not places:
        return content
    found = places[rng.integers(len(places))] if rng.random() < 0.5 else places[rng.integers(min(30, len(places)))]
    return content[: found.start()] + NUMBERS[rng.integers(len(NUMBERS))].encode() + content[found.end() :]


def _word(content, rng):
    """A word is put somewhere, most often near the beginning."""
    start = int(rng.integers(min(400, len(content)) + 1) if rng.random() < 0.7 else rng.integers(len(content) + 1))
    return content[:start] + WORDS[rng.integers(len(WORDS))].encode() + content[start:]


def _line(content, rng):
    """A line is moved, doubled, or gone."""
    lines = content.split(b"\n")
    k, other = rng.integers(len(lines), size=2)
    how = rng.integers(3)
    taken = lines.pop(k)
    if how < 2:
        lines.insert(other, taken)
    if how == 1:
        lines.insert(k, taken)
    return b"\n".join(lines)


def _many_lines(content, rng):
    lines = content.split(b"\n")
    k = rng.integers(len(lines))
    return b"\n".join([*lines[:k], *([lines[k]] * int(rng.choice([10, 1000, 20_000]))), *lines[k:]])


def _columns(content, rng):
    """Columns of an extended XYZ file are declared that it has not."""
    more = [b":x:R:999999999", b":x:R:-1", b":x:Q:1", b":pos:R:3", b":radius:R:2", b":species:S:1", b":x:L:1"]
    return content.replace(b":pos:R:3", b":pos:R:3" + more[rng.integers(len(more))], 1)


# members of an npz file ------------------------------------------------------------------------------------------


def _member(content, rng):
    """What is inside is changed, and packed again: no checksum tells."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError):
        return _bytes(content, rng)
    except Exception as error:  # zlib's own
        if type(error).__module__ != "zlib":
            raise
        return _bytes(content, rng)
    if not members:
        return content
    name = list(members)[rng.integers(len(members))]
    inside = (_bytes, _bit, _cut, _without, _twice, _zeros, _large_numbers, _number, _header, _values, _nothing)
    members[name] = inside[rng.integers(len(inside))](members[name], rng)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, inner in members.items():
            if inner is not None:
                archive.writestr(member, inner)
    return packed.getvalue()


def _nothing(content, rng):
    return None


def _header(content, rng):
    """An array that says other things of itself."""
    kinds = ("<f8", "<f4", ">f8", "<i8", "|O", "<U9", "<c16", "|b1", "<f2", "<M8[s]", "|V8", "<U99999999")
    shapes = ((144, 2), (2, 144), (144,), (), (0,), (0, 2), (10**23, 2), (2**27, 2), (-1, 2), (2, 2), (1, 144, 2))
    said = {"descr": kinds[rng.integers(len(kinds))], "fortran_order": bool(rng.integers(2)),
            "shape": shapes[rng.integers(len(shapes))]}  # fmt: skip
    head = io.BytesIO()
    np.lib.format.write_array_header_1_0(head, said)
    return head.getvalue() + content[128:]


def _values(content, rng):
    """Numbers of an array that no glass has."""
    try:
        array = np.lib.format.read_array(io.BytesIO(content)).copy()
    except (ValueError, EOFError, OSError):
        return content
    if array.dtype.kind not in "fi" or not array.size:
        return content
    flat = array.reshape(-1)
    value = [0, -1, 1, 1e300, 1e-310, np.nan, np.inf, 1e9, 0.5][rng.integers(9)]
    where = slice(None) if rng.random() < 0.3 else rng.integers(flat.size, size=int(rng.choice([1, 5, 100])))
    with np.errstate(all="ignore"):
        flat[where] = np.array(value).astype(array.dtype)
    out = io.BytesIO()
    np.lib.format.write_array(out, array)
    return out.getvalue()


# values of JSON --------------------------------------------------------------------------------------------------


def _value(content, rng):
    """A value of a JSON file is of another kind."""
    try:
        held = json.loads(content)
    except (ValueError, RecursionError):
        return content
    part = held
    while isinstance(part, (dict, list)) and part:
        keys = list(part) if isinstance(part, dict) else range(len(part))
        key = keys[rng.integers(len(keys))]
        if not isinstance(part[key], (dict, list)) or not part[key] or rng.random() < 0.3:
            others = [None, 0, -1, 1e308, "", "lj", [], {}, True, float("nan"), [[[[1]]]], {"a": {}}]
            part[key] = others[rng.integers(len(others))]
            break
        part = part[key]
    return json.dumps(held).encode()


RAW = (_bytes, _bit, _cut, _without, _twice, _zeros)
TEXT = (*RAW, _number, _number, _number, _word, _line, _many_lines)
CHANGES = {
    "npz": (*RAW, _large_numbers, *[_member] * 8),
    "xyz": (*TEXT, _columns),
    "data": TEXT,
    "nc": (*RAW, _large_numbers, _large_numbers),
    "yaml": TEXT,
    "json": (*TEXT, _value, _value, _value),
}
