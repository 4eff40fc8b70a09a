// Package capture is the reference capture SDK: its TypeScript, and the Go that bundles it. It has
// the public contract of the SDK that it stands for, and no dependency.
package capture

import (
	"encoding/json"
	"path"

	"replaylab/sdkbundle"
)

// Version is the SDK's own, which it tells the server and results carry. Raise it when what is
// uploaded changes.
const Version = "0.1.0"

// Script is the SDK for a script tag: it sets window.sessionReplay.
func Script() (string, error) { return script("capture/script.ts") }

// Patched is the SDK for a script tag with one fault in it. The file of the patch is named from the folder
// of this package.
func Patched(p sdkbundle.Patch) (string, error) {
	p.File = path.Join("capture", p.File)
	return patched("capture/script.ts", p)
}

// PatchedPlugin is the plugin's script tag with one fault in it, of the plugin or of the SDK.
func PatchedPlugin(p sdkbundle.Patch) (string, error) {
	p.File = path.Join("capture", p.File)
	return patched("capture/plugin/script.ts", p)
}

// Plugin is the plugin for Amplitude's Browser SDK, for a script tag: it sets window.sessionReplay, whose
// method plugin makes one.
func Plugin() (string, error) { return script("capture/plugin/script.ts") }

// Worker is the file that the option workerUrl names.
func Worker() (string, error) { return script("capture/worker/script.ts") }

func script(entry string) (string, error) { return patched(entry, sdkbundle.Patch{}) }

func patched(entry string, patch sdkbundle.Patch) (string, error) {
	version, err := json.Marshal(Version)
	if err != nil {
		return "", err
	}
	return sdkbundle.Script(sdkbundle.Options{
		Source: sdkbundle.Sources, Entry: entry, Minify: true, Patch: patch,
		Define: map[string]string{"SDK_VERSION": string(version)},
	})
}
