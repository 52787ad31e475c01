PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header

# What a server would have: `check --deploy` judges production, and saying nothing is production.
# The key is made up each time, the database is never opened.
PRODUCTION = env -u R2PNET_MODE R2PNET_ALLOWED_HOSTS=r2pnet.example R2PNET_SITE_URL=https://r2pnet.example \
	DATABASE_URL=postgres://r2pnet@localhost/r2pnet \
	R2PNET_EMAIL_URL=smtp+tls://mail.r2pnet.example:587 R2PNET_FROM_EMAIL=register@r2pnet.example \
	R2PNET_SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_urlsafe(64))")

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test test-slow fuzz bench look docs messages check-register lint format lock clean checker

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.base ## start the site on this machine (PORT=8000), with its data in var/
	@R2PNET_MODE=local $(BIN)/python manage.py start

test: $(VENV)/.dev checker ## the whole suite, on SQLite and on PostgreSQL, and in a browser
	@$(BIN)/python tests/run.py

test-slow: $(VENV)/.dev ## the tests marked slow, on both databases
	@$(BIN)/python tests/run.py -m slow

fuzz: $(VENV)/.dev ## ask the API of a portal of its own for thousands of things, from outside
	@$(BIN)/python -m tests.fuzz.run

bench: $(VENV)/.dev ## how fast the portal is served, into benchmarks/serving.md (HOW="--rounds 2")
	@$(BIN)/python -m benchmarks.serving $(HOW)

look: $(VENV)/.dev ## pictures of every page, into var/look (ONLY="home posts", TO=folder)
	@$(BIN)/python -m tests.browser.look --to $(or $(TO),var/look) $(ONLY)

docs: $(VENV)/.dev ## write docs/visual-language.html anew
	@R2PNET_MODE=test $(BIN)/python manage.py visual_language

check-register: $(VENV)/.base ## look in var/ for facts that break the rules which SQL cannot hold
	@R2PNET_MODE=local $(BIN)/python manage.py check_register

lint: $(VENV)/.dev ## everything that can be checked without running a test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/lint-imports --no-logo
	R2PNET_MODE=test DATABASE_URL=sqlite://:memory: $(BIN)/python manage.py makemigrations --check --dry-run
	@$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

format: $(VENV)/.dev ## rewrite the Python files in the one format
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

messages: $(VENV)/.dev ## bring the catalogues of the languages up to the strings (needs gettext)
	@R2PNET_MODE=test $(BIN)/python manage.py makemessages --all --no-obsolete --add-location file --ignore tests --ignore benchmarks --ignore node_modules
	@R2PNET_MODE=test $(BIN)/python manage.py compilemessages --ignore .venv

lock: $(VENV)/.dev ## write the lock files anew (UPGRADE=--upgrade for newer versions)
	$(COMPILE) $(UPGRADE) requirements/base.in -o requirements/base.txt
	$(COMPILE) $(UPGRADE) requirements/dev.in -o requirements/dev.txt

clean: ## remove what make made; the data in var/ stays
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis .import_linter_cache tests/browser/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# .base and .dev say which lock is installed. While one is being installed the folder is marked
# unfinished, so that an install cut short is thrown away by the next call, not built upon.
# The development lock holds the whole runtime lock: with .dev there is .base.
$(VENV)/.base $(VENV)/.dev: $(VENV)/.%: requirements/%.txt requirements/preflight.py
	@$(PYTHON) requirements/preflight.py
	@test ! -e $(VENV)/.unfinished || rm -rf $(VENV)
	@mkdir -p $(VENV) && touch $(VENV)/.unfinished
	@echo "Installing $< into $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r $<
	@rm $(VENV)/.unfinished && touch $(VENV)/.base $@

# The HTML checker of the browser tests. Where npm is missing or fails, the tests go on and say so.
CHECKER := tests/browser/node_modules
checker: $(if $(shell command -v npm),$(CHECKER)/.installed)
$(CHECKER)/.installed: tests/browser/package-lock.json
	@echo "Installing $< into $(CHECKER)"
	-@cd tests/browser && npm ci --silent && touch node_modules/.installed
