# make run, make test; `make help` lists the rest. Works from an empty folder on Debian with git, make and Python 3.11.

PORT ?= 5006
BROWSER ?= yes
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PYTEST_OPTIONS ?=
# a worker a core, and one for each group of the browser's tests, which wait more than they compute; files keep their
# order, so these begin
WORKERS ?= $(shell expr $$(nproc) + 3)
IN_PARALLEL = -n $(WORKERS) --dist loadgroup --no-loadscope-reorder

VENV := .venv
BIN := $(VENV)/bin
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
DECLARED := pyproject.toml setup.py constraints.txt
# checks the scripts of the page
BIOME := 2.6.8
# Debian packages: the browser of the tests with a library that Playwright's driver expects; those of the OVITO wheel
BROWSER_PACKAGES := chromium libatomic1
PEER_PACKAGES := libdbus-1-3 libegl1 libfontconfig1 libgl1 libglib2.0-0 libopengl0 libxkbcommon0

ifeq ($(BROWSER),no)
SYSTEM_PACKAGES := $(PEER_PACKAGES)
WITHOUT_BROWSER := and not browser
else
SYSTEM_PACKAGES := $(BROWSER_PACKAGES) $(PEER_PACKAGES)
WITHOUT_BROWSER :=
endif

TORCH := 2.13.0
TORCH_INDEX := https://download.pytorch.org/whl/cpu

# modules are compiled as they are first imported, for most never are; and kept, also where the caller keeps none of his
# own: a process would need twice as long to begin
export PYTHONDONTWRITEBYTECODE :=
PIP_INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-compile -c constraints.txt
# what these extras need, without installing Glasscope again
extras = $(BIN)/python -c 'import sys, tomllib; \
    declared = tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]; \
    print(*(each for name in sys.argv[1:] for each in declared[name]), sep="\n")' $(1)

.PHONY: help run test slow benchmark deep claims fuzz wheel lint system constraints clean-kernels clean
.DEFAULT_GOAL := help

help:
	@echo "make run         serve the page on http://localhost:$(PORT)   (PORT=5007 for another port)"
	@echo "make test        install what the tests need and run them     (BROWSER=no leaves the browser tests out)"
	@echo "make slow        the dear tests, and those that take longer than a minute"
	@echo "make benchmark   the measured ratios, side by side"
	@echo "make deep        the tests that train networks: installs PyTorch, its CPU build where an index offers one"
	@echo "make claims      the figures of the readme: the cheap ones measured again, the dear ones against what is kept"
	@echo "make fuzz        1,500 files that are almost what they should be: each read, asked about or refused in words"
	@echo "make lint        ruff and mypy, and Biome for the scripts of the page"
	@echo "make wheel       build dist/glasscope-*.whl with its kernels compiled, for machines of this kind"
	@echo "make constraints refresh the pinned versions in constraints.txt"
	@echo "make clean-kernels   remove compiled kernels, after a change to one that others call"
	@echo "make clean       remove what make has made"

run: $(VENV)/installed
	$(BIN)/glasscope serve --port $(PORT) --no-browser

test: system $(VENV)/compiled
	$(BIN)/python -m pytest $(IN_PARALLEL) -m "not slow and not benchmark and not deep $(WITHOUT_BROWSER)" $(PYTEST_OPTIONS)

slow: system $(VENV)/installed-for-tests
	$(BIN)/python -m pytest $(IN_PARALLEL) -m "slow and not benchmark and not deep $(WITHOUT_BROWSER)" $(PYTEST_OPTIONS)

benchmark: system $(VENV)/installed-for-tests
	$(BIN)/python -m pytest -s -m "benchmark $(WITHOUT_BROWSER)" $(PYTEST_OPTIONS)
ifneq ($(BROWSER),no)
	$(BIN)/python tests/benchmarks/page.py
	$(BIN)/python tests/benchmarks/visitors.py
endif

deep: $(VENV)/installed-for-deep
	$(BIN)/python -m pytest -m deep $(PYTEST_OPTIONS) tests/deep

claims: $(VENV)/installed-for-tests
	$(BIN)/python tests/claims.py

fuzz: $(VENV)/installed-for-tests
	$(BIN)/python tests/fuzz/run.py

wheel: $(VENV)/installed
	rm -rf dist
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .
	$(BIN)/python -P -m glasscope.dashboard.wheels dist/glasscope-*.whl

lint: $(VENV)/installed-for-lint $(VENV)/biome-$(BIOME)
	$(BIN)/ruff check .
	cd dashboard/static && "$(CURDIR)/$(BIN)/biome" check --error-on-warnings
	@mkdir -p build/types/glasscope
	@for room in engine dashboard; do ln -sfn ../../../$$room build/types/glasscope/$$room; done
	$(BIN)/mypy

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "No python3 found: Glasscope needs Python 3.11 or newer, with pip and venv." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	    echo "Python's venv is incomplete: on Debian, apt-get install python3-venv python3-pip" >&2; exit 1; }

# setuptools first, so that the build uses the pinned one and downloads nothing of its own
$(VENV)/installed: $(DECLARED) | $(VENV)/bin/python
	@echo "Installing Glasscope into $(VENV) (a minute or two the first time) ..."
	@$(PIP_INSTALL) setuptools
	@$(PIP_INSTALL) --editable .
	@touch $@

$(VENV)/installed-for-tests: $(VENV)/installed
	@echo "Installing what the tests need, the peers included ..."
	@$(call extras,test peers) | $(PIP_INSTALL) -r /dev/stdin
	@touch $@

# the build for the CPU, 200 MB; the one that registries have for Linux brings CUDA, several GB
$(VENV)/installed-for-deep: $(VENV)/installed-for-tests
	@echo "Installing PyTorch $(TORCH), its CPU build where an index offers one ..."
	@$(PIP_INSTALL) --extra-index-url $(TORCH_INDEX) torch==$(TORCH)+cpu 2>/dev/null || { \
	    echo "No index offers the CPU build: taking the default one, which may have several GB ..."; \
	    $(PIP_INSTALL) torch==$(TORCH); }
	@touch $@

# kernels that most tests need, before their workers would all wait for the same ones
$(VENV)/compiled: $(VENV)/installed-for-tests $(shell find engine dashboard -name '*.py')
	@echo "Compiling kernels (a minute or two the first time) ..."
	@$(BIN)/python -P -m glasscope.dashboard.ahead
	@touch $@

$(VENV)/installed-for-lint: $(VENV)/installed-for-tests
	@echo "Installing what checks the sources ..."
	@$(call extras,lint) | $(PIP_INSTALL) -r /dev/stdin
	@touch $@

# Biome comes by npm, and npm by the wheel of Node.js, so that the machine need have neither
$(VENV)/biome-$(BIOME): | $(VENV)/installed-for-lint
	@echo "Installing Biome $(BIOME) into $(VENV) ..."
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm install --prefix $(VENV)/javascript --save-exact --ignore-scripts \
	    --no-audit --no-fund --loglevel=error @biomejs/biome@$(BIOME) >/dev/null
	@cd $(BIN) && ln -sf ../javascript/node_modules/@biomejs/cli-*/biome biome
	@touch $@

# Debian packages that are missing, by apt-get; where they cannot be had this fails, so that no test vanishes silently
system:
	@missing=""; \
	for package in $(SYSTEM_PACKAGES); do \
	    case "$$package" in chromium) command -v chromium >/dev/null 2>&1 && continue;; esac; \
	    dpkg-query -W -f '$${Status}' "$$package" 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
	done; \
	[ -z "$$missing" ] && exit 0; \
	echo "Installing Debian's$$missing ..."; \
	{ $(SUDO) apt-get update -qq && \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; } && exit 0; \
	echo "" >&2; \
	echo "The tests need these Debian packages, which could not be installed:$$missing" >&2; \
	case "$$missing" in \
	*chromium*|*libatomic1*) echo "Without $(BROWSER_PACKAGES) the browser tests cannot run. To leave them out, say so:  make test BROWSER=no" >&2;; \
	*) echo "They are the system libraries of the OVITO wheel; install them by hand and run make again." >&2;; \
	esac; exit 1

constraints:
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && \
	$(PYTHON) -m venv "$$scratch/venv" && \
	"$$scratch/venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable ".[test,peers,lint]" && \
	{ echo "# Every package of Glasscope and its extras, pinned. Written by: make constraints ($$($(PYTHON) --version))"; \
	  echo "torch==$(TORCH)"; \
	  "$$scratch/venv/bin/python" -m pip freeze --all --exclude-editable --disable-pip-version-check \
	      | grep -v "^pip=="; } > "$$scratch/constraints.txt" && \
	mv "$$scratch/constraints.txt" constraints.txt && echo "constraints.txt is new; now run make test."

clean-kernels:
	find engine dashboard -name '*.nb[ic]*' -delete
	rm -f $(VENV)/compiled

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
