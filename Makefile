# make demo   a morning with made-up denials        make test     every check, the tests last
# make lint   the checks without the tests          make bench    the benchmarks
# make docs   what is generated in docs/            make mutants  small changes of the code that no test notices
# make clean  away with all that was made here
#
# Needs GNU make, a python3 of 3.11 or newer and pip's package index. Everything is put into .venv, nothing outside this folder.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test lint bench docs mutants clean

demo: $(VENV)/.installed
	@$(BIN)/python scripts/demo.py

test: lint
	@$(BIN)/python -m pytest -n auto --dist loadfile --cov --cov-report=

lint: $(VENV)/.installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/.installed-dev
	@for each in benchmarks/*.py; do [ -e "$$each" ] || continue; echo "$$each"; $(BIN)/python "$$each" || exit 1; done

docs: $(VENV)/.installed
	@$(BIN)/python scripts/make_docs.py

# How many, which ones, in which rooms: make mutants MUTANTS=400 SEED=2 ROOMS=law,timeline. All of them: MUTANTS=all.
MUTANTS ?= 150
SEED ?= 1
ROOMS ?= dates,law,timeline,worklist

mutants: $(VENV)/.installed-mutants
	@$(BIN)/python scripts/mutants.py --number $(MUTANTS) --seed $(SEED) --rooms $(ROOMS)

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "denialctl needs Python 3.11 or newer; '$(PYTHON)' is missing or older. Name another: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "No virtual environment could be made. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install -q -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install -q -e '.[dev]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-mutants: pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install -q -e '.[dev,mutants]'
	@touch $@ $(VENV)/.installed $(VENV)/.installed-dev
