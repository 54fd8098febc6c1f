"""An ensemble from a YAML file, checked from end to end before hours of work."""

from __future__ import annotations

import functools
from collections import Counter
from pathlib import Path

import numpy as np

from ..errors import GlassError, shown
from ..indicators import INDICATORS
from ..limits import MOST_EVENTS, MOST_LOADS, MOST_PREPARED, MOST_SAMPLES, check_number
from ..matter.load import KINDS, Load
from ..matter.models import MODELS
from ..prepare.library import library
from ..prepare.making import DENSITIES, _cell
from ..prepare.protocols import PROTOCOLS
from ..scores.binned import BIN_SIZE, PARTS
from .reading import Reader, as_it_is, list_of, number, one_of, spec_in, text, whole
from .spec import Binned, Ensemble, Sample, Wanted

LONGEST = 0.3
"""Strain where runs that are to end after some events give up."""

TEST_SHARE = 0.2
"""Of the samples of a set of labels, where nothing else is asked for."""

_WORDS = 300  # characters of what another library says of a value


def read_spec(path: str | Path) -> Ensemble:
    """The ensemble that a YAML file describes; `lj-gq.yaml` among the examples of the assets explains every name.

    Parameters
    ----------
    path : str or path
        The file. Glasses that it names are looked for beside it.

    Raises
    ------
    GlassError
        No such file, no YAML, unknown names, or values that are not possible; the message says where and what was
        expected.
    """
    return spec_in(path, ensemble)


def ensemble(content: dict, folder: str | Path = ".", name: str = "ensemble") -> Ensemble:
    """The ensemble that a mapping describes, as read from YAML.

    Parameters
    ----------
    content : dict
        Names and values.
    folder : str or path
        Where glasses are looked for.
    name : str
        Its name, where the mapping has none.

    Raises
    ------
    GlassError
        Unknown names, or values that are not possible.
    """
    top = Reader(content)
    strain = functools.partial(number, above=0.0, high=1.0)
    name = top.take("name", text, name)
    made = _preparation(top, Path(folder))
    loads = _loads(top)
    events = top.take("events", functools.partial(whole, most=MOST_EVENTS), None)
    max_strain = top.take("max_strain", strain, None if events is None else LONGEST)
    if max_strain is None:
        raise GlassError("a run ends somewhere: give max_strain, events, or both")
    labels = _labels(top)
    indicators = _indicators(top, len(made["samples"]), needed=labels is None)
    within = functools.partial(number, above=0.0, high=max_strain)
    found = Ensemble(
        name=name,
        **made,
        loads=loads,
        max_strain=max_strain,
        events=events,
        indicators=indicators,
        **_leads(top, indicators, within),
        **_bins(top, indicators),
        spots=top.take("spots", list_of(one_of(wanted.name for wanted in indicators)), ()),
        d2min_strains=tuple(sorted(top.take("d2min_strains", list_of(within), ()))),
        moved=top.take("moved", list_of(one_of(wanted.name for wanted in indicators)), ()),
        reversals=top.take("reversals", functools.partial(whole, least=0, most=MOST_EVENTS), 0),
        labels=labels,
    )
    top.close()
    if labels is not None and not found.d2min_strains:
        raise GlassError("labels are of strains: give them as d2min_strains")
    for wanted in indicators:
        kind = INDICATORS[wanted.key]
        if wanted.name in found.spots and kind.soft != "high":
            raise GlassError(f"spots: {wanted.name} is soft when low; soft spots are maxima")
        if wanted.name in found.moved and not set(kind.requires) <= {"positions", "diameters"}:
            raise GlassError(f"moved: {wanted.name} needs more than positions, and moved ones are no minimum")
    return found


def _preparation(top, folder):
    """The glasses: prepared from seeds, or given."""
    glasses = top.take("glasses", list_of(text, most=MOST_SAMPLES), ())
    if glasses:
        for name in ("model", "n_particles", "protocol", "parameters", "density", "seeds"):
            if name in top.names():
                raise GlassError(f"{name} says how glasses are prepared, but glasses are given; leave one of them out")
        n = top.take("samples", whole, None)
        samples = _given_samples(glasses, folder)
        if n is not None and n > len(samples):
            raise GlassError(f"samples = {n}, but glasses names {len(samples)}")
        return dict.fromkeys(("model", "n_particles", "protocol", "density")) | {
            "parameters": (), "samples": samples[:n],
        }  # fmt: skip
    model = MODELS[top.take("model", one_of(MODELS))]
    protocol = PROTOCOLS[top.take("protocol", one_of(PROTOCOLS))]
    n_particles = top.take("n_particles", functools.partial(whole, least=2, most=MOST_PREPARED))
    settings = Reader(top.take("parameters", as_it_is, {}), "parameters")
    parameters = tuple((name, settings.take(name, number)) for name in sorted(settings.names()))
    protocol.values(model, dict(parameters))  # refuses what is unknown or out of bounds
    low, high = (factor * model.density for factor in DENSITIES)
    density = top.take("density", functools.partial(number, low=low, high=high), None)
    seeds = top.take("seeds", list_of(functools.partial(whole, least=0), most=MOST_SAMPLES), None)
    n_samples = top.take("samples", functools.partial(whole, most=MOST_SAMPLES), None)
    if (seeds is None) == (n_samples is None):
        raise GlassError("give either samples (how many, seeds 1, 2, ...) or seeds (which)")
    seeds = range(1, n_samples + 1) if seeds is None else seeds
    diameters, _ = model.sizes(n_particles, np.random.default_rng(0))
    _cell(model, diameters, density or model.density)  # refuses too few particles
    return {
        "model": model.key, "n_particles": n_particles, "protocol": protocol.key, "parameters": parameters,
        "density": density, "samples": tuple(Sample(k, f"seed-{seed:04d}", seed) for k, seed in enumerate(seeds)),
    }  # fmt: skip


def _given_samples(glasses, folder):
    known, found = {entry.key for entry in library()}, []
    for glass in glasses:
        files = [] if glass in known else _files_of(glass, folder)
        if glass in known:
            found.append((glass, glass))
        elif files:
            found += [(file.stem, str(file.resolve())) for file in files]
        else:
            raise GlassError(f"glasses: {shown(glass)} is neither a file, a pattern of files, nor a key of the library")
    check_number(len(found), MOST_SAMPLES, "samples")
    if twice := [label for label, n in Counter(label for label, _ in found).items() if n > 1]:
        raise GlassError(f"glasses: two are called {twice[0]!r}")
    return tuple(Sample(k, label, glass=glass) for k, (label, glass) in enumerate(found))


def _files_of(pattern, folder):
    """The files that a pattern stands for; none where one of them is no file."""
    try:
        files = [Path(pattern)] if Path(pattern).is_absolute() else sorted(folder.glob(pattern))
        return files if all(file.is_file() for file in files) else []
    except OSError:  # no name of a file
        return []


def _loads(top):
    given = top.take("loads", lambda value, _: value if isinstance(value, list) else [value], [{}])
    loads: list[Load] = []
    for k, mapping in enumerate(given):
        reader = Reader(mapping, f"loads[{k}]")
        kind = reader.take("kind", one_of(KINDS), "simple_shear")
        angles = reader.take("angles", list_of(number), (0.0,))
        signs = reader.take("signs", list_of(one_of((1, -1))), (1,))
        reader.close()
        if kind == "dilation" and angles != (0.0,):
            raise GlassError(f"loads[{k}]: a dilation has no angles")
        check_number(len(loads) + len(angles) * len(signs), MOST_LOADS, "loads")
        loads += [Load(kind, angle, sign) for angle in angles for sign in signs]
    if len(set(loads)) < len(loads):
        raise GlassError("loads has the same one twice")
    if not loads:
        raise GlassError("loads is empty")
    return tuple(loads)


def _labels(top):
    """The share of the samples that is kept for tests, None where no labels are asked for."""
    given = top.take("labels", Reader, None)
    if given is None:
        return None
    share = given.take("test", functools.partial(number, low=0.0, high=0.9), TEST_SHARE)
    given.close()
    return share


def _indicators(top, n_samples, needed):
    """Those that are named, and all others of the registry where `all` is among them."""
    value = top.take("indicators", as_it_is) if needed else top.take("indicators", as_it_is, [])
    if not value and not needed:
        return ()
    if isinstance(value, (str, list)):
        value = dict.fromkeys(list_of(text)(value, "indicators"))
    reader, found = Reader(value, "indicators"), []
    for name in reader.names():
        own = Reader(reader.take(name, as_it_is, None), f"indicators.{name}")
        key = own.take("indicator", one_of(INDICATORS), None) or (
            name if name == "all" else one_of(INDICATORS)(name, "indicators")
        )
        samples = own.take("samples", whole, None)
        parameters = own.take("parameters", Reader, Reader({}))
        own_parameters = tuple((word, parameters.take(word, as_it_is)) for word in parameters.names())
        own.close()
        if samples is not None and samples > n_samples:
            raise GlassError(f"indicators.{name}.samples = {samples}, but there are {n_samples} samples")
        found.append(Wanted(name, key, own_parameters, samples))
    found = _expanded(found)
    names = [wanted.name for wanted in found]
    if twice := [name for name in names if names.count(name) > 1]:
        raise GlassError(f"indicators: two are called {twice[0]}")
    if not found:
        raise GlassError("indicators is empty")
    return tuple(_checked(wanted) for wanted in found)


def _expanded(found):
    named, expanded = {wanted.name for wanted in found}, []
    for wanted in found:
        if wanted.key != "all":
            expanded.append(wanted)
        elif wanted.parameters:
            raise GlassError("indicators.all takes no parameters: name the indicator that they are of")
        else:
            expanded += [
                Wanted(key, key, (), wanted.samples)
                for key, kind in INDICATORS.items()
                if key not in named and "reference" not in kind.requires
            ]
    return expanded


def _checked(wanted):
    kind, values = INDICATORS[wanted.key], []
    place = f"indicators.{wanted.name}"
    if "reference" in kind.requires:
        raise GlassError(f"{place}: {kind.label} compares with an earlier state, and a glass as cast has none")
    own = [name for name in kind.param.values() if name != "name"]
    for name, value in wanted.parameters:
        one_of(own)(name, f"{place}.parameters")
        is_number = isinstance(kind.param[name].default, (int, float)) and isinstance(value, str)
        values.append((name, number(value, f"{place}.parameters.{name}") if is_number else value))
    checked = Wanted(wanted.name, wanted.key, tuple(values), wanted.samples)
    try:
        checked.indicator()
    except (TypeError, ValueError) as error:
        raise GlassError(f"{place}: {str(error)[:_WORDS]}") from error
    return checked


def _leads(top, indicators, within):
    nothing = {"leads": (), "lead_indicators": (), "lead_samples": None}
    given = top.take("leads", Reader, None)
    if given is None:
        return nothing
    names = [wanted.name for wanted in indicators]
    found = {
        "leads": tuple(sorted(given.take("strains", list_of(within)))),
        "lead_indicators": given.take("indicators", list_of(one_of(names)), tuple(names)),
        "lead_samples": given.take("samples", whole, None),
    }
    given.close()
    return found


def _bins(top, indicators):
    given = top.take("bins", Reader, Reader({}))
    sizes = given.take("size", list_of(functools.partial(number, low=1.0, high=20.0)), (BIN_SIZE,))
    fields = given.take("fields", Reader, Reader({}))
    found = []
    for name in fields.names():
        one_of(wanted.name for wanted in indicators)(name, "bins.fields")
        parts = fields.take(name, list_of(one_of(PARTS)))
        found += [Binned(name, part, size) for part in parts for size in sorted(sizes)]
    given.close()
    return {"bins": tuple(found)}
