# make lab    record, replay and compare every scenario; ends with the path of a report
# make test   everything that CI runs
GO ?= go
LAB = $(GO) run ./lab/cmd/replaylab
SDKS ?= rrweb@2.2.2 amplitude@1.50.2
TSC = npm exec --yes --package=typescript@5.9.3 -- tsc

# Packages whose tests drive a Chromium. They run one after another: each keeps both cores busy.
BROWSER = ./sdkbundle/capture ./lab ./lab/browser ./lab/cmd/replaylab ./lab/fuzz/real ./lab/truth ./lab/replay ./lab/serve ./lab/trust ./reports

.PHONY: lab test check ready generate bench bench-player bench-sdk trust fuzz

lab: ready
	@$(LAB) run $(foreach sdk,$(SDKS),--sdk $(sdk))

test: ready check
	$(GO) test $$($(GO) list ./... | grep -v -x $(foreach p,$(BROWSER:./%=%),-e replaylab/$(p)) -e replaylab/scenarios)
	$(GO) test -p 1 -timeout 20m $(BROWSER)
	$(GO) tool ginkgo -p --timeout 20m ./scenarios -- $(foreach sdk,$(SDKS),-sdk $(sdk))

# Chromium with its fonts, and the npm packages, if they are not there.
ready:
	@$(LAB) doctor --install

check:
	@test -z "$$(gofmt -l lab fixtures reports scenarios sdkbundle)" || { echo "not formatted:"; gofmt -l lab fixtures reports scenarios sdkbundle; exit 1; }
	$(GO) vet ./...
	$(TSC) -p sdkbundle/tsconfig.json
	$(TSC) -p reports/ui/tsconfig.json
	@$(LAB) lint

generate:
	$(GO) generate ./...

bench:
	@$(LAB) bench harness

# How quick the reference player seeks, beside rrweb's; also written to reports/out/bench-player.json.
bench-player: ready
	@$(LAB) bench player --out reports/out/bench-player.json

# What the reference SDK costs a page, beside rrweb's recorder and Amplitude's SDK; also written to reports/out/bench-sdk.json.
bench-sdk: ready
	@$(LAB) bench sdk --out reports/out/bench-sdk.json

# Whether the lab can be trusted: planted defects, one at a time.
trust: ready
	@$(LAB) trust

# A while of fuzzing each fuzz target; FUZZTIME says how long.
FUZZTIME ?= 30s
fuzz:
	@for p in $$($(GO) list ./...); do for f in $$($(GO) test -list '^Fuzz' $$p | grep ^Fuzz); do \
		echo $$p $$f; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) $$p || exit 1; done; done
