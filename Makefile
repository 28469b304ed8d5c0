# Everything sets itself up on a machine with Python 3.11+, pip, make and a C compiler.
PYTHON ?= python3
UV_VERSION := 0.13.9
VENV := .venv
BIN := $(VENV)/bin
PO := $(wildcard assistant/locale/*/LC_MESSAGES/*.po)
CATALOGUES := $(PO:.po=.mo)

.PHONY: run test soak test-exports snapshots check format translations bench clean

# uv installs what uv.lock pins; it is itself installed by pip, inside the environment.
$(VENV)/installed: pyproject.toml uv.lock tools/compile_catalogues.py
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)" >&2
	@UV_PROJECT_ENVIRONMENT=$(VENV) $(BIN)/uv sync --quiet --frozen --extra local --extra pictures --group dev --python $(BIN)/python >&2
	@touch $@

assistant/locale/%.mo: assistant/locale/%.po | $(VENV)/installed
	@$(BIN)/python tools/compile_catalogues.py >/dev/null

ready: $(VENV)/installed $(CATALOGUES)
.PHONY: ready

# `make run < answers.txt` works: only the interview writes to standard output. ARGS="--language es" passes options on.
run: ready
	@$(BIN)/journeymap models install --if-needed >&2 || true
	@$(BIN)/journeymap $(ARGS)

# Bytecode is written even where the environment forbids it: hundreds of tests start the program anew.
test: export PYTHONDONTWRITEBYTECODE =
test: ready
	$(BIN)/journeymap models install --quiet >&2 || true
	$(BIN)/python -m pytest -n 2 $(ARGS)

# The campaigns of docs/reliability.md, long: about an hour on two cores.
soak: ready
	$(BIN)/python -m tests.bench.kills --times 500
	$(BIN)/python -m tests.bench.model_faults
	$(BIN)/python -m tests.bench.damage --times 400
	$(BIN)/python -m tests.bench.disk --times 66
	$(BIN)/python -m tests.bench.two_at_once
	$(BIN)/python -m tests.bench.bad_files --times 10000
	$(BIN)/python -m tests.bench.injection --each 1
	$(BIN)/python -m tests.bench.leaks
	$(BIN)/python -m tests.bench.bombs
	$(BIN)/python -m tests.bench.long_run
	JOURNEYMAP_TEST_EXAMPLES=500 $(BIN)/python -m pytest -p no:xdist tests/unit/interview/test_state_machine.py

# Every export opened by programs of others, which are installed first (Debian's packages, npm).
test-exports: ready
	tools/install_export_programs.sh
	JOURNEYMAP_TEST_EXPORTS=all $(BIN)/python -m pytest -p no:xdist -rs tests/unit/opened tests/unit/exports/test_mermaid.py tests/unit/exports/test_cjml.py
	$(BIN)/python -m tests.bench.hostile_exports

# Every screen at three sizes, dark and light, in three languages; `make test` looks at half of them.
snapshots: ready
	JOURNEYMAP_SNAPSHOTS=all $(BIN)/python -m pytest -n 2 tests/tui/test_snapshots_all.py $(ARGS)

check: ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/check_translations.py
	$(BIN)/uv lock --check

format: ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Figures, not tests: see docs/benchmarks.md.
bench: ready
	$(BIN)/python -m tests.bench.first_frame

translations: ready
	$(BIN)/python tools/update_translations.py

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
