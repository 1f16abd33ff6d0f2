# Zana. `make help` lists the words; README.md tells the rest.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
# Python keeps what it compiled, whatever the shell says: the suite starts hundreds of processes.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help install demo test test-servers fast lint format bench soak messages lock run clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 16

install: .venv/.ready ## prepare .venv with everything that is locked, ready to run

.venv/.ready: requirements/run.txt pyproject.toml scripts/install.sh
	@sh scripts/install.sh $(PYTHON) requirements/run.txt

.venv/.ready-dev: .venv/.ready requirements/dev.txt
	@sh scripts/install.sh $(PYTHON) requirements/dev.txt && touch .venv/.ready-dev

demo: install ## the whole house with a demonstration programme, on http://localhost:$PORT
	@$(BIN)/zana messages --compile
	@ZANA_BASE_URL=$${ZANA_BASE_URL:-http://localhost:$(PORT)} $(BIN)/zana demo --port $(PORT)

lint: .venv/.ready-dev ## style, types, rooms
	@$(BIN)/ruff check -q . && $(BIN)/ruff format -q --check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy zana tests conftest.py

format: .venv/.ready-dev ## let the formatter have its way
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

fast: .venv/.ready-dev ## the fast suite, while you write: rules, facts and actions
	@$(BIN)/zana messages --compile
	@$(BIN)/python -m pytest -q -n 2 -m "not slow and not browser and not servers"

test: .venv/.ready-dev ## style, types, texts and the suite on both databases
	@sh scripts/test.sh

test-servers: .venv/.ready-dev ## the tests against real servers that nobody here wrote (needs node)
	@sh scripts/servers.sh

bench: .venv/.ready-dev ## measure against the budgets; writes docs/benchmarks.md
	@$(BIN)/zana messages --compile
	@$(BIN)/python -m tests.bench

soak: .venv/.ready-dev ## kill the worker 200 times in the middle of publishing
	@ZANA_KILLS=200 $(BIN)/python -m pytest -q -s -m slow -k kill zana/publishing tests

messages: .venv/.ready-dev ## extract the texts of all rooms into their catalogues
	@$(BIN)/zana messages --extract

lock: ## write the locks anew (needs uv)
	@cd requirements && uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header run.in -o run.txt
	@cd requirements && uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header dev.in -o dev.txt -c run.txt

clean: ## remove what was built; var/ (your data) stays
	@rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .servers
