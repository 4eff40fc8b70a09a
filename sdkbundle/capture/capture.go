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

// Module is the SDK as an ES module.
func Module() (string, error) {
	return bundle(sdkbundle.Options{Entry: "capture/index.ts", Module: true})
}

// PluginModule is the plugin as an ES module, which imports that of the SDK as ./index.js: both share one
// recording.
func PluginModule() (string, error) {
	return bundle(sdkbundle.Options{Entry: "capture/plugin/index.ts", Module: true, Beside: "capture/index.ts", BesideAs: "./index.js"})
}

func script(entry string) (string, error) { return patched(entry, sdkbundle.Patch{}) }

func patched(entry string, patch sdkbundle.Patch) (string, error) {
	return bundle(sdkbundle.Options{Entry: entry, Patch: patch})
}

func bundle(o sdkbundle.Options) (string, error) {
	version, err := json.Marshal(Version)
	if err != nil {
		return "", err
	}
	o.Source, o.Minify = sdkbundle.Sources, true
	o.Define = map[string]string{"SDK_VERSION": string(version)}
	return sdkbundle.Script(o)
}
