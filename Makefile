# What CI checks is in .ci/run; the targets here call its stages, so that both do the same.

# Tests of the evaluation sets look for the shared folder here.
export DATELINE_SHARED ?= $(abspath ../shared)

.DEFAULT_GOAL := help

.PHONY: help
help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: ## build the program as bin/bot
	CGO_ENABLED=0 go build -o bin/bot ./cmd/bot

.PHONY: release
release: ## build the archives for linux, macOS and windows, in dist/
	go run ./internal/release

.PHONY: sample
sample: ## show the digest of the built-in sample, on a store of its own
	@dir=$$(mktemp -d) && DATABASE_URL="sqlite:$$dir/sample.db" go run ./cmd/bot chat latest; status=$$?; rm -rf "$$dir"; exit $$status

.PHONY: test
test: ## run the tests
	go test ./...

.PHONY: race
race: ## run the tests under the race detector (needs a C compiler)
	.ci/run race

.PHONY: twin
twin: ## run the program against stand-ins of Discord and Slack that others wrote (needs Node.js and npm)
	.ci/run twin

.PHONY: cover
cover: ## run the tests and print the coverage of each package and function
	mkdir -p .cache
	go test -coverprofile=.cache/cover.out ./...
	go tool cover -func=.cache/cover.out

.PHONY: fuzz
fuzz: ## run each fuzz target for 40000 inputs (an hour or so); CI has 2000
	FUZZ_INPUTS=40000 .ci/run fuzz

.PHONY: bench
bench: ## run the benchmarks, with allocations
	go test -run '^$$' -bench . -benchmem ./...

.PHONY: bench-feeds
bench-feeds: ## poll a fake web of 2,000 feeds (some minutes)
	go test -run '^$$' -bench BenchmarkPoller -benchtime 1x -timeout 20m -v ./feeds

.PHONY: bench-chat
bench-chat: ## answer 50 people at a time on Discord and Slack, from 100,000 dispatches (some minutes)
	go test -run '^$$' -bench 'Latest' -benchtime 60x -timeout 30m ./cmd/bot

.PHONY: eval
eval: ## measure the digests on the evaluation sets and write docs/QUALITY.md
	go run ./internal/eval

.PHONY: feeds-eval
feeds-eval: ## measure the reading of feeds on the corpora and write it to docs/FEEDS.md
	go run ./internal/eval/feeds

.PHONY: lint
lint: ## check formatting, go vet and golangci-lint (built on first use)
	.ci/run gofmt vet lint

.PHONY: tidy
tidy: ## tidy both modules
	go mod tidy
	go -C tools mod tidy

.PHONY: ci
ci: ## do all that CI does
	.ci/run
