# `make run` and `make test` need Python 3.11+, its venv module and make; they do the rest.
#
# Settings from the environment or the command line:
#   PORT=8000  DATA_DIR=var  DEMO=1 (0: no demonstration data)  TERRITORY=38 (shown first)
#   DATABASE_URL=postgres://…  (default: SQLite in DATA_DIR)    PYTHON=python3
#   SOAK_AGAIN=1: `make soak` forgets what it tried
#   REQUIRE_ALL=1: in `make test`, a missing PostgreSQL, Chromium, exiftool, age, nginx or w3m is a
#   failure

PYTHON ?= python3
DATA_DIR ?= $(CURDIR)/var
DEMO ?= 1
PORT ?= 8000
export DATA_DIR DEMO PORT

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PYTEST := $(BIN)/pytest -n 2 --dist worksteal
ON_SQLITE := env -u DATABASE_URL
ON_POSTGRES := $(BIN)/python tests/with_postgres.py

.DEFAULT_GOAL := help
.PHONY: help run test bench soak lint format lock clean

help: ## Say what there is to type
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1\t\2/p' Makefile | expand -t 14

run: .venv/ready ## Prepare the register and serve it on http://127.0.0.1:8000
	@mkdir -p "$(DATA_DIR)"
	@$(MANAGE) compile_translations
	@$(MANAGE) migrate --verbosity 0 && echo "Database: migrations applied"
	@$(MANAGE) load_reference
ifneq ($(DEMO),0)
	@$(MANAGE) load_corpus fixtures/corpus.yaml
endif
	@$(MANAGE) load_pages
	@$(MANAGE) collectstatic --noinput --verbosity 0 && echo "Static files: collected"
ifneq ($(DEMO),0)
	@$(MANAGE) ensure_demo_moderator
endif
	@echo "Serving on http://127.0.0.1:$(PORT)/ (Ctrl-C stops)"
	@MALLOC_ARENA_MAX=1 exec $(BIN)/gunicorn --config technopolice/gunicorn.py

test: .venv/ready ## Run all tests, on SQLite and then on a PostgreSQL of their own
	@TESTING=1 $(MANAGE) compile_translations
	@echo "On SQLite:" && $(ON_SQLITE) $(PYTEST)
	@$(ON_POSTGRES) $(PYTEST)

# Goes on where it was stopped; SOAK_AGAIN=1 begins anew. The table: DATA_DIR/soak.md, soak.json.
soak: export SOAK := 1
soak: export SOAK_DIR := $(DATA_DIR)/soak
soak: .venv/ready ## Run the races, kills, floods and fuzzing at full counts (hours, resumable)
ifeq ($(SOAK_AGAIN),1)
	@rm -rf "$(SOAK_DIR)"
endif
	@TESTING=1 $(MANAGE) compile_translations
	@echo "On SQLite:" && $(ON_SQLITE) $(PYTEST) -m soak; on_sqlite=$$?; \
	  $(ON_POSTGRES) $(PYTEST) -m soak && exit $$on_sqlite

# BENCH=short or full (docs/speed.md); BENCH_DIR keeps what it made, DATA_DIR/bench by default.
bench: .venv/ready ## Compare speed with peers; prints ratios and writes bench.json in DATA_DIR
	@TESTING=1 $(MANAGE) compile_translations
	@$(BIN)/python -m benchmarks

lint: .venv/ready ## Check format, lint, settings and migrations; changes nothing
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/djhtml --check --tabwidth 2 templates
	@TESTING=1 $(MANAGE) check
	@TESTING=1 $(MANAGE) makemigrations --check --dry-run

format: .venv/ready ## Format the code and the templates
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .
	@$(BIN)/djhtml --tabwidth 2 templates

# UPGRADE=--upgrade takes the newest versions that pyproject.toml allows.
lock: ## Write requirements.lock from pyproject.toml (needs uv)
	@uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 $(UPGRADE) \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet -o requirements.lock
	@! grep -nE '://|file:|^-' requirements.lock

clean: ## Remove what the commands made, except the data in var/
	@rm -rf .venv .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -prune -exec rm -rf {} + -o -name '*.mo' -exec rm -f {} +

# The environment is made anew when the lock changes, so it never holds what the lock does not.
.venv/ready: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11+ is needed")'
	@echo "Environment: installing requirements.lock into .venv"
	@rm -rf .venv && $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@
