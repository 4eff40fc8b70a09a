// Package adapters is the table of all vendors that the lab can test, and their page-side scripts.
// A vendor is a folder here with a Go variable Adapter; run "go generate ./sdkbundle/adapters"
// after adding one, which lists it in table.go.
package adapters

import (
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"replaylab/sdkbundle"
	"replaylab/sdkbundle/adapter"
)

//go:generate go run ./internal/table

//go:embed */*.ts
var source embed.FS

// Find returns the adapter of that name that has an SDK (or a player, if player is set). The error
// lists those there are.
func Find(name string, player bool) (adapter.Adapter, error) {
	kind := "SDK"
	if player {
		kind = "player"
	}
	var names []string
	for _, a := range All {
		if (a.SDK != nil && !player) || (a.Player != nil && player) {
			if a.Name == name {
				return a, nil
			}
			names = append(names, a.Name)
		}
	}
	slices.Sort(names)
	return adapter.Adapter{}, fmt.Errorf("no %s is called %q; there are %s", kind, name, strings.Join(names, ", "))
}

// Capabilities lists what any SDK of the table can do: the words that scenarios may need.
func Capabilities() []string {
	var list []string
	for _, a := range All {
		if a.SDK != nil {
			list = append(list, a.SDK.Can...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// Config is what a boot script is given; see sdkbundle/adapters/page/boot.ts.
type Config struct {
	Load      string         `json:"load"`
	Key       string         `json:"key"`
	DeviceID  string         `json:"deviceId"`
	SessionID int64          `json:"sessionId"`
	TrackURL  string         `json:"trackUrl"`
	ConfigURL string         `json:"configUrl"`
	Options   map[string]any `json:"options"`
	// Start is a JavaScript function that starts the SDK in the adapter's place; empty if the adapter does.
	Start string `json:"-"`
}

// Boot is the script that starts an SDK for one page load. An empty name gives the inert one of
// the control visit.
func Boot(name string, c Config) ([]byte, error) {
	entry := name + "/boot.ts"
	if name == "" {
		entry = "page/inert.ts"
	}
	script, err := sdkbundle.Script(sdkbundle.Options{Source: source, Entry: entry, Minify: true})
	if err != nil {
		return nil, err
	}
	if c.Options == nil {
		c.Options = map[string]any{}
	}
	config, err := json.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("write the options of %s: %w", name, err)
	}
	start := "null"
	if c.Start != "" {
		start = "(" + c.Start + "\n)" // a comment may be last
	}
	script = strings.Replace(script, "REPLAYLAB_START", start, 1)
	return []byte(strings.Replace(script, "REPLAYLAB_CONFIG", string(config), 1)), nil
}

// Player is the script that drives a player, to be run after the player's own bundle.
func Player(name string) (string, error) {
	return sdkbundle.Script(sdkbundle.Options{Source: source, Entry: name + "/player.ts", Minify: true})
}
