"""What a second worker brings: `make benchmark`. Two cores must be free for it."""

import os
import time
from statistics import median

import pytest

from glasscope.engine.ensembles import ensemble, run_ensemble

SPEC = {
    "model": "lj", "n_particles": 1024, "protocol": "htl", "parameters": {"equilibration_time": 20.0}, "samples": 20,
    "loads": {"angles": [0, 45], "signs": [1, -1]}, "events": 1,
    "indicators": ["steric_order", "vibrality", "soft_modes", "anisotropic_softness", "nonaffine_velocity"],
}  # fmt: skip


def seconds(folder, workers):
    """From when the workers are there to the dataset on disk."""
    began = []
    run_ensemble(ensemble(SPEC), folder, workers=workers, progress=lambda now: began or began.append(time.monotonic()))
    return time.monotonic() - began[0]


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="needs two cores")
def test_two_workers_give_at_least_1_7_times_one(tmp_path):
    rounds = [[seconds(tmp_path / f"{k}-{workers}", workers) for workers in (1, 2)] for k in range(2)]
    one, two = (median(times) for times in zip(*rounds, strict=True))
    print(f"\n20 samples x 4 loads: {one:.1f} s with one worker, {two:.1f} s with two: {one / two:.2f} times")
    assert one / two >= 1.7
