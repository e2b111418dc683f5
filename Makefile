# make demo   from an empty machine with Python 3.11 or newer to the seed's graph
# make test   sets up and runs lint, types and tests
# make lock   pins the requirements anew

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PAGE   := build/graph.html

.PHONY: demo test lint types lock clean

demo: $(VENV)/.runtime
	$(BIN)/kg build seeds/articles/hebei-2023.txt -o build
	@echo
	@echo "$(CURDIR)/$(PAGE)"
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
		$(BIN)/python -m webbrowser -t "file://$(CURDIR)/$(PAGE)" >/dev/null 2>&1 || true; \
	fi

test: lint types
	$(BIN)/python -m pytest

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("policy-kg needs Python 3.11 or newer: make PYTHON=python3.12 demo" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: $(VENV)/bin/python requirements/runtime.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/runtime.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python requirements/dev.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

LOCK := $(BIN)/python -m piptools compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links --no-emit-options --no-build-isolation --upgrade

lock: $(VENV)/.dev
	$(LOCK) --extra build -o requirements/runtime.txt pyproject.toml
	$(LOCK) --all-extras -o requirements/dev.txt pyproject.toml

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
