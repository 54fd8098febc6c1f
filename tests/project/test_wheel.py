"""The wheel: it holds every file of the packages, installs, and finds its glasses from any folder."""

import base64
import csv
import hashlib
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from glasscope.dashboard import wheels

ROOT = Path(__file__).resolve().parents[2]
NOT_SHIPPED = "assets/readme/"  # pictures of the page, for readers of the repository
FIND_GLASSES = """
import glasscope.engine as engine, glasscope.dashboard.console.main as cli
entries = engine.library()
glass = entries[0].load()
print(engine.__file__, cli.__file__, len(entries), glass.n_particles, glass.max_force, sep="\\n")
"""


def run(*command, cwd):
    result = subprocess.run([str(word) for word in command], cwd=cwd, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """A copy of what is under version control, or will be; building leaves traces in its folder."""
    copy = tmp_path_factory.mktemp("sources")
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT).split("\0")
    names = [name for name in listed if name and (ROOT / name).is_file()]
    for name in names:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    return copy, names


@pytest.fixture(scope="module")
def wheel(sources, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--quiet", "--disable-pip-version-check"]
    run(sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", folder, sources[0], cwd=folder)
    (file,) = folder.glob("glasscope-*.whl")
    return file


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A new environment with the wheel; dependencies and compiled kernels are lent to it: nothing is downloaded."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home)  # without a pip of its own, which takes a third of all this
    python = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python]
    run(*pip, "install", "--no-deps", "--no-index", "--no-compile", "--quiet", wheel, cwd=home)
    own = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home).strip())
    (own / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    for kernel in (ROOT / "engine").rglob("*.nb[ic]"):
        (own / "glasscope" / kernel.relative_to(ROOT).parent).mkdir(exist_ok=True)
        shutil.copy(kernel, own / "glasscope" / kernel.relative_to(ROOT))
    return home


def test_the_wheel_holds_every_file_of_the_packages(sources, wheel):
    expected = {
        f"glasscope/{name}"
        for name in sources[1]
        if name.startswith(("engine/", "dashboard/", "assets/")) and not name.startswith(NOT_SHIPPED)
    }
    held = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert held == expected


def test_glasscope_itself_is_a_namespace(wheel):
    assert "glasscope/__init__.py" not in ZipFile(wheel).namelist()


def test_it_runs_from_another_folder_and_finds_its_glasses(installed, tmp_path):
    lines = run(installed / "bin" / "python", "-c", FIND_GLASSES, cwd=tmp_path).splitlines()
    for file in lines[:2]:
        assert Path(file).is_relative_to(installed)
    entries, particles, max_force = int(lines[2]), int(lines[3]), float(lines[4])
    assert entries >= 3
    assert 1000 <= particles <= 10_000
    assert max_force < 1e-9


def test_its_console_script_lists_the_glasses(installed, tmp_path):
    listing = run(installed / "bin" / "glasscope", "library", cwd=tmp_path)
    assert "models\n" in listing
    assert " lj " in listing


NO_MISS = """
from numba.core import event
compiled = []
class Listener(event.Listener):
    def on_start(self, event): pass
    def on_end(self, event): compiled.append(event.data["dispatcher"].py_func.__qualname__)
with event.install_listener("numba:compile", Listener()):
    from glasscope.dashboard import ahead, warming
    print(warming.__file__)
    for part in ahead.PARTS.values():
        part()
print(*compiled)
"""


@pytest.mark.slow
def test_a_wheel_with_kernels_compiles_nothing(sources, wheel, tmp_path):
    """Installed in a new environment, to which dependencies alone are lent."""
    carrying = tmp_path / wheel.name
    shutil.copy(wheel, carrying)
    assert wheels.add_kernels(carrying) > 300
    home = tmp_path / "environment"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    run(python, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", carrying, cwd=home)
    own = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home).strip())
    (own / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (file, *_), compiled = (line.split() for line in run(python, "-P", "-c", NO_MISS, cwd=tmp_path).split("\n")[:2])
    assert Path(file).is_relative_to(home)
    assert not compiled


def test_kernels_are_packed_as_a_wheel_wants_them(wheel, tmp_path, monkeypatch):
    carrying = tmp_path / wheel.name
    shutil.copy(wheel, carrying)
    homes = []

    def compile_ahead(environment):
        homes.append(Path(environment["PYTHONPATH"]))
        folder = homes[0] / "glasscope" / "engine" / "__pycache__"
        folder.mkdir(exist_ok=True)
        for name in ("a.nbi", "a.1.nbc", "a.nbi.lock", "a.pyc"):
            (folder / name).write_text(name)

    monkeypatch.setattr(wheels, "compile_ahead", compile_ahead)
    assert wheels.add_kernels(carrying) == 2
    held, before = ZipFile(carrying), ZipFile(wheel)
    added = {f"glasscope/engine/__pycache__/{name}" for name in ("a.nbi", "a.1.nbc")}
    assert set(held.namelist()) == set(before.namelist()) | added
    (record,) = (name for name in held.namelist() if name.endswith("/RECORD"))
    rows = {name: (digest, size) for name, digest, size in csv.reader(held.read(record).decode().splitlines())}
    assert rows.keys() == set(held.namelist())
    for name, (digest, size) in rows.items():
        content = held.read(name)
        own = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        assert name == record or (digest, size) == (f"sha256={own}", str(len(content)))
    assert not homes[0].exists()
