# Everything a newcomer needs: `make run` to try it, `make test` to trust it.
SHELL := /bin/bash
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
PORT ?= 8000
PYTEST_ARGS ?=
SEED ?= 1
DATABASE ?= sqlite
.DEFAULT_GOAL := help
.PHONY: help setup run test e2e check format questions tickets-score bench attack soak year lock chromium clean

help: ## This list
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /  make \1\t/' | expand -t 22

setup: $(READY) ## Make .venv with the locked dependencies

# The lock was made for 3.11, so that comes first; newer ones do as well.
$(READY): requirements.lock pyproject.toml
	@set -e; found=; \
	for python in $(PYTHON) python3.11 python3.12 python3.13 python3 python; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    found=$$python; break; fi; done; \
	if [ -z "$$found" ]; then \
	  echo "Python 3.11 or newer was not found: install it, or name it with make PYTHON=/path/to/python" >&2; exit 1; fi; \
	if [ ! -x $(PY) ] || ! $(PY) -c pass 2>/dev/null; then \
	  rm -rf $(VENV); echo "setup: $$($$found --version) in $(VENV)"; \
	  $$found -m venv $(VENV) >/dev/null 2>&1 || { rm -rf $(VENV); $$found -m venv --without-pip $(VENV); }; fi; \
	if $(PY) -m pip --version >/dev/null 2>&1; then pip="$(PY) -m pip"; \
	else pip="$$found -m pip --python $(PY)"; fi; \
	$$pip --version >/dev/null 2>&1 || { echo "pip was not found: install it (Debian: apt-get install python3-venv)" >&2; exit 1; }; \
	echo "setup: installing the locked dependencies (some minutes the first time)"; \
	$$pip install -qq --no-input --disable-pip-version-check --require-hashes -r requirements.lock; \
	$$pip install -qq --no-input --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	touch $(READY)

run: setup ## Start the demo office with its LINE emulator, and print the address (PORT=8000)
	@exec $(PY) -m bot demo --port $(PORT)

# Two at a time, a file to one of them: PostgreSQL, the demo and Chromium are started once for each.
test: setup chromium ## Run every test (PYTEST_ARGS="-k menu" for some)
	$(PY) -m pytest -n 2 --dist loadfile $(PYTEST_ARGS)

e2e: setup chromium ## Run the browser tests alone
	$(PY) -m pytest -m browser $(PYTEST_ARGS)

# Browser tests need Chromium. Where it may not be installed, one line says how, and they are skipped.
chromium:
	@if command -v chromium >/dev/null 2>&1; then exit 0; fi; \
	if ! command -v apt-get >/dev/null 2>&1; then sudo=none; \
	elif [ "$$(id -u)" = 0 ]; then sudo=; \
	elif sudo -n true 2>/dev/null; then sudo="sudo -n"; \
	else sudo=none; fi; \
	if [ "$$sudo" != none ]; then \
	  echo "test: installing chromium for the browser tests"; \
	  export DEBIAN_FRONTEND=noninteractive; \
	  $$sudo apt-get update -qq >/dev/null && \
	  $$sudo apt-get install -y -qq --no-install-recommends chromium >/dev/null && exit 0; fi; \
	echo "test: browser tests need Chromium; install it with: sudo apt-get install chromium" >&2

check: setup ## Style, types and the rooms' import rules
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports

format: setup ## Put the code into its style
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

questions: setup ## Ask the example questions beside the project: the score, and each miss
	@$(PY) -m tests.handlers.score

tickets-score: setup ## Sort reports of trouble by their words: the score, and each miss
	@$(PY) -m tests.handlers.tickets_score

bench: setup ## Measure: acknowledging, answering, imports, … (PARTS=million for a million pupils)
	$(PY) -m tests.bench $(PARTS)

# The suite takes a share of these.
attack: setup ## Every odd word and button at every place, every door on both databases, every real report
	ATTACK=all $(PY) -m pytest -n 2 --dist loadfile --timeout 600 -m "by_turns or share" $(PYTEST_ARGS)

soak: setup ## Kill the service again and again, set its clocks wrong, and count every event and reminder
	$(PY) -m tests.soak

year: setup ## Live a year of a real-size office: what reminders reach and cost (SEED="1 2" DATABASE=postgresql)
	@$(PY) -m tests.year --seed $(SEED) --database $(DATABASE)

lock: setup ## Write requirements.lock anew from pyproject.toml
	$(PY) -m piptools compile -q --allow-unsafe --extra=dev --generate-hashes --strip-extras \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
	  --output-file=requirements.lock pyproject.toml

clean: ## Remove .venv and caches (var/, the data, stays)
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
