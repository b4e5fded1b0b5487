# Parley. `make run` for a newcomer, `make test` before every commit.
SHELL := /bin/bash
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X parley/internal/app.Version=$(VERSION)
GO_TEST_FLAGS ?= -race

.PHONY: run build web test lint unit e2e bench soak learn map openapi clean need

run: build
	@bin/parley serve --demo --data data

build: web
	@mkdir -p bin
	go build -trimpath -ldflags "$(LDFLAGS)" -o bin/parley ./cmd/parley

need:
	@scripts/need

# npm install and not npm ci: some registries do not carry every optional binary of other platforms, and npm ci refuses such a
# lock file. The versions are exact all the same.
# The pages are built once and again when their sources change.
web: need web/widget/dist/.built web/console/dist/.built

web/%/node_modules/.installed: web/%/package-lock.json
	cd web/$* && npm install --no-save --no-audit --no-fund --loglevel=error
	@touch $@

web/widget/dist/.built: web/widget/node_modules/.installed internal/mask/rules.json $(shell find web/widget -type f -not -path '*/node_modules/*' -not -path '*/dist/*')
	cd web/widget && npm run --silent build
	@touch web/widget/dist/.gitkeep $@

web/console/dist/.built: web/console/node_modules/.installed $(shell find web/console web/ui -type f -not -path '*/node_modules/*' -not -path '*/dist/*')
	cd web/console && npm run --silent build
	@touch web/console/dist/.gitkeep $@

test: build
	scripts/install-for-tests
	$(MAKE) --no-print-directory lint unit e2e

lint:
	@test -z "$$(gofmt -l cmd internal content demo web/*.go e2e bench)" || { echo "gofmt these:"; gofmt -l cmd internal content demo web/*.go e2e bench; exit 1; }
	go vet ./...
	cd web/widget && npm run --silent lint
	cd web/console && npm run --silent lint

unit:
	scripts/with-services go test $(GO_TEST_FLAGS) ./cmd/... ./content/... ./demo/... ./internal/... ./bench/...
	cd web/widget && npm test --silent
	cd web/console && npm test --silent

# The real program, the real browser.
e2e: build e2e/node_modules/.installed
	scripts/with-services go test -count=1 -timeout 20m ./e2e/...

e2e/node_modules/.installed: e2e/package-lock.json
	cd e2e && npm install --no-save --no-audit --no-fund --loglevel=error
	@touch $@

# One JSON line for each figure; ONLY=name runs one bench.
bench: build
	@scripts/with-services go run ./bench/cmd $(if $(ONLY),--only $(ONLY))

# Long and hostile: not part of make test.
soak:
	scripts/with-services go test -race -count=1 -timeout 60m -run Soak ./internal/... ./e2e/...

# Learns the built-in engine's senses and weights anew from bench/learn and the tuning half of bench/blind: some fifteen minutes.
learn:
	go test -tags fit -count=1 -v ./internal/locale -run FitHeard
	PARLEY_FIT_WRITE=1 PARLEY_FIT_SAMPLE=3 PARLEY_PAIRS=$(CURDIR)/bench/learn/pairs PARLEY_FIT=$(CURDIR)/bench/blind/market,$(CURDIR)/bench/learn/ash,$(CURDIR)/bench/learn/birch,$(CURDIR)/bench/learn/cobalt \
		go test -tags fit -count=1 -timeout 60m -v ./internal/assistant/engine/builtin -run 'FitWeights|FitStance'

# Draws docs/map.md and writes docs/configuration.md anew; a test refuses old ones.
map:
	go test ./internal/archtest ./internal/config -run 'TestMapIsCurrent|TestManualIsCurrent' -update

# What the server serves, and the console's types from it; a test refuses old ones.
openapi: web/console/node_modules/.installed
	go test ./internal/api -run TestDescriptionIsCurrent -update
	cd web/console && npm run --silent api

clean:
	rm -rf bin web/*/dist/* web/*/node_modules e2e/node_modules
	touch web/widget/dist/.gitkeep web/console/dist/.gitkeep
