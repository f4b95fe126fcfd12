# make run: install, crawl the built-in replica of portals, report.   make test: every check.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EDITION ?= 1
ARTICLES ?= 100000
PAGES ?= ../shared/pages
UV := 0.13.9
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: help run test lint quality onboarding mirrors model torture bench screenshots docs lock clean

help:
	@echo "make run    install into .venv, crawl the replica of four portals and two mirrors, print the report"
	@echo "            EDITION=2: the same sites some time later"
	@echo "make test   lint, types and all tests"
	@echo "make lint   lint and types alone"
	@echo "make quality PAGES=folder   score the cleaners on the pages in it whose truth is known; how"
	@echo "            many reprints among invented articles are recognised; how many texts learned layouts make exact"
	@echo "make onboarding   what onboarding finds of the replica's sites from their front pages, and how many pages it asks"
	@echo "make mirrors PAGES=folder   how much simulated mirror damage is undone, on the truths in it and on invented articles"
	@echo "make model  write the word list of the repairs anew"
	@echo "make torture    kill a feed 50 times at random instants, for each kind of target; a crawl 200 times in every"
	@echo "            phase, for each kind of database; a cluster 60 times; and clean 100,000 mutated pages: over two hours"
	@echo "make bench PAGES=folder     speed of the feed against bare drivers; of cleaning the pages in the folder, against"
	@echo "            trafilatura, and stage by stage; of cleaning again, alone and on a cluster; of a crawl, against Scrapy alone,"
	@echo "            and with ever more articles in the store (half an hour, 10 GB of disk); of storing and exporting; of"
	@echo "            searches and of the desk's pages among ARTICLES=100000 invented articles"
	@echo "make screenshots   crawl the replica, and write the pictures in docs/images of the desk on it (needs chromium)"
	@echo "make docs   write the parts of docs/ anew that are made from the code"
	@echo "make lock   write the locks anew from the .in files"
	@echo "make clean  remove .venv and what tools leave behind; articles.db stays"

run: $(VENV)/installed
	@$(BIN)/scrapy demo --edition $(EDITION)

test: lint
	@# A file's tests stay together: what they share, a crawl or a server, is made once.
	$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile --no-loadscope-reorder

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

quality: $(VENV)/installed-dev
	@$(BIN)/python -m tests.quality $(PAGES)
	@$(BIN)/python -m tests.quality.copies
	@$(BIN)/python -m tests.quality.learned

onboarding: $(VENV)/installed-dev
	@$(BIN)/python -m tests.quality.onboarding

mirrors: $(VENV)/installed
	@$(BIN)/python -m tests.quality.mirrors $(PAGES)

model: $(VENV)/installed-model
	@$(BIN)/python -m cleaners.mirror.build

torture: $(VENV)/installed-dev
	KILLS=50 $(BIN)/python -m pytest --numprocesses=auto tests/storage/feeds/test_killed.py
	KILLS=200 $(BIN)/python -m pytest --numprocesses=auto -rP tests/crawler/test_killed.py
	KILLS=10 $(BIN)/python -m pytest tests/crawler/cluster -k dies
	$(BIN)/python -m tests.cleaners.fuzz 100000 $(PAGES)

bench: $(VENV)/installed-dev
	@$(BIN)/python -m tests.benchmarks.feed_speed
	@$(BIN)/python -m tests.benchmarks.clean_speed $(PAGES)
	@$(BIN)/python -m tests.benchmarks.clean_profile $(PAGES)
	@$(BIN)/python -m tests.benchmarks.reclean_speed $(PAGES)
	@$(BIN)/python -m tests.benchmarks.cluster_speed $(PAGES)
	@$(BIN)/python -m tests.benchmarks.crawl_speed
	@$(BIN)/python -m tests.benchmarks.growth_speed $(ARTICLES)
	@$(BIN)/python -m tests.benchmarks.search_speed $(ARTICLES)
	@$(BIN)/python -m tests.benchmarks.store_speed
	@$(BIN)/python -m tests.benchmarks.export_speed
	@$(BIN)/python -m tests.benchmarks.desk_speed $(ARTICLES)

screenshots: $(VENV)/installed-dev
	@$(BIN)/python -m tests.crawler.desk.screenshots docs/images

docs: $(VENV)/installed
	@$(BIN)/python -m cleaners.steps.guide docs/cleaning.md
	@$(BIN)/python -m storage.guide docs/schema.md

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Zhengwen needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	@echo "Installing into $(VENV) (once, about a minute) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.txt | $(BIN)/python
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	@$(PIP) -r requirements-dev.txt
	@touch $@

$(VENV)/installed-model: requirements-model.txt $(VENV)/installed
	@$(PIP) -r requirements-model.txt
	@touch $@

LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock"

lock: | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV)
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-postgres.in -o requirements-postgres.txt
	$(LOCK) requirements-mysql.in -o requirements-mysql.txt
	$(LOCK) requirements-parquet.in -o requirements-parquet.txt
	$(LOCK) requirements-warc.in -o requirements-warc.txt
	$(LOCK) requirements-model.in -o requirements-model.txt
	$(LOCK) requirements-alerts.in -o requirements-alerts.txt
	$(LOCK) requirements-documents.in -o requirements-documents.txt
	$(LOCK) requirements-cluster.in -o requirements-cluster.txt
	$(LOCK) requirements-desk.in -o requirements-desk.txt
	$(LOCK) requirements-dev.in -o requirements-dev.txt

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
