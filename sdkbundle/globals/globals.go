// Package globals is the page-side code that tells what a page's scripts see of the platform, to
// find out what an SDK has patched and whether a page could notice.
package globals

import (
	"embed"
	"sync"

	"replaylab/sdkbundle"
)

//go:embed *.ts
var source embed.FS

var script = sync.OnceValues(func() (string, error) {
	return sdkbundle.Script(sdkbundle.Options{Source: source, Entry: "index.ts", Global: "lab", Minify: true})
})

// Call is an expression that calls one of the functions of index.ts and leaves no trace in the
// world that it is evaluated in. args is the text of its arguments.
func Call(function, args string) (string, error) {
	code, err := script()
	if err != nil {
		return "", err
	}
	return "(() => { " + code + "; return lab." + function + "(" + args + ") })()", nil
}

// Witness is the script that tells what only the page's own world is told of, through a binding of
// that name which it takes away from the page. It must run in every document before the page's own.
const Witness = "replaylabWitness"

// WitnessScript is the code.
var WitnessScript = sync.OnceValues(func() (string, error) {
	return sdkbundle.Script(sdkbundle.Options{Source: source, Entry: "witness.ts", Minify: true})
})
