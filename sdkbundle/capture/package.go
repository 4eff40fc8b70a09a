package capture

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"replaylab/sdkbundle"
)

// PackageName is what an application imports.
const PackageName = "replaylab-session-replay"

var (
	exported   = regexp.MustCompile(`(?m)^export const \{([^}]*)\} = sdk;$`)
	interfaces = regexp.MustCompile(`(?ms)^(?:/\*\*[^/]*?\*/\n)?export interface .*?^\}\n`)
	maker      = regexp.MustCompile(`(?m)^((?:/\*\*[^/]*?\*/\n)?)export function (sessionReplayPlugin\(.*\): Plugin) \{$`)
	optional   = regexp.MustCompile(`(\w+): (\w+) = \{\}`)
)

// Package is the SDK as applications get it: its files by name, with scripts for script tags, ES modules and the
// types of both.
func Package() (map[string]string, error) {
	files := map[string]string{}
	for name, build := range map[string]func() (string, error){
		"index.js": Module, "plugin.js": PluginModule, "script.js": Script, "plugin-script.js": Plugin, "worker.js": Worker,
		"index.d.ts": moduleTypes, "plugin.d.ts": pluginTypes, "package.json": manifest,
	} {
		text, err := build()
		if err != nil {
			return nil, fmt.Errorf("make %s of the SDK: %w", name, err)
		}
		files[name] = text
	}
	files["script.d.ts"] = `import type {SessionReplay} from './index';

declare global {
  /** The SDK, in a page that loads script.js. */
  var sessionReplay: SessionReplay;
}
`
	files["plugin-script.d.ts"] = `import type {SessionReplay} from './index';
import type {Plugin, PluginOptions} from './plugin';

declare global {
  /** The SDK with the plugin for Amplitude's Browser SDK, in a page that loads plugin-script.js. */
  var sessionReplay: SessionReplay & {plugin(options?: PluginOptions): Plugin; sessionReplayPlugin(options?: PluginOptions): Plugin; readonly pluginName: string};
}
`
	return files, nil
}

// moduleTypes are those of the SDK's module: what types.ts declares, and the methods that index.ts exports.
func moduleTypes() (string, error) {
	types, err := source("capture/types.ts")
	if err != nil {
		return "", err
	}
	index, err := source("capture/index.ts")
	if err != nil {
		return "", err
	}
	m := exported.FindStringSubmatch(index)
	if m == nil {
		return "", fmt.Errorf("index.ts does not export the methods of the SDK in one line")
	}
	var b strings.Builder
	b.WriteString(types + "\n")
	for _, name := range strings.Split(m[1], ",") {
		name = strings.TrimSpace(name)
		fmt.Fprintf(&b, "export declare const %s: SessionReplay['%s'];\n", name, name)
	}
	return b.String(), nil
}

// pluginTypes are those of the plugin's module.
func pluginTypes() (string, error) {
	text, err := source("capture/plugin/index.ts")
	if err != nil {
		return "", err
	}
	m := maker.FindStringSubmatch(text)
	all := interfaces.FindAllString(text, -1)
	if m == nil || len(all) == 0 {
		return "", fmt.Errorf("plugin/index.ts does not export sessionReplayPlugin and its types")
	}
	return "import type {Options} from './index';\n\n" + strings.Join(all, "\n") + `
/** The name under which the plugin is added, and removed again. */
export declare const pluginName: string;

` + m[1] + "export declare function " + optional.ReplaceAllString(m[2], "$1?: $2") + ";\n", nil
}

func source(name string) (string, error) {
	data, err := sdkbundle.Sources.ReadFile(name)
	return string(data), err
}

func manifest() (string, error) {
	type conditions struct { // compilers take the first that fits
		Types   string `json:"types"`
		Default string `json:"default"`
	}
	entry := func(name string) conditions { return conditions{"./" + name + ".d.ts", "./" + name + ".js"} }
	data, err := json.MarshalIndent(map[string]any{
		"name": PackageName, "version": Version, "type": "module", "sideEffects": []string{"./script.js", "./plugin-script.js"},
		"exports": map[string]any{".": entry("index"), "./plugin": entry("plugin"), "./script": entry("script"), "./plugin-script": entry("plugin-script"), "./worker": "./worker.js"},
	}, "", "  ")
	return string(data) + "\n", err
}
