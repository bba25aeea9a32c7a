# make run   the main job: baseline against study cards, whole province, four seeds, report in runs/study_cards
# make test  style, types, layers and behaviour, all through pytest
# make docs  the documents as a site, in build/site
# make lock  choose the exact versions anew (requirements.lock, requirements-test.lock)
# More checks, each some minutes to hours: docs-slow fuzz fuzz-guided coverage mutants matrix package (see CONTRIBUTING.md).
#
# Needs python3 (3.11 or newer), pip and make. The environment is made once, in .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LANGUAGE_OPTION := $(if $(HALONG_LANGUAGE),--language $(HALONG_LANGUAGE))

.PHONY: run test docs docs-slow fuzz fuzz-guided coverage mutants matrix package lock clean

run: $(VENV)/.ready-to-run
	$(BIN)/halong run scenarios/study_cards.yaml --seeds 4 --until 2026-12 --out runs/study_cards $(LANGUAGE_OPTION)

test: $(VENV)/.ready-to-test
	$(BIN)/python -m pytest $(ARGS)

docs: $(VENV)/.ready-to-test
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet
	@echo build/site/index.html

# Commands of the documents that need minutes to hours.
docs-slow: $(VENV)/.ready-to-test
	HALONG_SLOW_DOCS=1 $(BIN)/python -m pytest -n 0 tests/experiments/test_pages.py

# New random files for every reader; HALONG_FUZZ of each kind.
fuzz: $(VENV)/.ready-to-test
	HALONG_FUZZ=$${HALONG_FUZZ:-2000} $(BIN)/python -m pytest tests/fuzz

# The same readers, each for HALONG_FUZZ_SECONDS with changes guided by the lines they reach. atheris is installed for it alone.
fuzz-guided: $(VENV)/.ready-to-test
	$(BIN)/python -m pip install --disable-pip-version-check --quiet "atheris>=3,<4"
	$(BIN)/python -m tests.fuzz.guided $(KINDS)

# Lines and branches that the tests reach, and those of compiled rules, which a few tiny markets run as Python. Tests of
# style, of bad days and of broken engines reach nothing more; how fast help answers is not told while lines are counted.
UNCOUNTED := $(addprefix --ignore=tests/,test_style.py faults calibration/test_broken_engines.py) \
	--deselect tests/experiments/test_texts.py::test_help_answers_at_once

# Fails where a test fails or a package is below its bar (fail_under in pyproject.toml), and reports all the same.
coverage: $(VENV)/.ready-to-test
	$(BIN)/python -m coverage erase
	failed=0; \
	$(BIN)/python -m coverage run -m pytest $(UNCOUNTED) $(ARGS) || failed=1; \
	$(BIN)/python -m coverage run -m tests.interpreted || failed=1; \
	$(BIN)/python -m coverage combine --quiet || failed=1; \
	for package in simulation calibration experiments; do \
	  $(BIN)/python -m coverage report --include="$$package/*" || failed=1; \
	done; \
	exit $$failed

# Faults planted in randomness, ledger, matching and training, one at a time; how many a test finds.
mutants: $(VENV)/.ready-to-test
	$(BIN)/python -m tests.mutants $(MODULES)

# The fast tests under each Python that is allowed, with the oldest and the newest libraries.
matrix:
	$(PYTHON) tests/matrix.py $(PYTHONS)

# Wheel and sdist, each installed and run in an empty environment, from a folder of its own.
package: $(VENV)/.ready-to-test
	$(BIN)/python tests/packaging.py

# Two stamps: the first installs what running needs, the second adds what testing needs.
$(VENV)/.ready-to-run: pyproject.toml requirements.lock | $(BIN)/python
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.ready-to-test: pyproject.toml requirements-test.lock $(VENV)/.ready-to-run | $(BIN)/python
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes --requirement requirements-test.lock
	touch $@

# Some systems ship python3 without ensurepip; then virtualenv makes the same environment.
$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12 run")'
	$(PYTHON) -m venv $(VENV) || { \
	  rm -rf $(VENV); \
	  $(PYTHON) -m virtualenv --version >/dev/null 2>&1 || $(PYTHON) -m pip install --user virtualenv \
	    || $(PYTHON) -m pip install --user --break-system-packages virtualenv; \
	  $(PYTHON) -m virtualenv $(VENV); }

LOCK := $(BIN)/python -m uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet

lock: | $(BIN)/python
	$(BIN)/python -m pip install --quiet uv
	$(LOCK) --extra editable --output-file requirements.lock
	$(LOCK) --extra editable --extra test --extra cluster --extra dashboard --extra docs --constraint requirements.lock \
		--output-file requirements-test.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
