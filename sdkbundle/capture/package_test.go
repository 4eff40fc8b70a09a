package capture_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"replaylab/sdkbundle/capture"
)

// The programs of users. A line below @ts-expect-error must be a mistake: types that allow anything would fail here.
const (
	moduleUser = `import {init, setSessionId, getSessionReplayProperties, flush, shutdown, type Options, type PrivacyConfig} from 'replaylab-session-replay';
import {sessionReplayPlugin, pluginName, type Plugin} from 'replaylab-session-replay/plugin';

const privacyConfig: PrivacyConfig = {defaultMaskLevel: 'light', blockSelector: '.ad', urlMaskLevels: [{match: '**/pay', maskLevel: 'conservative'}]};
const options: Options = {deviceId: 'device', sessionId: Date.now(), sampleRate: 0.5, privacyConfig, crossOriginFrames: ['https://pay.example']};
await init('key', options).promise;
await setSessionId(Date.now()).promise;
const properties: Record<string, string> = getSessionReplayProperties();
await flush();
shutdown();
const plugin: Plugin = sessionReplayPlugin({sampleRate: 1, forceSessionTracking: false});
console.log(properties, plugin.name === pluginName, sessionReplayPlugin().type);
// @ts-expect-error
init('key', {sampleRate: 'all'});
// @ts-expect-error
init();
// @ts-expect-error
sessionReplayPlugin({sessionId: 1});
// @ts-expect-error
init('key', {privacyConfig: {defaultMaskLevel: 'none'}});
`
	scriptUser = `/// <reference types="replaylab-session-replay/script" />
sessionReplay.init('key', {deviceId: 'device', sessionId: 1, sampleRate: 1}).promise.then(() => console.log(window.sessionReplay.getSessionId()));
// @ts-expect-error
sessionReplay.plugin();
// @ts-expect-error
sessionReplay.begin();
`
	pluginUser = `/// <reference types="replaylab-session-replay/plugin-script" />
const made = sessionReplay.plugin({sampleRate: 1});
made.setup({apiKey: 'key', sessionId: 1}).then(() => sessionReplay.flush());
// @ts-expect-error
sessionReplay.plugin({forceSessionTracking: 1});
`
)

func TestPackage(t *testing.T) {
	files, err := capture.Package()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name, text string) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range files {
		write("node_modules/"+capture.PackageName+"/"+name, text)
	}
	for _, m := range regexp.MustCompile(`(?m)^  (\w+)\(`).FindAllStringSubmatch(files["index.d.ts"][strings.Index(files["index.d.ts"], "export interface SessionReplay"):], -1) {
		if !strings.Contains(files["index.d.ts"], "export declare const "+m[1]+":") {
			t.Errorf("the module does not export %s", m[1])
		}
	}
	if !strings.Contains(files["plugin.js"], `"./index.js"`) || len(files["plugin.js"]) > 10_000 {
		t.Errorf("the plugin's module has an SDK of its own: %d bytes", len(files["plugin.js"]))
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		t.Skip("npm is not installed, so nothing can compile what users write")
	}
	config := `{"compilerOptions": {"strict": true, "noEmit": true, "target": "ES2022", "module": "ESNext", "moduleResolution": "Bundler", "lib": ["ES2022", "DOM"], "types": []}, "files": [FILES]}`
	write("module.ts", moduleUser)
	write("script.ts", scriptUser)
	write("plugin.ts", pluginUser)
	write("a.json", strings.Replace(config, "FILES", `"module.ts", "script.ts"`, 1))
	write("b.json", strings.Replace(config, "FILES", `"plugin.ts"`, 1)) // the same global, of another type
	c := exec.CommandContext(t.Context(), npm, "exec", "--yes", "--prefer-offline", "--package=typescript@5.9.3", "-c", "tsc -p a.json && tsc -p b.json")
	c.Dir = dir
	if out, err := c.Output(); err != nil {
		t.Errorf("what a user writes does not compile: %v\n%s", err, out)
	}
}
