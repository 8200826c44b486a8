.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv/checks
IMAGE ?= holdfast:latest
VERSION = $(shell sed -n 's|^  <version>\(.*\)</version>|\1|p' pom.xml | head -n 1)
COMMIT = $(shell git rev-parse HEAD)

.PHONY: help
help: ## what there is
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

.PHONY: build
build: ## jars and libraries, without tests
	mvn -q -DskipTests package

.PHONY: test
test: ## all Java tests: formatter, warnings as errors, architecture rules; the DAGs' are test-dags
	mvn --batch-mode --no-transfer-progress verify

.PHONY: format
format: ## the formatter, in place
	mvn -q spotless:apply

.PHONY: image
image: build ## the container image holdfast:latest, out of jars that are built here
	docker build -f jobs/Dockerfile -t $(IMAGE) --build-arg VERSION=$(VERSION) --build-arg COMMIT=$(COMMIT) .

.venv/dags/ready: dags/requirements.txt dags/tests/requirements.txt
	$(PYTHON) -m venv .venv/dags
	.venv/dags/bin/pip install --quiet --no-deps -r dags/requirements.txt
	.venv/dags/bin/pip install --quiet -r dags/tests/requirements.txt
	touch $@

.PHONY: test-dags
test-dags: .venv/dags/ready ## the DAGs: linter, formatter, and tests under real Airflow
	.venv/dags/bin/ruff check dags
	.venv/dags/bin/ruff format --check dags
	.venv/dags/bin/python -m pytest -q -p no:cacheprovider dags/tests

# The launcher builds when sources are newer, and leaves jars alone that other checks run.
.PHONY: test-docker
test-docker: $(VENV)/ready .venv/dags/ready ## the image and the DAG on a real engine, which is started when none answers
	./holdfast --version
	.ci/docker/with-engine $(VENV)/bin/python .ci/docker/nights.py

.PHONY: lock-dags
lock-dags: ## dags/requirements.txt from dags/requirements.in (needs uv)
	uv pip compile --quiet --no-header --no-emit-index-url --no-emit-find-links --generate-hashes --universal \
	  --python-version 3.11 dags/requirements.in -o dags/requirements.txt

.PHONY: demo
demo: ## two nights on data-samples
	./holdfast demo

.PHONY: dictionary
dictionary: ## docs/DATA-DICTIONARY.md and the views of docs/bi from the tables' declarations
	mvn -q -pl jobs -am test -Dtest=DataDictionaryTest -Dsurefire.failIfNoSpecifiedTests=false -Dholdfast.dictionary.write=true -Dspotless.check.skip=true

$(VENV)/ready: .ci/requirements.txt .ci/acceptance/requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet -r .ci/requirements.txt -r .ci/acceptance/requirements.txt
	touch $@

.PHONY: acceptance
acceptance: $(VENV)/ready ## whole nights on third-party data, judged against what happened (ARGS=--publish writes docs/ACCEPTANCE.md)
	$(VENV)/bin/python -m unittest discover -q -s .ci/acceptance
	$(VENV)/bin/python .ci/acceptance/acceptance.py $(ARGS)

.PHONY: control
control: $(VENV)/ready ## a world where nothing tells who leaves: a model that does well there has seen the answer
	$(VENV)/bin/python .ci/acceptance/negative_control.py

.PHONY: leaks
leaks: $(VENV)/ready ## columns that know the answer, planted: no model may be promoted
	$(VENV)/bin/python .ci/acceptance/leaks.py

.PHONY: broken
broken: $(VENV)/ready ## each mistake, its exit and its message
	$(VENV)/bin/python .ci/broken.py

.PHONY: connect-example
connect-example: $(VENV)/ready ## from landed files to lists, by what connect proposes
	$(VENV)/bin/python .ci/connect.py

.PHONY: feeds
feeds: $(VENV)/ready ## what nights say and lists do when usage is late, stops, collapses or is corrected
	$(VENV)/bin/python .ci/feeds.py

.PHONY: killed
killed: $(VENV)/ready ## nights killed at named points while a reader polls
	$(VENV)/bin/python .ci/killed.py

.PHONY: bench
bench: $(VENV)/ready ## what nights, backfills and trainings cost
	$(VENV)/bin/python bench/history_law.py
	$(VENV)/bin/python bench/backfill.py
	$(VENV)/bin/python bench/training.py --rows 20000,100000

.PHONY: learner
learner: $(VENV)/ready ## the learner on generated tables beside LightGBM, and on permuted labels
	$(VENV)/bin/python bench/training.py

.PHONY: ablation
ablation: $(VENV)/ready ## what each family of features is worth, on lakes that the acceptance kept (LAKES=DIR)
	$(VENV)/bin/python bench/ablation.py --lakes $(LAKES)

.PHONY: orders-check
orders-check: ## businesses that land in any order, by both ways of loading
	mvn --batch-mode --no-transfer-progress -pl jobs -am test -Dtest=MixedOrderTest -Dholdfast.orders=all -Dsurefire.failIfNoSpecifiedTests=false

.PHONY: law-check
law-check: $(VENV)/ready ## the cost law on histories of 120 and 400 days
	$(VENV)/bin/python bench/history_law.py --histories --check

.PHONY: backfill-check
backfill-check: $(VENV)/ready ## some dates of crm5 in one pass and one by one: the same rows
	$(VENV)/bin/python bench/backfill.py --dates 6

.PHONY: clean
clean: ## everything that was built
	mvn -q clean
	rm -rf .venv demo-lake
