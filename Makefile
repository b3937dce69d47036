# Two commands do it all on a fresh machine with Python 3.10, 3.11 or 3.12:
#   make demo   makes .venv, installs, and runs the main job on the bundled example
#   make test   runs the tests
# Variables: PYTHON (interpreter), VENV (virtual environment), WHEEL (install this wheel in place of the checkout), ARGS (for pytest).

FITS := import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 12))
PYTHON ?= $(shell for p in python3.12 python3.11 python3.10 python3 python; do $$p -c '$(FITS)' >/dev/null 2>&1 && echo $$p && break; done)
VENV ?= .venv
WHEEL ?=
ARGS ?=
BIN := $(VENV)/bin
TARGET := $(if $(WHEEL),$(WHEEL),--editable .)

.PHONY: demo test check clean

demo: $(VENV)/.installed
	@$(BIN)/eligo demo

test: $(VENV)/.tested
	$(BIN)/python -m pytest $(ARGS)

# mypy does not follow editable installs of this layout: it is shown a plain copy.
check: $(VENV)/.checked
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m pip install --quiet --no-deps --upgrade --target build/types .
	MYPYPATH=build/types $(BIN)/mypy

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "eligo needs Python 3.10, 3.11 or 3.12, and finds none: install one, or name it: make PYTHON=/path/to/python3.11 demo" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet $(TARGET)
	@touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet $(TARGET)[test]
	@touch $@

$(VENV)/.checked: $(VENV)/.tested
	$(BIN)/python -m pip install --quiet "mypy>=1.10" "ruff>=0.6" types-jsonschema
	@touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache
