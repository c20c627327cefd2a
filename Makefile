# Every target can be run again at once: set-up verifies and returns, swift builds only what changed.
.DEFAULT_GOAL := help
.PHONY: help setup build demo test torture torture-log scale replay-bench search-bench duplicates-bench bench bench-peers week plugins-demo specimens train-ocr fuzz fuzz-short sanitize format lint clean
# Two targets on one command line would both drive SwiftPM, which locks its build folder.
.NOTPARALLEL:

SWIFT ?= swift
SWIFT_CODE := Package.swift Sources Tests

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 22

setup: ## install missing system packages, models and sample photos
	@scripts/setup/system-packages.sh
	@scripts/setup/models.sh
	@scripts/setup/specimens.sh

build: setup ## build in release mode
	$(SWIFT) build -c release

demo: build ## audit samples/manifests/demo.csv and twelve specimen documents, and print what was decided
	@scripts/demo.sh

test: setup ## run the whole test suite
	$(SWIFT) test

torture: build ## kills, power losses, full and failing disks, bad workers: what was promised, tried, failed (long)
	python3 -B scripts/torture/torture.py

torture-log: setup ## edits, bit flips and damaged exports by the thousand against the audit log's verifiers
	AUDITOR_LOG_TORTURE=5000 $(SWIFT) test --filter RandomTamperingTests
	AUDITOR_LOG_TORTURE=1000 $(SWIFT) test --filter SecondVerifierTests

scale: build ## a million rows in each manifest format: memory of the auditor process
	python3 -B scripts/bench/scale.py

replay-bench: build ## decide 10,000 stored requests again: time, memory, photos opened
	python3 -B scripts/bench/replay.py

search-bench: build ## exact search of 10,000 to 1,000,000 templates beside plain FAISS: time, memory, approximate indexes
	python3 -B scripts/bench/search.py

duplicates-bench: build ## enrol 10,000 and 100,000 people and compare every face with every other: time, memory
	python3 -B scripts/bench/duplicates.py

bench: build ## speed beside the bare loop and peers, accuracy beside speed: one table (long; BENCH="--requests 60" for less)
	python3 -B scripts/bench/bench.py $(BENCH)

bench-peers: ## install the peers of `make bench` into .peers
	python3 -B scripts/bench/install_peers.py

week: build ## a week of nights on one database: policy, model and photo changes, a kill, what each morning says
	python3 -B scripts/simulate/week.py

plugins-demo: build ## set up both sample plugins, check them, evaluate all four matchers
	@scripts/plugins-demo

specimens: setup ## SPECIMENS (100) marked specimen documents and photographs of them at three levels, with the truth
	@scripts/specimens/make --count $(or $(SPECIMENS),100) --level light,medium,heavy --manifest --output .specimens

train-ocr: setup ## train the network that reads OCR-B lines again, from the font and a seed (long)
	@scripts/ocrb/train-and-measure

fuzz: setup ## every surface of docs/fuzzing.md for FUZZ_SECONDS each, two at once (long: 600 s each by default)
	@scripts/fuzz/build
	python3 -B scripts/fuzz/run $(or $(FUZZ_SECONDS),600)

fuzz-short: setup ## the same for 8 s each
	@scripts/fuzz/build
	python3 -B scripts/fuzz/run 8

sanitize: setup ## the C and C++ shims over damaged photos under the address and undefined-behaviour sanitizers
	scripts/sanitize/run $(or $(SANITIZE_STEPS),20)

format: ## format the Swift sources in place
	$(SWIFT) format --in-place --recursive --parallel $(SWIFT_CODE)

lint: ## check the format without changing anything
	$(SWIFT) format lint --strict --recursive --parallel $(SWIFT_CODE)

clean: ## remove build products and demo output; models stay
	$(SWIFT) package clean
	rm -rf demo-output demo-output-documents demo-output.sqlite demo-output.sqlite-* demo-output.sqlite.*
