# The commands of this project. `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
SERVE ?= 1
SIZE ?= 100000
export PORT SERVE SIZE

# Installs a lock file and counts the packages: on one line in a terminal, every tenth elsewhere.
install = $(BIN)/python -m pip install --disable-pip-version-check --no-color --require-hashes -r $(1) | awk -v tty=$$([ -t 1 ] && echo 1 || echo 0) -v all=$$(grep -c == $(1)) '/^Collecting/ { n++; if (tty) { printf "\r  %d of at most %d: %-48s", n, all, $$2; fflush() } else if (n % 10 == 0) { print "  " n " of at most " all " packages"; fflush() } } /^Installing/ { print (tty ? "\r" : "") "  " n " packages are here; unpacking them ...                                        "; fflush() }'

pin = $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header pyproject.toml

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

demo: $(VENV)/.run-ready ## set up, load the demonstration, serve at http://127.0.0.1:8000 (PORT, DATA_DIR, SERVE=0)
	@DEBUG=1 $(BIN)/python -m factcheck.demo

test: $(VENV)/.dev-ready ## set up and run all tests on a real PostgreSQL
	$(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder

check: $(VENV)/.dev-ready $(if $(CI),web-tools) ## everything that CI checks: lint, types, contracts, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	DEBUG=0 $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(MAKE) test

web-tools: $(VENV)/.dev-ready ## fetch what checks pages in tests: axe-core and the Nu HTML checker (needs npm)
	@$(BIN)/python -m tests.web_tools

fix: $(VENV)/.dev-ready ## format, and mend what can be mended by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

stress: $(VENV)/.dev-ready ## the long proofs, by hand: make stress PART=provenance, four-eyes, injection, races, interleavings, offers, pages, readings, workers, egress, webhooks, commands, anchors, feed or openapi
	@case "$(PART)" in provenance) GRAPHS=20000 $(BIN)/python -m pytest tests/domain/test_independence_by_hand.py -n 2 ;; \
	  four-eyes) MATRIX=whole $(BIN)/python -m pytest -s tests/proofs/test_four_eyes.py ;; \
	  injection) INJECTION=1 $(BIN)/python -m pytest -s tests/proofs/test_injection_at_the_desk.py ;; \
	  races) RACES=500 $(BIN)/python -m pytest -s tests/proofs/test_races.py ;; \
	  interleavings) INTERLEAVINGS=1000 $(BIN)/python -m pytest -s tests/proofs/test_interleavings.py ;; \
	  offers) OFFERS=1 $(BIN)/python -m pytest -s tests/actions/test_proposals.py ;; \
	  pages) PAGES=5000 $(BIN)/python -m pytest -s tests/ingest/test_page.py -k random ;; \
	  readings) HOSTILE_TEXT=500000 NUMBERS=20000 $(BIN)/python -m pytest tests/extraction/test_dates.py tests/extraction/test_figures.py ;; \
	  workers) KILLS=300 $(BIN)/python -m pytest -s tests/proofs/test_workers.py ;; \
	  egress) HOSTILE=400 CAPTURES=500 $(BIN)/python -m pytest -s tests/egress ;; \
	  webhooks) EVENTS=10000 KILLS=50 HOSTILE=400 $(BIN)/python -m pytest -s tests/proofs/test_webhooks.py tests/egress/test_hostile.py ;; \
	  commands) COMMANDS=2000 $(BIN)/python -m pytest -s tests/api/test_commands.py ;; \
	  anchors) ANCHORS=5000 $(BIN)/python -m pytest -s tests/domain/test_reanchoring.py ;; \
	  openapi) OPENAPI=300 $(BIN)/python -m pytest -s tests/proofs/test_openapi.py tests/api/test_client.py ;; \
	  feed) CHANGES=100000 $(BIN)/python -m pytest -s tests/journeys/test_log_order.py ;; \
	  *) echo "Say which part: make stress PART=provenance (20,000 random graphs), four-eyes (every case on every path),"; \
	     echo "injection (hostile words on every page of the desk),"; \
	     echo "races (500 of approving, editing, publishing), interleavings (1,000 of 2 to 4 editors), offers (200 at once),"; \
	     echo "pages (10,000 made up or broken), readings (20,000 numbers, half a megabyte of each hostile text),"; \
	     echo "workers (300 killed), egress (400 hostile addresses in a network of their own, 500 captures),"; \
	     echo "webhooks (10,000 events to 5 endpoints, 50 senders killed; 400 hostile addresses)"; \
	     echo "commands (2,000, each sent up to five times), anchors (5,000 edited articles),"; \
	     echo "feed (100,000 changes by 16 writers, 50 exports, PostgreSQL killed three times) or openapi (each address asked 300 times as allowed and as not)"; exit 2 ;; esac

client: $(VENV)/.dev-ready ## a typed Python client of the API, made from its description: var/client (INTO=folder)
	@$(BIN)/python -m tests.made_client $(or $(INTO),var/client)

bench: $(VENV)/.dev-ready ## figures beside the practical limit on this machine, with 100,000 claims (SIZE=1000000, KEEP=1)
	$(BIN)/python -m bench.at_size
	$(BIN)/python bench/run.py
	$(BIN)/python -m bench.attribution
	$(BIN)/python -m bench.seed_article
	$(BIN)/python -m bench.matching

migrations: $(VENV)/.dev-ready ## write a migration: make migrations name=what_it_does
	@test -n "$(name)" || { echo "Say what it does: make migrations name=add_topics"; exit 2; }
	$(BIN)/python manage.py makemigrations claims --name "$(name)"

lock: $(VENV)/.dev-ready ## pin all dependencies again, with hashes; what runs is pinned to what was tested
	$(pin) --extra meaning --group dev -o requirements-dev.lock
	$(pin) -c requirements-dev.lock -o requirements.lock

stop: ## stop the embedded database
	@$(BIN)/python -m factcheck.database stop

clean: ## delete the environment (data in var/ stay)
	rm -rf $(VENV)

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version). Name another with: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "This Python cannot make environments. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Making the environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run-ready: $(VENV)/.made requirements.lock
	@echo "Installing what the product needs (pinned, with hashes) ..."
	@$(call install,requirements.lock)
	@touch $@

$(VENV)/.dev-ready: $(VENV)/.made requirements-dev.lock
	@echo "Installing what the product and its tests need (pinned, with hashes) ..."
	@$(call install,requirements-dev.lock)
	@touch $@

.PHONY: help demo test check web-tools fix stress client bench migrations lock stop clean
