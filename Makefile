# Two commands matter: `make run` and `make test`. `make help` lists the rest.
# Variables: PORT (8000), DATA_DIR (var), TO, FROM and FORCE (backup, restore), PYTHON3 (the system's Python), ARGS (for pytest),
# ONLY (for bench).

SHELL := /bin/sh
.DEFAULT_GOAL := help

PYTHON3 ?= python3
PYTHON := .venv/bin/python
BIN := .venv/bin
PORT ?= 8000
DATA_DIR ?= var
DEMO ?= 1
ARGS ?=
ONLY ?=

# What mypy reads strictly. The list only grows.
TYPED := portal/kernel portal/territory/calendar.py procedures/snapshot.py procedures/conditions.py \
	tracking/policies.py tracking/clock tracking/lifecycle tracking/signature

# The data of the running portal is named for these alone: the tests have a folder of their own.
run ready reset-demo backup restore shell: export DATA_DIR := $(DATA_DIR)
run ready reset-demo backup restore shell: export PORT := $(PORT)
run reset-demo: export DEMO := $(DEMO)
lint types check-migrations: export DJANGO_SETTINGS_MODULE := portal.settings.test

##@ The two commands
.PHONY: run
run: ready environment ## Start the portal, web and worker, with its demonstration: http://127.0.0.1:8000 (PORT=, DATA_DIR=)
	@$(PYTHON) manage.py start

.PHONY: test
test: environment-tests ## Run every test, browser journeys included (ARGS="-k receipt -n 0" for pytest)
	@$(PYTHON) -m pytest $(ARGS)

##@ The running portal
.PHONY: reset-demo
reset-demo: environment ## Put the demonstration back as it was at first (DATA_DIR=)
	@$(PYTHON) manage.py reset_demo

.PHONY: backup
backup: environment ## Save database, files and keys in one archive, also while the portal runs (TO=file)
	@$(PYTHON) manage.py backup $(if $(TO),"$(TO)") $(if $(FORCE),--force)

.PHONY: restore
restore: environment ## Put back what `make backup` saved (FROM=file; over data that is there, which is kept beside: FORCE=1)
	@$(PYTHON) manage.py restore $(if $(FROM),"$(FROM)") $(if $(FORCE),--force)

.PHONY: shell
shell: environment ## Open a Python shell on the portal's data
	@$(PYTHON) manage.py shell

##@ Work on the code
.PHONY: lint
lint: environment-tests check-migrations ## Check style, templates, types, migrations and catalogues
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check --diff .
	@$(BIN)/djlint --quiet --lint .
	@$(MAKE) --no-print-directory types
	@$(PYTHON) deploy/setup/catalogues.py check
	@echo "lint: nothing to say"

.PHONY: types
types: # mypy, strict.
	@$(BIN)/mypy $(TYPED)

.PHONY: check-migrations
check-migrations: environment-tests
	@$(PYTHON) manage.py makemigrations --check --dry-run

.PHONY: format
format: environment-tests ## Rewrite the code in the house's format, mend what can be mended
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .

.PHONY: messages
messages: environment ## Bring the translation catalogues up to date with the code (WORDS="a.json b.json" adds translations)
	@$(PYTHON) deploy/setup/catalogues.py update $(if $(WORDS),--from $(WORDS))

.PHONY: soak
soak: environment-tests ## Run what takes long: soak, random kills, 100,000 rows (SOAK_SIZE=, SOAK_SEED=; short forms are in `make test`)
	@SOAK=1 $(PYTHON) -m pytest -m soak -n 0 -s $(ARGS)

.PHONY: bench
bench: environment-tests ## Measure, beside references, and write bench/results/latest.json (ONLY=P3,S1)
	@$(PYTHON) -m bench $(if $(ONLY),--only $(ONLY))

.PHONY: lock
lock: environment-tests ## Resolve requirements/*.in again into the two locks, with hashes, for every platform
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url \
		--no-emit-find-links --no-header --output-file requirements.txt requirements/runtime.in
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url \
		--no-emit-find-links --no-header --output-file requirements-dev.txt requirements/development.in

##@ Set-up
.PHONY: ready
ready: # Port and folder of data, told before minutes of set-up.
	@command -v $(PYTHON3) >/dev/null || { echo "Python is missing. On Debian: sudo apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON3) deploy/setup/ready.py

.PHONY: environment
environment: ## Make or update the virtual environment, fonts and translations (done by the commands above)
	@command -v $(PYTHON3) >/dev/null || { echo "Python is missing. On Debian: sudo apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON3) deploy/setup

.PHONY: environment-tests
environment-tests: # The same, with what checking and testing need.
	@command -v $(PYTHON3) >/dev/null || { echo "Python is missing. On Debian: sudo apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON3) deploy/setup --tests

.PHONY: clean
clean: ## Remove everything that was made, except the portal's data
	@rm -rf .venv node_modules build test-results .pytest_cache .mypy_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find locale -name '*.mo' -delete

.PHONY: help
help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } /^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile
