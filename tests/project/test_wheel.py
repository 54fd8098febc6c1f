"""The wheel: it holds every file of the packages, installs, and finds its glasses from any folder."""

import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

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
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    run(python, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", wheel, cwd=home)
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
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert held == expected


def test_glasscope_itself_is_a_namespace(wheel):
    assert "glasscope/__init__.py" not in zipfile.ZipFile(wheel).namelist()


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
