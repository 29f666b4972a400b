# matchday: the jobs, and what keeps them honest. `make` alone prints this help.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

GO          ?= go
BIN         ?= bin/matchday
COMMIT      := $(shell git describe --always --dirty --abbrev=12 2>/dev/null)
# The programs pinned in ci/tools; each is built once, which takes minutes for golangci-lint.
TOOL        := $(GO) tool -modfile=ci/tools/go.mod
# Runs tests; at its end it lists those that were skipped, each with its reason.
# golangci-lint vets what is tested.
TESTS       := $(TOOL) gotestsum --format pkgname --format-hide-empty-pkg
# Where real files are looked for by tests and benchmarks; they skip without.
export MATCHDAY_SHARED ?= $(abspath ../shared/data)
# Where the jobs write.
export MATCHDAY_HOME ?= data
# Where the example job writes; it is made anew each time.
EXAMPLE     ?= data/example
# Where the demo writes: MATCHDAY_HOME if somebody says so.
DEMO        ?= $(if $(filter data,$(MATCHDAY_HOME)),data/demo,$(MATCHDAY_HOME))
# Where a backtest on real files works: live jobs and a backtest refuse each other's home.
BACKTEST    ?= $(MATCHDAY_HOME)/backtest
# Further flags of the scheduled jobs, e.g. FLAGS="--log-level warn".
FLAGS       ?=
# What to measure, where the homes to measure in are kept (BENCHES), and whether those that
# another program trained will do (REUSE=1).
BENCHES     ?= data/bench
BENCHED     := -dir $(BENCHES) $(if $(LINES),-lines "$(LINES)") $(if $(SIZES),-sizes $(SIZES)) $(if $(REUSE),-reuse)
# The moment at which the invented world's files were published.
EXAMPLE_NOW := 2025-04-11T12:30:00Z

.PHONY: help
help: ## print this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## install what the build needs and this machine lacks; safe to run twice
	@ci/setup

.PHONY: build
build: setup ## build the command, bin/matchday
	@$(GO) build -ldflags '-s -w -X main.commit=$(COMMIT)' -o $(BIN) ./pipelines/matchday

.PHONY: test
test: setup lint race ## set up, check the sources, run all tests, list the skipped ones
	$(TESTS) -- -vet=off -timeout 20m ./...

.PHONY: race
race: setup ## run what works side by side under the race detector, on invented files only
	MATCHDAY_SHARED=none $(TESTS) --hide-summary skipped -- -vet=off -race ./stages/staging/... ./stages/features $$($(GO) list ./stages/train/... | grep -v '/train$$')
	$(TESTS) -- -vet=off -race -run 'SameRowsAndSeed|CourseGoesOn|EndsWithItsContext' ./stages/train

SOAK := AWeekOfEveryFault|AYearOfTicks|AGeneratedWeek|ALiveJobKilled|LineUpsBring|EveryRunOfTheDemo|TwentyDemos|EveryWayToScore
SOAK := $(SOAK)|TwoSeasonsOfARealDivision|StatesOfAllRealFixtures|WhateverHappens|JobsWhoseCachesAreLost
.PHONY: soak
soak: setup ## every fault of the simulator, alone and with all others, over a week of ticks each, a year of ticks and what it writes, line-ups over twelve seasons, every run of the demo once more, sixty games of publishing, every two seasons of every division, states of all real fixtures, and a week of jobs whose caches are lost; takes some hours
	MATCHDAY_SOAK=1 $(GO) test ./pipelines/... ./ci/bench/... ./stages/features ./warehouse -run '$(SOAK)' -v -timeout 6h

.PHONY: fuzz
fuzz: setup ## run every fuzz target for FUZZTIME (1m), or those that ONLY=… names; what one finds is left in testdata/fuzz
	@FUZZTIME=$(or $(FUZZTIME),1m) ci/fuzz $(ONLY)

.PHONY: lint
lint: golangci deadcode tidy ## golangci-lint, unreachable functions and go mod tidy, without changing anything

.PHONY: golangci
golangci: setup ## golangci-lint with .golangci.yml
	$(TOOL) golangci-lint run

.PHONY: deadcode
deadcode: setup ## fail if the command and ci cannot reach a function
	@out=$$($(TOOL) deadcode ./pipelines/matchday ./ci/...); test -z "$$out" || { echo "$$out"; exit 1; }

.PHONY: tidy
tidy: ## fail if go.mod or go.sum are not as go mod tidy writes them
	$(GO) mod tidy -diff

.PHONY: demo
demo: build ## three weeks of all jobs against a simulated API, no key needed; RESTART=1 begins anew, DAYS=N plays on, FILES=1 plays on match files, SEED=N in another world, REAL=1 asks the API
	@$(BIN) --home $(DEMO) demo $(if $(RESTART),--restart) $(if $(DAYS),--days $(DAYS)) $(if $(CLUBS),--clubs $(CLUBS)) $(if $(SEED),--seed $(SEED)) $(if $(REAL),--real) $(if $(FILES),--files)

.PHONY: weekly hourly lineups settle
weekly: build ## cron, Sundays 02:00: fetch, train, validate, deploy or keep the champion
hourly: build ## cron, every hour: predict the next 48 hours, and bet
lineups: build ## cron, every 15 minutes: predict again with the real elevens
settle: build ## cron, every 30 minutes: results, settled bets, profit and loss
weekly hourly lineups settle:
	@$(BIN) $(FLAGS) $@

.PHONY: today
today: build ## what a person who bets has to do now
	@$(BIN) $(FLAGS) today

.PHONY: simulator
simulator: build ## serve an invented football world in the API's protocol, and as match files
	$(BIN) $(FLAGS) simulator

.PHONY: example
example: build ## the whole job on an invented world: land, backtest, table, three queries
	@rm -rf $(EXAMPLE)
	$(BIN) example write $(EXAMPLE)/football-data
	$(BIN) --home $(EXAMPLE) --now $(EXAMPLE_NOW) land footballdata $(EXAMPLE)/football-data
	$(BIN) --home $(EXAMPLE) --now $(EXAMPLE_NOW) backtest --from 2024-07-01 --to 2025-04-13 --out $(EXAMPLE)/predictions.csv
	$(BIN) --home $(EXAMPLE) sql --file sql/analytics/performance_by_model.sql
	$(BIN) --home $(EXAMPLE) sql --file sql/analytics/bets_by_strategy.sql
	$(BIN) --home $(EXAMPLE) sql "SELECT kickoff, home_team, away_team, predicted_outcome FROM predictions ORDER BY kickoff DESC, fixture_id LIMIT 3"
	@echo "The run left, below $(EXAMPLE):"
	@cd $(EXAMPLE) && find . -type f -not -path './football-data/*' | sed 's|^\./|  |' | sort

.PHONY: backtest
backtest: build ## in data/backtest: land DATA="dir …", backtest [FROM= TO= DIVISIONS= STEP= MARKET= OUT=], print the table
	@test -n "$(DATA)" || { echo 'say which files: make backtest DATA="dir dir"' >&2; exit 2; }
	$(BIN) --home $(BACKTEST) land footballdata $(DATA)
	$(BIN) --home $(BACKTEST) backtest $(if $(FROM),--from $(FROM)) $(if $(TO),--to $(TO)) $(if $(DIVISIONS),--divisions $(DIVISIONS)) $(if $(STEP),--step $(STEP)) $(if $(MARKET),--market $(MARKET)) $(if $(OUT),--out $(OUT))

.PHONY: check
check: build ## run the checks of sql/checks on the lake and the warehouse in MATCHDAY_HOME
	$(BIN) check

.PHONY: notebooks
notebooks: example ## execute the notebooks on the example's home, to HTML pages in data/notebooks
	MATCHDAY=$(abspath $(BIN)) MATCHDAY_HOME=$(abspath $(EXAMPLE)) ci/notebooks data/notebooks

.PHONY: bench
bench: build ## measure time, memory, bytes written and waits for the disk of every job; writes docs/benchmarks.txt; LINES="live land" prints those alone, SIZES=27k,247k some sizes
	$(GO) run ./ci/bench -bin $(BIN) -data "$(MATCHDAY_SHARED)" -out docs/benchmarks.txt $(BENCHED)

.PHONY: bench-homes
bench-homes: build ## make the homes that bench measures, in data/bench: up to 250,000 fixtures, with 63 and 602 days of ticks behind them
	$(GO) run ./ci/bench -bin $(BIN) -data "$(MATCHDAY_SHARED)" -homes $(BENCHED)

.PHONY: quality
quality: build ## score the models on the reported seasons of the real files; writes docs/quality.md
	$(GO) run ./ci/quality -bin $(BIN) -data "$(MATCHDAY_SHARED)" -out docs/quality.md

.PHONY: betting
betting: build ## measure on the real files what the bets are worth; writes docs/betting-quality.md; TUNING=1 prints the design seasons alone
	$(GO) run ./ci/betting -bin $(BIN) -data "$(MATCHDAY_SHARED)" -out docs/betting-quality.md $(if $(TUNING),-tuning)

.PHONY: gate
gate: build ## measure on real windows how often the gate is right; writes docs/gate-quality.md
	$(GO) run ./ci/gate -bin $(BIN) -data "$(MATCHDAY_SHARED)" -out docs/gate-quality.md

.PHONY: lineup-quality
lineup-quality: build ## measure on real matches what it is worth to know who plays; writes docs/lineup-quality.md
	$(GO) run ./ci/lineup-quality -bin $(BIN) -data "$(MATCHDAY_SHARED)" -out docs/lineup-quality.md

.PHONY: ci-backtest
ci-backtest: setup ## hold scores, bets and features against ci/expected; UPDATE=1 rewrites it, SUMMARY= appends the summary there
	$(GO) run ./ci/backtest -data "$(MATCHDAY_SHARED)" -commit "$(COMMIT)" $(if $(UPDATE),-update) $(if $(SUMMARY),-append -summary "$(SUMMARY)") $(if $(WORLDS),-worlds "$(WORLDS)")

.PHONY: ablation
ablation: build ## measure what each model and feature group is worth on tuning seasons; writes docs/ablation.md
	$(GO) run ./ci/ablation -bin $(BIN) -data "$(MATCHDAY_SHARED)" -out docs/ablation.md

.PHONY: clean
clean: ## remove what build and example made; MATCHDAY_HOME stays
	rm -rf bin $(EXAMPLE)
