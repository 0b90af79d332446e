# make run [FILE=orders.csv] · make test · make check · make test-slow · make bench · make pictures
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FILE ?=

.PHONY: run test test-slow check format bench pictures clean

run: $(VENV)/.installed
	@if [ -t 0 ] && [ -t 1 ] && [ -t 2 ]; then \
		if [ -n "$(FILE)" ]; then exec $(BIN)/crm-tui "$(FILE)"; else exec $(BIN)/crm-tui demo; fi; \
	else \
		$(BIN)/crm-tui run "$(if $(FILE),$(FILE),sample_data/orders.toml)"; \
	fi

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -q -n 2 --dist worksteal

test-slow: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -q -m slow

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

pictures: $(VENV)/.installed-dev
	$(BIN)/python -m tests.pictures

bench: $(VENV)/.installed-bench
	$(BIN)/python -m tests.benchmarks

$(VENV)/.installed: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-bench: $(VENV)/.installed-dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev,bench]"
	@touch $@

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
