"""The registry: what a class must declare, and that one file is all a new indicator takes."""

import re

import numpy as np
import param
import pytest
from dropped_in import ROOT, run_in

from glasscope.engine.indicators import INDICATORS, Indicator
from glasscope.engine.matter import Glass

COMPLETE = {
    "__doc__": "A field for a test.",
    "__module__": __name__,
    "key": "field_of_a_test",
    "label": "Field of a test",
    "symbol": "t",
    "family": "structure",
    "soft": "high",
    "units": "",
    "references": ("nobody",),
    "requires": ("positions",),
    "directional": False,
    "cost": "none",
    "compute": lambda self, glass, load=None: np.zeros(glass.n_particles),
}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"key": None}, "key"),
        ({"key": "two words"}, "identifier"),
        ({"family": "nobility"}, "family"),
        ({"soft": "left"}, "soft"),
        ({"references": "a paper"}, "references"),
        ({"requires": ("luck",)}, "requires"),
        ({"directional": None}, "directional"),
        ({"__doc__": "  "}, "docstring"),
        ({"width": param.Number(1.0)}, "bounds"),
        ({"width": param.Number(1.0, bounds=(0.0, None))}, "bounds"),
        ({"compute": Indicator.compute}, "compute"),
        ({"key": "steric_order"}, "share the key"),
    ],
)
def test_a_class_with_bad_declarations_is_refused(change, words):
    known = dict(INDICATORS)
    with pytest.raises(TypeError, match=words):
        type("FieldOfATest", (Indicator,), COMPLETE | change)
    assert dict(INDICATORS) == known


def test_a_hidden_base_class_is_not_registered():
    known = dict(INDICATORS)
    type("_Family", (Indicator,), {"__module__": __name__})
    assert dict(INDICATORS) == known


@pytest.mark.parametrize(
    ("result", "words"), [(np.zeros(3), "shape"), (np.zeros((20, 1)), "shape"), (np.full(20, np.nan), "not finite")]
)
def test_wrong_values_are_refused(result, words):
    cls = type("_Wrong", (Indicator,), COMPLETE | {"compute": lambda self, glass, load=None: result})
    positions = 2.0 * np.stack(np.divmod(np.arange(20), 4), axis=1)
    glass = Glass("poly", positions, diameters=np.ones(20), cell=10.0 * np.eye(2))
    with pytest.raises(ValueError, match=words):
        cls()(glass)


USE_IT = """
from types import SimpleNamespace
from glasscope.engine.indicators import INDICATORS
from glasscope.engine.prepare import library
import glasscope.engine as engine
from glasscope.engine.scores import EventScorer
entry = library()[0].load()
cls = INDICATORS["dropped_in"]
scorer = EventScorer(cls)
scorer.add(cls()(entry), SimpleNamespace(core=3, strain=0.01), 1)
from glasscope.dashboard.moment.choices import Choices
menu = "dropped_in" in Choices.param.indicator.objects and cls.family == "structure"
print(engine.__file__, scorer.score("as cast, first event").n, menu)
"""


WITHOUT_THE_NEW_MODEL = "dropped_in and not soft_discs"  # the copy has one, for which every kernel would be compiled


def test_one_file_is_all_that_a_new_indicator_takes(copy):
    assert "dropped_in" not in INDICATORS
    done = run_in(copy, "-c", USE_IT)
    assert done.returncode == 0, done.stderr
    path, n_events, in_menu = done.stdout.split()
    assert path.startswith(str(copy))
    assert n_events == "1"
    assert in_menu == "True"


def test_the_contract_test_finds_it_too(copy):
    contract = str(ROOT / "tests" / "indicators" / "test_contract.py")
    done = run_in(copy, "-m", "pytest", "-q", "-k", WITHOUT_THE_NEW_MODEL, "-p", "no:cacheprovider", contract)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) >= 10
