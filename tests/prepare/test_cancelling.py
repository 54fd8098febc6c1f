"""A preparation hears at every stage that it is to end: no stage is one long call, and cutting them changes no bit."""

from collections import Counter

import numpy as np
import pytest

from glasscope.engine import relax, shear
from glasscope.engine.errors import Cancelled, GlassError
from glasscope.engine.limits import MOST_PREPARED
from glasscope.engine.matter import Load
from glasscope.engine.matter.forces import VerletList
from glasscope.engine.mechanics import landscape
from glasscope.engine.mechanics.linear import cholesky
from glasscope.engine.prepare import dynamics, monte_carlo, motion, prepare, swap

N = 220
STAGES = {
    "lj": ("htl", {"equilibration_time": 1.0}, ["placing particles", "hot liquid", "relaxing", "done"]),
    "poly": (
        "swap",
        {"relaxation_times": 1.0},
        ["placing particles", "melting", "cooling to the liquid's temperature", "swap Monte Carlo", "relaxing", "done"],
    ),
}


@pytest.fixture
def as_if_large(monkeypatch):
    """Every call of a kernel does little, as it does where there are very many particles."""
    for module, name, value in (
        (dynamics, "PARTICLE_STEPS_AT_ONCE", 4 * N),
        (swap, "MOVES_AT_ONCE", 700),
        (landscape, "_PIECE_OF_LARGE", 7 * N),
        (landscape, "_POLISH_OF_LARGE", 2 * N),
        (cholesky, "_AT_ONCE", 3e5),
    ):
        monkeypatch.setattr(module, name, value)


def made(model, progress=None):
    protocol, settings, _ = STAGES[model]
    return prepare(model, N, protocol, seed=3, progress=progress, **settings)


@pytest.mark.parametrize("model", STAGES)
def test_work_that_is_cut_into_pieces_ends_in_the_same_glass(model, as_if_large, monkeypatch):
    seen = []
    cut = made(model, lambda now: seen.append(now.stage))
    monkeypatch.undo()
    whole = made(model)
    assert np.array_equal(cut.positions, whole.positions)
    assert np.array_equal(cut.diameters, whole.diameters)
    assert cut.provenance["stages"] == whole.provenance["stages"]
    assert list(dict.fromkeys(seen)) == STAGES[model][2]
    assert min(n for stage, n in Counter(seen).items() if stage != "done") >= 20


def counting(monkeypatch, owner, name, counts):
    """Count the calls of a kernel since the last report."""
    kernel = getattr(owner, name)

    def call(*given, **named):
        counts[name] += 1
        return kernel(*given, **named)

    monkeypatch.setattr(owner, name, call)


@pytest.mark.parametrize("model", STAGES)
def test_no_stage_is_silent_for_more_than_a_call_or_two(model, as_if_large, monkeypatch):
    counts, most = Counter(), Counter()
    for owner, name in (
        (motion, "move"), (monte_carlo, "run"), (VerletList, "evaluate"), (landscape, "descend"), (landscape, "polish"),
        (cholesky, "_factorise_some"),
    ):  # fmt: skip
        counting(monkeypatch, owner, name, counts)

    def heard(now):
        for name, count in counts.items():
            most[name] = max(most[name], count)
        counts.clear()

    made(model, heard)
    assert set(most) >= {"move", "evaluate", "descend", "polish", "_factorise_some"}
    assert most.pop("evaluate") <= 4, most  # of the forces alone: 10 ms each at a hundred thousand particles
    assert max(most.values()) <= 2, most


@pytest.mark.parametrize("model", STAGES)
def test_each_stage_can_be_the_last(model, as_if_large):
    for stage in STAGES[model][2]:
        seen = []

        def cancel(now, stage=stage, seen=seen):
            seen.append(now.stage)
            if seen.count(stage) == 3 or stage == "done" == now.stage:
                raise Cancelled

        with pytest.raises(Cancelled):
            made(model, cancel)
        assert seen[-1] == stage


def test_the_start_of_a_run_can_be_called_off_while_it_is_looked_at(as_if_large):
    glass = relax(made("lj"))

    def cancel(energy, max_force):
        raise Cancelled

    with pytest.raises(Cancelled):
        next(shear(glass, Load.simple_shear(), max_strain=1e-3, watch=cancel))


@pytest.mark.parametrize("n_particles", [MOST_PREPARED + 1, 10**9, 10**400, 1, -5, 3.0, True])
def test_the_size_is_bounded_before_memory_is_taken(n_particles):
    with pytest.raises(GlassError, match=r"n_particles is a whole number, at least 2 and at most 1,000,000") as refused:
        prepare("lj", n_particles)
    assert len(str(refused.value)) < 150
