# Two commands do all the set-up on a machine that has Python 3.11 or newer: make demo, make test.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
KG = $(VENV)/bin/kg
RUN = $(VENV)/bin/python -m

.PHONY: bench-disk cluster-test bench-quotes stance vocabulary bench-serve docs bench-queries demo test lint install dev slow gate bench clean figures locale assets bench-page mutations fuzz

demo: $(VENV)/.installed
	$(KG) build data/articles -o out
	@echo
	@echo "The graph:      $(CURDIR)/out/graph.html   (open it in a browser)"
	@echo "Who said what:  $(KG) quotes --about DeepSeek"
	@echo "A card:         $(KG) who Nvidia"
	@echo "SPARQL:         $(KG) query --list"

test: $(VENV)/.dev lint
	$(RUN) pytest -n auto --dist loadfile -m "not slow"  # a process for each core

slow: $(VENV)/.dev
	$(RUN) pytest -m slow --durations=12

# A Ray cluster of three nodes on this machine; Ray is large, and only this needs it.
cluster-test: $(VENV)/.dev
	$(RUN) pip install --quiet -e ".[cluster]"
	KG_CLUSTER_TESTS=1 $(RUN) pytest -W ignore tests/test_cluster_nodes.py  # Ray has warnings of its own

lint: $(VENV)/.dev
	$(RUN) ruff check kg tests benchmarks
	$(RUN) ruff format --check kg tests benchmarks
	$(RUN) mypy
	$(VENV)/bin/lint-imports

gate: $(VENV)/.dev
	$(RUN) pytest tests/test_quality.py

bench: $(VENV)/.installed
	OMP_NUM_THREADS=1 $(VENV)/bin/python benchmarks/bench_speed.py $(if $(INTO),--into $(INTO))

docs: $(VENV)/.dev
	PYTHONPATH=. $(RUN) mkdocs build --strict --quiet

bench-queries: $(VENV)/.installed
	$(VENV)/bin/python benchmarks/bench_queries.py

bench-serve: $(VENV)/.installed
	$(VENV)/bin/python benchmarks/bench_serve.py

.PHONY: bench-build
# The curve up to 100,000 articles; others: make bench-build SIZES="1000 5000"
bench-build: $(VENV)/.installed
	$(VENV)/bin/python benchmarks/bench_build.py $(if $(SIZES),--sizes $(SIZES)) $(if $(INTO),--into $(INTO))

bench-disk: $(VENV)/.installed
	$(VENV)/bin/python benchmarks/bench_disk.py

.PHONY: bench-sizing
# What kg cluster takes, and what that makes for a billion articles; others: make bench-sizing SIZES="1000 5000"
bench-sizing: $(VENV)/.dev
	$(VENV)/bin/python benchmarks/bench_sizing.py $(if $(SIZES),--sizes $(SIZES)) $(if $(INTO),--into $(INTO))

bench-quotes: $(VENV)/.dev
	$(RUN) pip install --quiet textacy
	$(VENV)/bin/python benchmarks/bench_quotes.py

$(VENV)/.installed: setup.cfg pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Quidit needs Python 3.11 or newer; name one: make demo PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(RUN) pip install --quiet --upgrade pip
	$(RUN) pip install --quiet -e ".[serve]"
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(RUN) pip install --quiet -e ".[serve,dev]"
	@touch $@

install: $(VENV)/.installed

dev: $(VENV)/.dev

clean:
	rm -rf $(VENV) out build dist *.egg-info

# What click says by itself, in French, for gettext.
locale: $(VENV)/.dev
	$(VENV)/bin/pybabel compile -d data/locale -l fr

# The weights of the stance classifier, again from data/training/stance.txt.
stance: $(VENV)/.installed
	$(RUN) kg.stancetraining

vocabulary: $(VENV)/.installed
	$(VENV)/bin/python docs/vocabulary.py

figures: $(VENV)/.dev
	$(VENV)/bin/python docs/refresh.py

assets: $(VENV)/.dev
	$(VENV)/bin/python docs/assets.py

bench-page: $(VENV)/.dev
	PYTHONPATH=tests $(VENV)/bin/python benchmarks/bench_page.py

# Ten thousand damaged articles through the whole build.
mutations: $(VENV)/.dev
	$(VENV)/bin/python benchmarks/bench_mutations.py

# Each target of tests/fuzz for so many seconds; what raises is kept in tests/fuzz/crashes and tested from then on.
SECONDS = 30
TARGETS = readers marks quotes facts rdf questions own_files small
fuzz: $(VENV)/.dev
	$(RUN) pip install --quiet atheris
	@failed=; for target in $(TARGETS); do \
		PYTHONPATH=tests:benchmarks $(RUN) fuzz.run $$target --seconds $(SECONDS) || failed="$$failed $$target"; \
	done; test -z "$$failed" || { echo "raised:$$failed"; exit 1; }

bench-check: $(VENV)/.installed
	$(VENV)/bin/python benchmarks/bench_check.py

.PHONY: bench-long
# One paragraph of a million characters.
bench-long: $(VENV)/.installed
	$(VENV)/bin/python benchmarks/bench_long.py
