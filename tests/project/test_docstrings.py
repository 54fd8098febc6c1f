"""What the docstrings of the public names document is what their signatures take.

Public are the names of the engine's packages, and in the dashboard, of which nobody imports, those of its modules.
"""

import importlib
import inspect
import pkgutil
import re

import param
import pytest

from glasscope import dashboard, engine

PACKAGES = [engine] + [
    importlib.import_module(module.name)
    for module in pkgutil.iter_modules(engine.__path__, "glasscope.engine.")
    if module.ispkg
]
MODULES = [
    importlib.import_module(module.name) for module in pkgutil.walk_packages(dashboard.__path__, "glasscope.dashboard.")
]


def named():
    """Whatever has a public name: in a package of the engine, or where it is defined in the dashboard."""
    for package in PACKAGES:
        yield from (getattr(package, name) for name in package.__all__)
    for module in MODULES:
        for name, thing in vars(module).items():
            if not name.startswith("_") and getattr(thing, "__module__", None) == module.__name__:
                yield thing


def public_objects():
    """(name, function or class) for every public one, the methods of classes included."""
    found = {}
    for thing in named():
        thing = getattr(thing, "py_func", thing)  # a compiled kernel: the function it was made from
        if inspect.isfunction(thing):
            found[f"{thing.__module__}.{thing.__qualname__}"] = thing
        elif inspect.isclass(thing) and thing.__module__.startswith("glasscope."):
            found[f"{thing.__module__}.{thing.__qualname__}"] = thing
            for method, function in methods(thing):
                found[f"{thing.__module__}.{thing.__qualname__}.{method}"] = function
    return found


def methods(cls):
    """Public methods that a class defines itself; properties and generated ones are left out."""
    for name, value in vars(cls).items():
        function = value.__func__ if isinstance(value, (classmethod, staticmethod)) else value
        if not name.startswith("_") and inspect.isfunction(function) and function.__module__ == cls.__module__:
            yield name, function


PUBLIC = public_objects()


def documented(docstring, *sections):
    """Names in these sections of a numpydoc docstring."""
    lines = inspect.cleandoc(docstring or "").splitlines()
    names, inside = [], False
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if re.fullmatch(r"-{3,}", following) and line.strip():
            inside = line.strip() in sections
        elif inside and line and not line.startswith((" ", "---")):
            names += [name.strip().lstrip("*") for name in line.split(" : ")[0].split(",")]
    return names


def taken_parameters(thing):
    """Names that a function or a class takes; declared parameters, exceptions and protocols speak for themselves."""
    if inspect.isclass(thing):
        maker = next(cls for cls in thing.__mro__ if {"__init__", "__new__"} & set(vars(cls)))
        inherited = maker is not thing and maker.__module__.startswith("glasscope.")  # documented there
        if inherited or getattr(thing, "_is_protocol", False):
            return []
    if inspect.isclass(thing) and issubclass(thing, (param.Parameterized, Exception)) and "__init__" not in vars(thing):
        return []
    names = inspect.signature(thing).parameters
    return [name for name in names if name not in ("self", "cls") and not name.startswith("_")]


def test_every_package_says_what_is_public():
    assert len(PACKAGES) >= 6
    assert len(MODULES) >= 60
    for package in PACKAGES:
        assert package.__all__, package.__name__
        for name in package.__all__:
            assert hasattr(package, name), f"{package.__name__}.__all__ names {name}, which is not there"


def test_the_names_that_notebooks_rely_on_are_public():
    promised = {"MODELS", "INDICATORS", "Glass", "Load", "prepare", "shear", "library"}
    assert promised <= set(engine.__all__)


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_documented_parameters_are_the_signature(name):
    thing = PUBLIC[name]
    docstring = thing.__doc__
    assert docstring, "no docstring"
    assert docstring.strip().splitlines()[0].strip(), "no first line"
    parameters = documented(docstring, "Parameters", "Other Parameters")
    if inspect.isclass(thing) and not parameters:  # a record or an exception: what it is given is what it carries
        assert set(taken_parameters(thing)) <= {*documented(docstring, "Attributes"), "message"}
    else:
        assert parameters == taken_parameters(thing)


def test_the_parser_reads_what_numpydoc_writes():
    docstring = """One line.

    Parameters
    ----------
    x, y : float
        Two of them, with
        text below.
    n_particles : int, optional
        Another.
    **others
        The rest.

    Returns
    -------
    z : float
    """
    assert documented(docstring, "Parameters") == ["x", "y", "n_particles", "others"]
    assert documented(docstring, "Returns") == ["z"]
    assert documented("One line.", "Parameters") == []
