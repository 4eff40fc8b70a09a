// Package lab finds out whether a session-replay capture SDK tells the truth.
//
// Read run.go from top to bottom and you have read the product: a scenario is visited twice in a
// real Chromium, without the SDK (package visit, the control) and with it; what the SDK uploads
// (ingest) becomes a recording (event); the recording is applied in Go (model) and played in a
// second Chromium (replay); live page, model and replayed page are read the same way (truth) and
// compared under a policy of named rules (diff); and what the scenario promises is judged (claim).
//
// In lab/docs, scenarios.md is the reference of the scenario language, run-json.md says what a run
// leaves behind, and decisions has a page for each choice that is not plain from the code.
package lab
