// Package scenarios embeds the lab's own scenario files, the list of known failures and what the
// catalogue of page features marks as wrong, so that
// the command carries them. Its tests are the Ginkgo suite that runs them.
package scenarios

import "embed"

// Files holds every scenario, as area/name.txtar, known.yaml and catalogue.yaml.
//
//go:embed */*.txtar known.yaml catalogue.yaml
var Files embed.FS
