.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
export PYTHON

RUN := .venv/bin
RUNTIME := .venv/requirements.lock
DEVELOPMENT := .venv/requirements-dev.lock
COMPILE := var/uv/bin/uv pip compile --quiet --upgrade --universal --generate-hashes \
	--python-version 3.11 --no-header --no-emit-index-url --no-emit-find-links --no-annotate

.PHONY: help demo test lint types imports pytest test-compose bench fuzz lock clean

help: ## Explain every target
	@awk -F ' ## ' '/^[a-z-]+:.* ## / { sub(/:.*/, "", $$1); printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(RUNTIME) ## Play the story of a fictional municipality and stay up until Ctrl-C; ONCE=1 stops by itself
	@$(RUN)/python -m services.cli demo $(if $(ONCE),--once)

test: lint types imports pytest ## Everything that CI checks: lint, types, import rules, all tests on real servers

lint: $(DEVELOPMENT) ## Style and form of the code
	$(RUN)/ruff check
	$(RUN)/ruff format --check

types: $(DEVELOPMENT) ## Types, strictly
	$(RUN)/mypy

imports: $(DEVELOPMENT) ## Which room may import which
	$(RUN)/lint-imports

pytest: $(DEVELOPMENT) ## All tests except benchmarks and compose; ARGS="-k name" chooses
	$(RUN)/python -m pytest -n 3 --dist loadgroup $(ARGS)

test-compose: $(DEVELOPMENT) ## Build the images, run docker-compose.yml for real and test it
	@sh deploy/compose-test/run

bench: $(DEVELOPMENT) ## Measure against the alternatives and write docs/benchmarks.md
	$(RUN)/python -m tests.benchmarks

fuzz: $(DEVELOPMENT) ## Ask each service 10,000 made-up things, at most half an hour each; SEED=1 repeats a run
	$(RUN)/python -m tests.fuzz $(if $(SEED),--seed $(SEED)) $(if $(CASES),--cases $(CASES))

lock: $(DEVELOPMENT) ## Choose package versions anew and write the lock files, without addresses
	$(RUN)/python -m venv var/uv
	var/uv/bin/pip install --quiet uv
	$(COMPILE) --output-file requirements.lock pyproject.toml
	$(COMPILE) --output-file requirements-dev.lock pyproject.toml --group dev
	echo hatchling | $(COMPILE) --output-file deploy/build-requirements.lock -

clean: ## Remove what the other targets made
	rm -rf .venv var .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/%.lock: %.lock pyproject.toml deploy/bootstrap.sh deploy/install_checkout.py
	@sh deploy/bootstrap.sh $<
