// Package world is the lab's page-side code: what it runs in an isolated script world of the live
// and of the replayed page to wait, to find, to act and to read.
package world

import (
	"embed"
	"sync"

	"replaylab/sdkbundle"
)

//go:embed *.ts
var source embed.FS

// Script is the code that defines the global "replaylab". It must run in every document of a page
// before the page's own scripts.
var Script = sync.OnceValues(func() (string, error) {
	return sdkbundle.Script(sdkbundle.Options{Source: source, Entry: "index.ts", Minify: true})
})
