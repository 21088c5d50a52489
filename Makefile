# The two commands: `make report` checks the seed and writes its report, `make test` passes all tests.
PYTHON ?= python3
BIN := .venv/bin
# The folders of `make quick`: what the numbers and the words of a claim rest on.
QUICK := tests/claims/rules tests/questions tests/places tests/comparisons/test_series.py tests/findings/test_model_cases.py tests/golden tests/test_structure.py
DOCUMENT ?= seeds/kakar-2023-11-08.md

# What a Python must be, and whether another one was named (PYTHON=…) than the one in an environment.
NEW_ENOUGH := -c "import sys; sys.exit(sys.version_info < (3, 11))"
VERSION := -c "import sys; print(*sys.version_info[:2])"
another = $(and $(filter-out file,$(origin PYTHON)),$(wildcard $(1)/bin/python),$(shell test "`$(PYTHON) $(VERSION)`" = "`$(1)/bin/python $(VERSION)`" || echo another))

.PHONY: another help report test quick lab lint lock licences reference audit oldest notebooks data clean

help:
	@echo "make report     check $(DOCUMENT) and write its report (DOCUMENT=path for another text)"
	@echo "make test       run linters, type checker, tests and notebooks"
	@echo "make quick      run the linters and the fast tests (under a minute)"
	@echo "make lab        open the notebooks in JupyterLab, at the one to start with"
	@echo "make notebooks  run every notebook again and keep its outputs"
	@echo "make data       build the shipped datasets again (NAME=dataset INPUT=file: that one alone, from its file)"
	@echo "make lock       pin the newest dependencies (needs uv)"
	@echo "make oldest     run the tests of the numbers with the oldest supported dependencies (needs uv)"
	@echo "make licences   write docs/reference/licences.md anew from the lock files (needs the network)"
	@echo "make reference  write docs/reference/cli.md and python-api.md from the help and the docstrings"
	@echo "make audit      hold the lock files against known vulnerabilities (needs the network)"

report: .venv/installed-run
	$(BIN)/verifier report $(DOCUMENT) -o reports

test: .venv/installed-test lint
	$(BIN)/python -m pytest -n logical --maxprocesses 4 --dist loadscope --no-loadscope-reorder \
	  --nbval-lax --nbval-current-env --nbval-cell-timeout=120 tests notebooks

quick: .venv/installed-test
	$(BIN)/ruff check --quiet .
	$(BIN)/python -m pytest -q -n logical --maxprocesses 4 --dist loadscope $(QUICK)

lint: .venv/installed-test
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/python -m mypy

lab: .venv-lab/installed
	.venv-lab/bin/jupyter lab notebooks/start_here.ipynb

notebooks: .venv/installed-test
	for notebook in notebooks/*.ipynb; do \
	  $(BIN)/jupyter execute --inplace --kernel_name=python3 "$$notebook" && $(BIN)/python .ci/tidy_notebook.py "$$notebook" || exit 1; \
	done

data: .venv/installed-run
	$(BIN)/python datasets/build.py $(NAME) $(foreach file,$(INPUT),--input $(file))

lock:
	uv pip compile --quiet --universal --generate-hashes --no-header --extra build pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --extra build --extra test pyproject.toml -o requirements-test.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --extra build --extra lab pyproject.toml -o requirements-lab.lock

# The lowest version of every dependency that pyproject.toml names; what only the tests need is the newest.
oldest:
	uv venv --quiet --clear --python 3.11 .venv-oldest
	uv pip compile --quiet --resolution lowest-direct --python-version 3.11 pyproject.toml -o .venv-oldest/lowest.txt
	uv pip install --quiet --python .venv-oldest -r .venv-oldest/lowest.txt hatchling editables hypothesis openpyxl pytest statsmodels
	uv pip install --quiet --python .venv-oldest --no-deps --no-build-isolation -e .
	.venv-oldest/bin/python -m pytest -q tests/golden tests/comparisons tests/findings tests/claims

licences: .venv/installed-run
	$(BIN)/python .ci/licences.py

reference: .venv/installed-run
	$(BIN)/python .ci/reference.py

# --strict: a package that cannot be looked up fails the audit instead of passing unseen.
audit:
	@test -x .venv-audit/bin/pip-audit || { $(PYTHON) -m venv .venv-audit && .venv-audit/bin/python -m pip install --quiet pip-audit; }
	for lock in requirements.lock requirements-test.lock requirements-lab.lock; do \
	  .venv-audit/bin/pip-audit --strict --disable-pip --require-hashes -r $$lock || exit 1; \
	done

clean:
	rm -rf .venv .venv-lab .venv-audit .venv-oldest reports .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/installed-run: requirements.lock pyproject.toml $(call another,.venv)
	$(call install,.venv,requirements.lock)

.venv/installed-test: requirements-test.lock pyproject.toml $(call another,.venv)
	$(call install,.venv,requirements-test.lock)
	@touch .venv/installed-run

.venv-lab/installed: requirements-lab.lock pyproject.toml $(call another,.venv-lab)
	$(call install,.venv-lab,requirements-lab.lock)

# A virtual environment from a lock file, every package checked against its hash, then this project itself. One whose
# Python is too old or gone, or not the one that is asked for, is made anew; one that uv made has no pip.
define install
@test -e $(1)/bin/python && $(1)/bin/python $(NEW_ENOUGH) && test -z "$(call another,$(1))" || rm -rf $(1)
@test -e $(1)/bin/python || $(PYTHON) $(NEW_ENOUGH) || \
  { echo "verifier needs Python 3.11 or newer; \`$(PYTHON) --version\` says: $$($(PYTHON) --version 2>&1). Name a newer one: make PYTHON=python3.12 …"; exit 1; }
@test -e $(1)/bin/python || $(PYTHON) -m venv $(1) || \
  { rm -rf $(1); echo "Could not make a virtual environment: install Python's venv module (Debian: apt install python3-venv)"; exit 1; }
@echo "Installing from $(2) …"
@install="$(1)/bin/python -m pip install --quiet --disable-pip-version-check"; \
  if $(1)/bin/python -m pip --version >/dev/null 2>&1; then :; \
  elif command -v uv >/dev/null; then install="uv pip install --quiet --python $(1)/bin/python"; \
  else $(1)/bin/python -m ensurepip >/dev/null; fi && \
  $$install --require-hashes -r $(2) && \
  $$install --no-deps --no-build-isolation --editable .
@touch $@
endef
