// Package scenarios embeds the lab's own scenario files and the list of known failures, so that
// the command carries them. Its tests are the Ginkgo suite that runs them.
package scenarios

import "embed"

// Files holds every scenario, as area/name.txtar, and known.yaml.
//
//go:embed */*.txtar known.yaml
var Files embed.FS
