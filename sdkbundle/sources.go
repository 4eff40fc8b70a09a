package sdkbundle

import "embed"

// Sources are the SDK, the player and what they share. They are embedded here and not beside the
// code that bundles them because an embedded file system cannot reach a sibling folder.
//
//go:embed capture/*.ts capture/*/*.ts player/*.ts player/*/*.ts protocol/*.ts
var Sources embed.FS
