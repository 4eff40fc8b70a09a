package sdkbundle

import "embed"

// Sources are the SDK and what it shares with the player. They are embedded here and not beside the
// code that bundles them because an embedded file system cannot reach a sibling folder.
//
//go:embed capture/*.ts capture/*/*.ts protocol/*.ts
var Sources embed.FS
