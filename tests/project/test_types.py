"""Public names say their types, and where one says `Any` a comment beside it says why. `make lint` checks the types."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = [file for room in ("engine", "dashboard") for file in sorted((ROOT / room).rglob("*.py"))]
REASON = re.compile(r"# Any: \w")


def public(body, owner=""):
    """(name, node) of the public functions and fields in a body and in its public classes."""
    overloaded = {node.name for node in body if is_overload(node)}
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            spoken_for = node.name in overloaded and not is_overload(node)  # the overloads have the types
            if not spoken_for and (not node.name.startswith("_") or node.name in ("__init__", "__call__")):
                yield owner + node.name, node
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public(node.body, f"{owner}{node.name}.")
        elif owner and isinstance(node, ast.AnnAssign) and not ast.unparse(node.target).startswith("_"):
            yield owner + ast.unparse(node.target), node


def is_overload(node):
    marks = getattr(node, "decorator_list", ())
    return any(ast.unparse(mark).endswith("overload") for mark in marks)


def arguments(node):
    given = node.args
    every = [*given.posonlyargs, *given.args, given.vararg, *given.kwonlyargs, given.kwarg]
    return [each for each in every if each is not None and each.arg not in ("self", "cls")]


def without_types(text):
    """What is not annotated, as "function: name"; `__init__` need not say that it returns nothing."""
    for name, node in public(ast.parse(text).body):
        if isinstance(node, ast.AnnAssign):
            continue
        yield from (f"{name}: {each.arg}" for each in arguments(node) if each.annotation is None)
        if node.returns is None and node.name != "__init__":
            yield f"{name}: what it returns"


def unexplained(text):
    """Where `Any` stands in a signature, or in a field of a class, on a line without its reason."""
    lines = text.splitlines()
    for name, node in public(ast.parse(text).body):
        if isinstance(node, ast.AnnAssign):
            annotations = [node.annotation]
        else:
            annotations = [*(each.annotation for each in arguments(node)), node.returns]
        for annotation in filter(None, annotations):
            beside = " ".join(lines[annotation.lineno - 1 : annotation.end_lineno])
            if re.search(r"\bAny\b", ast.unparse(annotation)) and not REASON.search(beside):
                yield f"{name}, line {annotation.lineno}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_public_names_say_their_types(file):
    text = file.read_text()
    assert not list(without_types(text))
    assert not list(unexplained(text))


def test_the_scan_sees_what_it_should():
    text = """
def whole(a: int, *rest: str) -> "list[Any]":  # Any: what a file holds
    def inner(b): ...
def part(a, b: Any, *c, d: int = 1,
         **e): ...
class Thing:
    field: Any
    kept: int
    def __init__(self, a: dict[str, Any]): ...
    def _hidden(self, a): ...
    @overload
    def of(self, a: int) -> int: ...
    def of(self, a): ...
class _Hidden:
    def method(self, a): ...
"""
    assert list(without_types(text)) == ["part: a", "part: c", "part: e", "part: what it returns"]
    assert list(unexplained(text)) == ["part, line 4", "Thing.field, line 7", "Thing.__init__, line 9"]
