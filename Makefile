# make run    the desk, with everything it needs, at http://127.0.0.1:8000
# make test   the tests that need no service
# make lint   style, types, arrows, migrations, production settings

VENV_PYTHON := .venv/bin/python
INSTALLED := .venv/.installed

.PHONY: install run test lint screenshots messages constraints

install:
	@$(VENV_PYTHON) -c '' 2>/dev/null || rm -rf .venv
	@$(MAKE) --no-print-directory --silent $(INSTALLED)

$(INSTALLED): constraints.txt pyproject.toml
	@python=$$(sh .ci/find-python) && $$python -m venv .venv
	@echo "Installing into .venv …"
	@$(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check --no-input --no-compile \
		--requirement constraints.txt
	@touch $@

run: install
	@exec $(VENV_PYTHON) manage.py start

# As on a machine that has set nothing: SQLite, no queue, no mail server. The tables come straight
# from the models, which takes seconds; that the migrations make the same ones, `make lint` sees,
# and .ci/run tests on them.
test: install
	@env -i PATH="$$PATH" HOME="$$HOME" LANG=C.UTF-8 $(VENV_PYTHON) -m pytest -n auto --no-migrations \
		-m "not services and not postgres and not browser"

lint: install
	@$(VENV_PYTHON) -m ruff check .
	@$(VENV_PYTHON) -m ruff format --check .
	@$(VENV_PYTHON) -m mypy
	@.venv/bin/lint-imports
	@$(VENV_PYTHON) manage.py makemigrations --check
	@$(VENV_PYTHON) -m tests.production check --deploy --fail-level WARNING

screenshots: install
	@$(VENV_PYTHON) -m tests.browser.screenshots

# Collects what is to be translated into locale/*/LC_MESSAGES/django.po, and compiles what is. Needs
# GNU gettext; the compiled catalogues are kept, so that running the desk does not.
messages: install
	@$(VENV_PYTHON) manage.py makemessages --locale fr --locale ja --no-location --no-wrap --no-obsolete \
		--ignore .venv --ignore tests --ignore var
	@$(VENV_PYTHON) manage.py compilemessages --locale fr --locale ja --verbosity 0

# Pins exactly what pyproject.toml allows; `make constraints UPGRADE=--upgrade` moves to the newest.
constraints: install
	@CUSTOM_COMPILE_COMMAND="make constraints" $(VENV_PYTHON) -m piptools compile --quiet $(UPGRADE) \
		--extra dev --strip-extras --no-emit-options --no-emit-index-url \
		--no-emit-trusted-host --no-emit-find-links --output-file constraints.txt pyproject.toml
