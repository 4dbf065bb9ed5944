# Every target sets up what it needs: a fresh machine needs Python 3.11 or later, and make; all but `demo` and
# `docs` a C compiler (Debian: gcc python3-dev).
PYTHON ?= python3
BIN := .venv/bin
INSTALL = $(BIN)/python -m pip install --quiet -c constraints.txt
DEMO := .venv/.demo
DOCS := .venv/.docs
READY := .venv/.ready
SEED ?= 1
PAIRS ?= 1000000

.PHONY: demo test check soak bench pages docs clean

demo: $(DEMO)
	@echo '$$ cchc-rules evaluate quan-12-2022 agency examples/data/quan-12-2022-agencies.csv \'
	@echo '    --list initiatives=examples/data/quan-12-2022-initiatives.csv'
	@echo
	@# Exit code 1 says that some rows are invalid, as the sample means them to be.
	@$(BIN)/cchc-rules --lang vi evaluate quan-12-2022 agency examples/data/quan-12-2022-agencies.csv \
	    --list initiatives=examples/data/quan-12-2022-initiatives.csv || [ $$? -eq 1 ]

# Each worker begins with a stretch of its own, so that what a module sets up is set up once.
test: $(READY)
	$(BIN)/python -m pytest -n auto --dist worksteal -m 'not soak'

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/cchc-rules check --strict rulesets
	$(BIN)/cchc-rules verify rulesets

soak: $(READY)
	$(BIN)/python -m tests.soak.differential --pairs $(PAIRS) --seed $(SEED)
	$(BIN)/python -m tests.soak.columns --seed $(SEED)
	$(BIN)/python -m tests.soak.selections
	$(BIN)/python -m tests.soak.symbolic --seed $(SEED)
	$(BIN)/python -m pytest -m soak

# The generated pages of docs/: run it after a change of a ruleset, a command or the words of a problem.
pages: $(READY)
	$(BIN)/cchc-rules pages -o docs/campaigns
	$(BIN)/python docs/generate.py

# The documents as a site, both languages, in `site/`: open `site/index.html`. Nothing is fetched while it is built or read.
docs: $(DOCS)
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict

# A peer that cannot be installed is reported by the benchmark and not timed.
bench: $(READY)
	@grep -v '^#' benchmarks/requirements.txt | while read -r peer; do \
	    $(INSTALL) "$$peer" || true; done
	$(BIN)/python -m benchmarks.agency
	$(BIN)/python -m benchmarks.columns
	$(BIN)/python -m benchmarks.excel
	$(BIN)/python -m benchmarks.growth
	$(BIN)/python -m benchmarks.selecting
	$(BIN)/python -m benchmarks.service

clean:
	rm -rf .venv build dist site ./*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage*

# What `make demo` needs and no more: the whole set is many times as large.
$(DEMO): pyproject.toml setup.py constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(INSTALL) -e '.[excel,report]'
	touch $@

$(DOCS): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(INSTALL) -e '.[docs]'
	touch $@

# durable_rules is built apart from the rest: from Python 3.13 on its C source names a function that is gone, and pip
# keeps what an attempt without the flag has built and gives it again (`cchc-rules doctor` prints the same line).
$(READY): $(DEMO)
	CPPFLAGS="$$CPPFLAGS $$($(BIN)/python -c 'import sys; print("-DPyEval_CallObject=PyObject_CallObject" * (sys.version_info >= (3, 13)))')" \
	    $(INSTALL) --no-cache-dir --force-reinstall --no-deps durable_rules
	$(INSTALL) -e '.[all,template,dev]'
	touch $@
