"""A scheduler and a worker in processes of their own: one without Glasscope, and one that is lost on the way."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import yaml
from console import run_installed
from visits import free_port
from waiting import wait_for

pytestmark = pytest.mark.slow

WITHOUT_GLASSCOPE = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "glasscope":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Refuse())
"""


@contextmanager
def process(module, *arguments, **variables):
    command = [sys.executable, "-m", f"distributed.cli.{module}", "--no-dashboard", *arguments]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=os.environ | variables, **quiet) as running:
        yield running
        running.kill()


@pytest.fixture
def scheduler():
    """The process of a scheduler, and its address."""
    port = free_port()
    with process("dask_scheduler", "--host", "127.0.0.1", "--port", str(port)) as running:
        yield running, f"tcp://127.0.0.1:{port}"


@pytest.fixture
def spec(small, tmp_path):
    """A file of more samples than will be done."""
    path = tmp_path / "spec.yaml"
    path.write_text(yaml.safe_dump(small | {"samples": 400}))
    return path


def test_a_worker_without_glasscope_is_told_in_a_sentence(scheduler, spec, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(WITHOUT_GLASSCOPE)
    with process("dask_worker", scheduler[1], PYTHONPATH=str(tmp_path)):
        done = run_installed("ensemble", spec, "--out", "out", "--scheduler", scheduler[1], cwd=tmp_path)
    assert done.returncode == 2
    assert "cannot load Glasscope: ModuleNotFoundError" in done.stderr
    assert len(done.stderr.splitlines()) == 2


def test_a_scheduler_that_is_killed_is_told_in_a_sentence(scheduler, spec, tmp_path):
    running, address = scheduler
    with process("dask_worker", address, "--nthreads", "1"), ThreadPoolExecutor(1) as thread:
        doing = thread.submit(run_installed, "ensemble", spec, "--out", "out", "--scheduler", address, cwd=tmp_path)
        wait_for(lambda: list(tmp_path.glob("out/samples/*.npz")) or doing.done())
        running.kill()
        done = doing.result()
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "glasscope ensemble: the Dask scheduler was lost; what is done is kept"
    assert "Traceback" not in done.stderr
    assert "distributed" not in done.stderr
