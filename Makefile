# make run    opens the dashboard (PORT=8050)      make check  lint, types, import layers; changes nothing
# make test   all tests, real browser included     make fix    repairs what can be repaired
# make bench  the numbers of docs/benchmarks.md    make bundle  an archive for an office without a network
# make check-browsers  an old Chromium, Lighthouse make help   this text
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8050
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: bench-load bench-roads bench-scale help run test check fix bench bench-national build demo-data clean office-preview bundle check-browsers

help:
	@sed -n '1,4s/^# //p' Makefile

$(STAMP)-run: pyproject.toml constraints.txt
	@$(PYTHON) tools/check_python.py
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(STAMP)-test: $(STAMP)-run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@

$(STAMP)-dev: $(STAMP)-test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,check,bench]'
	@touch $@

run: $(STAMP)-run
	@exec $(BIN)/equity serve --port $(PORT)

build: $(STAMP)-run
	$(BIN)/equity build

demo-data: $(STAMP)-run
	$(BIN)/equity demo-data

test: $(STAMP)-test
	@bash tools/ensure_chromium.sh
	@bash tools/ensure_nginx.sh
	@# hundreds of processes start: what is compiled once is kept
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n auto --dist worksteal

check: $(STAMP)-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet . || { echo "run: make fix"; exit 1; }
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/dead_code.py
	bash tools/check_browser_code.sh

fix: $(STAMP)-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP)-dev
	@bash tools/ensure_chromium.sh
	$(BIN)/python -m benchmarks

bench-national: $(STAMP)-dev
	$(BIN)/python -m benchmarks.national

bench-roads: $(STAMP)-dev
	$(BIN)/python -m benchmarks.roads

bench-scale: $(STAMP)-dev
	$(BIN)/python -m benchmarks.scale

bench-load: $(STAMP)-dev
	$(BIN)/python -m benchmarks.load

office-preview: $(STAMP)-run
	bash tools/office_preview.sh

check-browsers: $(STAMP)-test
	bash tools/browsers/check.sh $(BIN)/python

bundle: $(STAMP)-dev
	$(BIN)/python tools/bundle/make.py

clean:
	rm -rf $(VENV) var build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
