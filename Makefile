# Everything a person runs. `make demo` and `make test` need nothing but Python 3.11-3.13 (with venv) and make.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
export PERIPLO_HOME ?= $(CURDIR)/var
export DAGSTER_HOME ?= $(CURDIR)/dagster_home
export PERIPLO_DAGSTER_STORAGE ?= $(PERIPLO_HOME)/dagster
export DO_NOT_TRACK := 1
export MLFLOW_DISABLE_TELEMETRY := true
# The demo's own secrets, made once; a real installation sets the two variables in its environment.
SECRETS := $(PERIPLO_HOME)/demo-secrets.env
WITH_SECRETS := set -a; . $(SECRETS); set +a;

.PHONY: help demo night test prove lint format hooks docs replay dbt plan-diff ui bench clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/make \1\t\2/' | expand -t 14

demo: .venv/runtime $(SECRETS) ## make the demo world, run three nights, say what was made
	@mkdir -p $(PERIPLO_DAGSTER_STORAGE)
	@$(WITH_SECRETS) $(BIN)/python -m cli.main demo

night: .venv/runtime $(SECRETS) ## run one night: make night DAY=2026-07-01, with OPTIONS=--train to train the models
	@mkdir -p $(PERIPLO_DAGSTER_STORAGE)
	@$(WITH_SECRETS) $(BIN)/python -m cli.main night --day $(DAY) $(OPTIONS)

test: .venv/dev ## prove the project in at most ten minutes
	@$(BIN)/python -m pytest -m "not prove" -n 2 --dist loadgroup

prove: .venv/dev ## the long proofs: thousands of cases, 30 nights, a million rows
	@$(BIN)/python -m pytest -m prove

lint: .venv/dev ## formatter, ruff, mypy, sqlfluff, dbt deprecations; at most two minutes
	@$(BIN)/python .ci/lint.py

format: .venv/dev ## let ruff and sqlfluff mend what they can
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .
	@$(BIN)/python .ci/sql_style.py fix dbt_project/models dbt_project/tests analyses

hooks: .venv/dev ## check the changed files at each commit
	@$(BIN)/pre-commit install

docs: .venv/runtime $(SECRETS) ## build one static site in var/docs: dbt docs, lineage, metrics, columns
	@$(WITH_SECRETS) $(BIN)/python -m cli.main docs

replay: .venv/runtime $(SECRETS) ## rebuild a past day from raw and compare its files: make replay DAY=2026-06-29
	@$(WITH_SECRETS) $(BIN)/python -m cli.main replay --day $(DAY)

dbt: .venv/runtime ## dbt on a development copy of the last night: make dbt RUN="build --select stg_ticket+"
	@$(BIN)/python -m cli.main dbt $(RUN)

plan-diff: .venv/runtime $(SECRETS) ## what the rules of this checkout change in the plan of the last night
	@$(WITH_SECRETS) $(BIN)/python -m cli.main plan-diff

ui: .venv/runtime $(SECRETS) docs ## Dagster, MLflow and the dbt docs on loopback
	@mkdir -p $(PERIPLO_DAGSTER_STORAGE)
	@$(WITH_SECRETS) $(BIN)/python -m cli.main ui

bench: .venv/runtime ## print figures and ratios of speed
	@$(BIN)/python -m benchmarks.nightly

clean: ## remove everything generated, keep the environment
	@rm -rf $(PERIPLO_HOME) dbt_project/target dbt_project/logs logs
	@echo "removed $(PERIPLO_HOME); the environment stays in .venv"

# Locked environments: pins and hashes. A marker file stands for "installed as the lock says".
.venv/runtime: requirements/runtime.lock
	@.ci/venv "$(PYTHON)" requirements/runtime.lock && touch .venv/runtime
.venv/dev: requirements/dev.lock
	@.ci/venv "$(PYTHON)" requirements/dev.lock && touch .venv/dev .venv/runtime

$(SECRETS):
	@mkdir -p $(PERIPLO_HOME)
	@umask 077; $(PYTHON) -c 'import secrets; \
	[print(f"PERIPLO_{n}_SECRET={secrets.token_hex(32)}") for n in ("SUPPRESSION", "MODEL")]' > $@
