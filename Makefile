# Everything happens in .venv; a target sets up what it needs. Python 3.11 or later and make are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: story serve test lint format docs bench wheel clean

story: $(VENV)/.installed ## Tell the story of the example pages and open it
	@mkdir -p out
	$(BIN)/riwaya tell examples --format html --out out/story.html --open

serve: $(VENV)/.serving ## Keep the example pages in a store and serve it to this machine's browser
	@mkdir -p out
	$(BIN)/riwaya add examples --store out/examples.db
	$(BIN)/riwaya serve --store out/examples.db --open

test: $(VENV)/.dev ## Run the tests on all cores, four at most
	$(BIN)/pytest -n auto --maxprocesses 4 --dist worksteal

lint: $(VENV)/.dev ## Check style, types and the direction of imports
	$(BIN)/ruff format --check src tests bench docs training hatch_build.py
	$(BIN)/ruff check src tests bench docs training hatch_build.py
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev ## Put the code in order
	$(BIN)/ruff format src tests bench docs training hatch_build.py
	$(BIN)/ruff check --fix src tests bench docs training hatch_build.py

docs: $(VENV)/.dev ## Write the generated reference pages again
	$(BIN)/python docs/generate.py

bench: $(VENV)/.dev ## Measure; SHARED is the folder with annotated pages and public data
	@test -n "$(SHARED)" || { echo "usage: make bench SHARED=FOLDER"; exit 2; }
	$(BIN)/python bench/stages.py $(SHARED)

wheel: $(VENV)/bin/python ## Make a wheel for machines like this one, its hottest stages compiled (asks for a C compiler)
	HATCH_BUILD_HOOKS_ENABLE=1 $(BIN)/python -m pip wheel --disable-pip-version-check --no-deps --wheel-dir dist .

clean: ## Remove what was built
	rm -rf $(VENV) out dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e .
	@touch $@

$(VENV)/.serving: pyproject.toml requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[serve]'
	@touch $@ $(VENV)/.installed

$(VENV)/.dev: pyproject.toml requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[dev]'
	@touch $@ $(VENV)/.installed
