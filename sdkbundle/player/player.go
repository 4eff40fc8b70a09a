// Package player is the reference player: its TypeScript, and the Go that bundles it. It plays
// rrweb-style recordings of any SDK, and has no dependency.
package player

import "replaylab/sdkbundle"

// Version is the player's own, which results carry. Raise it when what it shows changes.
const Version = "0.1.0"

// Script defines the global replayPlayer, whose Player plays recordings; see index.ts.
func Script() (string, error) {
	return sdkbundle.Script(sdkbundle.Options{Source: sdkbundle.Sources, Entry: "player/index.ts", Global: "replayPlayer", Minify: true})
}
