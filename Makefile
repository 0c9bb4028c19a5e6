# Two commands for users, `make run` and `make test`; both set up all they need, and are quick when nothing is left to do.
PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin
INSTALLED := .venv/.installed

TEST_SCALE := .venv/.scale

.PHONY: run test check test-long test-scale format lock setup clean

run: setup  ## play a whole night on the practice portals and show the year-over-year table
	$(BIN)/gongkai run --practice

test: setup  ## every test, but the long ones
	$(BIN)/pytest

test-long: setup  ## thousands of generated reports and damaged files, kills at random moments, dbt's tests on every made-up night: hours
	$(BIN)/pytest -m long
	GONGKAI_FUZZ=250 $(BIN)/pytest tests/parsing/test_fuzz.py
	GONGKAI_DBT=1 $(BIN)/pytest tests/warehouse tests/flows tests/dashboard

test-scale: setup $(TEST_SCALE)  ## a night on several machines, played on this one: an S3 server, a Dask cluster, PostgreSQL, Prefect's workers
	$(BIN)/pytest -m scale -n 1 tests/scale

$(TEST_SCALE): requirements-scale.txt $(INSTALLED)
	PYTHON=$(PYTHON) sh tools/system-packages.sh scale
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --require-hashes -r requirements-scale.txt
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --no-deps -e .
	touch $@

check: setup  ## style, types, SQL and what is generated from the metrics; the same as pre-commit and CI
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m warehouse.metrics --check
	$(BIN)/sqlfluff lint --processes 2 dbt

format: setup
	$(BIN)/python -m warehouse.metrics
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/sqlfluff fix --processes 2 dbt

lock: setup  ## after a change of the dependencies in pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --generate-hashes --upgrade \
		--no-header --no-emit-index-url --quiet --output-file requirements.txt
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra scale --extra test-scale --universal --generate-hashes \
		--constraint requirements.txt --no-header --no-emit-index-url --quiet --output-file requirements-scale.txt

setup: $(INSTALLED)

$(INSTALLED): requirements.txt pyproject.toml tools/system-packages.sh
	PYTHON=$(PYTHON) sh tools/system-packages.sh
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --require-hashes -r requirements.txt
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --no-deps -e .
	touch $@

clean:
	rm -rf .venv dbt/target dbt/logs .pytest_cache .mypy_cache .ruff_cache .hypothesis
