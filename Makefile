# The front door. `make` does the main job on a fresh machine; `make help` lists the verbs with an example each.
# Every verb works without another having been run before it.

SHELL := /bin/bash
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
# The demo of the reference server: where it listens, and who logs in with which password.
PORT ?= 8620
URL ?= http://127.0.0.1:$(PORT)
LOGIN ?= alice@example.com
export JMAP_PASSWORD ?= secret
# A second user makes cases possible about what one may see of the other; the demo has bob, with the same password.
# The demo's mail is made up, so the suite may write among it; any other account has to be empty, or ARGS=--force said.
# Each of the two users is a worker's, too: half of the cases are run in either account, and all in half of the time.
ifeq ($(LOGIN) $(filter http://127.0.0.1%,$(URL)),alice@example.com $(URL))
SECOND ?= bob@example.com
FORCE := --force
WORKERS := --accounts tests/conformance/demo-accounts.toml -n 2
endif
export JMAP_SECOND_PASSWORD ?= $(JMAP_PASSWORD)
# Where the same mail is by IMAP, for the cases on both: make serve ARGS="--imap 8143", make conformance IMAP=127.0.0.1:8143
IMAP ?=
# Where the conformance report goes.
REPORT ?= build/conformance
# More for the command behind a verb: make test ARGS="-k mailbox"
ARGS ?=
# What the linters read.
CODE := tools/jmap_spec reference_impl/jmap_reference tests/conformance/jmap_conformance
SCRIPTS := tools/idnits tools/drafts-pdf tools/results tools/drafts-diff tools/submit tools/benchmark tests/peers/cyrus

.PHONY: all help check generate drafts site bundle pdf test test-long lint watch serve conformance conformance-cyrus results validate idnits diff submit bench lock clean

all: .venv/.stamp  ## check the source, build drafts, site and bundle into build/ | make
	@$(BIN)/jmap-spec build $(ARGS)

help:  ## list the verbs | make help
	@echo "make VERB, where VERB is"
	@awk -F ' *## *| *[|] ' '/^[a-z][a-z-]*:.*##/ { split($$1, verb, ":"); \
		printf "  %-18s %s\n  %-18s     %s\n", verb[1], $$2, "", $$3 }' $(MAKEFILE_LIST)
	@echo "The commands behind them: .venv/bin/jmap-spec, jmap-reference and jmap-conformance, each with --help."

.venv/.stamp: requirements.txt pyproject.toml tools/make-venv
	@tools/make-venv

.venv-pdf/.stamp: requirements-pdf.txt tools/make-venv
	@tools/make-venv .venv-pdf requirements-pdf.txt

check: .venv/.stamp  ## every problem of the source at once, generated files that are stale among them | make check
	@$(BIN)/jmap-spec check $(ARGS)

generate: .venv/.stamp  ## write the generated files that git keeps | make generate && git diff --stat
	@$(BIN)/jmap-spec generate $(ARGS)

drafts: .venv/.stamp  ## the Internet-Drafts alone: xml, txt, html | make drafts
	@$(BIN)/jmap-spec build drafts $(ARGS)

site: .venv/.stamp  ## the documentation site alone | make site
	@$(BIN)/jmap-spec build site $(ARGS)

bundle: .venv/.stamp  ## the schemas and catalogues for implementers alone | make bundle
	@$(BIN)/jmap-spec build bundle $(ARGS)

pdf:  ## the drafts as PDF too; says which fonts or libraries are missing | make pdf
	@tools/drafts-pdf --missing
	@$(MAKE) --silent .venv/.stamp .venv-pdf/.stamp drafts
	@tools/drafts-pdf .venv-pdf

test: check lint  ## everything that must hold; some minutes | make test ARGS="-k mailbox"
	@$(BIN)/jmap-spec build --quiet
	@$(BIN)/pytest --numprocesses 2 --dist loadfile $(ARGS)

test-long: check lint  ## the tests that take longer too | make test-long
	@$(BIN)/jmap-spec build --quiet
	@$(BIN)/pytest --numprocesses 2 --dist loadfile -m "" $(ARGS)

lint: .venv/.stamp  ## style, types, imports, spelling | make lint
	@$(BIN)/ruff check --quiet $(CODE) tests $(SCRIPTS)
	@$(BIN)/mypy
	@said=$$($(BIN)/lint-imports --no-logo 2>&1) || { echo "$$said"; exit 1; }
	@$(BIN)/codespell

watch: .venv/.stamp  ## rebuild what a change touches, reload the browser | make watch
	@$(BIN)/jmap-spec watch $(ARGS)

serve: .venv/.stamp  ## the reference server with a demo account, on loopback | make serve PORT=8123
	@$(BIN)/jmap-reference serve --demo --port $(PORT) $(ARGS)

conformance: .venv/.stamp  ## the suite against a server | JMAP_PASSWORD=… make conformance URL=https://jmap.example.com LOGIN=me@example.com
	@$(BIN)/jmap-conformance $(URL) --user $(LOGIN) --password-env JMAP_PASSWORD \
		$(if $(SECOND),--second-user $(SECOND) --second-password-env JMAP_SECOND_PASSWORD) $(WORKERS) $(FORCE) \
		$(if $(IMAP),--imap $(IMAP)) --report $(REPORT) $(ARGS)

conformance-cyrus: .venv/.stamp  ## the suite against Cyrus IMAP, started for it (root; Debian packages) | make conformance-cyrus ARGS="-k Mailbox/get"
	@JMAP_SECOND_PASSWORD="$$JMAP_PASSWORD" tests/peers/cyrus run sh -c '$(BIN)/jmap-conformance "$$CYRUS_URL" \
		--user alice@example.com --password-env JMAP_PASSWORD --second-user bob@example.com \
		--second-password-env JMAP_SECOND_PASSWORD --imap "$$CYRUS_IMAP" --expected tests/peers/cyrus.expected \
		--report build/conformance-cyrus $(ARGS)'

results: .venv/.stamp  ## run the suite against the reference server, and keep what came of it in docs/results | make results
	@$(BIN)/python tools/results $(ARGS)

validate: .venv/.stamp  ## JSON against the schemas | make validate FILE=session.json AS=Session
	@$(BIN)/jmap-spec validate $(FILE) --as $(AS) $(ARGS)

idnits: drafts  ## the IETF's own checks on the drafts (Node) | make idnits
	@tools/idnits

diff: drafts  ## what changed in each draft since it was last submitted, as pages in build/diff | make diff
	@$(BIN)/python tools/drafts-diff

submit: .venv/.stamp  ## date drafts today, check them, keep their XML in published/ | make submit DRAFTS="protocol mail-model"
	@test -n "$(DRAFTS)" || { echo 'which? make submit DRAFTS="protocol mail-model"' >&2; exit 2; }
	@$(BIN)/python tools/submit $(DRAFTS)

bench: .venv/.stamp  ## measure and compare; writes docs/benchmarks.md | make bench ARGS=server
	@$(BIN)/python tools/benchmark $(ARGS)

lock:  ## choose newer versions of what we depend on (needs uv) | make lock ARGS=--upgrade
	@UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
		--no-emit-index-url --no-emit-find-links --extra tools --extra docs --extra server --extra imap --extra suite --extra dev \
		$(ARGS) pyproject.toml --output-file requirements.txt
	@echo 'xml2rfc[pdf]' | UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile --quiet --universal --generate-hashes \
		--python-version 3.11 --no-emit-index-url --no-emit-find-links --constraints requirements.txt $(ARGS) \
		- --output-file requirements-pdf.txt
	@printf '%s\n' jmapc jmaplib | UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile --quiet --universal --generate-hashes \
		--python-version 3.11 --no-emit-index-url --no-emit-find-links $(ARGS) - --output-file tests/clients/requirements.txt
	@npm install --prefix tests/clients --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund --loglevel=error

clean:  ## remove what was built; keeps .venv | make clean
	@rm -rf build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
