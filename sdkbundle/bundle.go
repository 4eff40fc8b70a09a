// Package sdkbundle turns the project's TypeScript into scripts for a browser. It embeds the
// sources and bundles them at run time with esbuild's Go API, so the lab works without Node.
package sdkbundle

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/evanw/esbuild/pkg/api"
)

// Options says what to bundle.
type Options struct {
	Source fs.FS  // where the entry and what it imports are
	Entry  string // path in Source
	// Global is the name of the global that takes the entry's exports. Empty: the entry exports
	// nothing and assigns what it must itself.
	Global string
	Define map[string]string // constants, as JavaScript expressions
	Minify bool
	Patch  Patch // the zero value changes nothing
	// Module makes an ES module with the entry's exports, not a classic script.
	Module bool
	// Beside is a file in Source that stays a module of its own, and BesideAs what it is imported as. Empty: none.
	Beside, BesideAs string
}

// Script bundles one entry into one script, a classic one unless it is to be a module. The same options give the same script
// without bundling again. A type of error that a person must see is a mistake in the source;
// it comes back with file, line and text.
func Script(o Options) (string, error) {
	key := key{o.Source, o.Entry, o.Global, fmt.Sprint(o.Define), o.Minify, o.Patch, o.Module, o.Beside, o.BesideAs}
	once, _ := cache.LoadOrStore(key, sync.OnceValues(func() (string, error) { return bundle(o) }))
	return once.(func() (string, error))()
}

type key struct {
	source                fs.FS // comparable, as embed.FS is
	entry, global, define string
	minify                bool
	patch                 Patch
	module                bool
	beside, besideAs      string
}

var cache sync.Map // key → func() (string, error)

func bundle(o Options) (string, error) {
	plugins, used := []api.Plugin{from(o)}, true
	if o.Patch != (Patch{}) {
		used = false
		plugins = slices.Insert(plugins, 0, patching(o.Source, &o.Patch, &used))
	}
	format := api.FormatIIFE
	if o.Module {
		format = api.FormatESModule
	}
	result := api.Build(api.BuildOptions{
		EntryPoints:       []string{o.Entry},
		Bundle:            true,
		Format:            format,
		GlobalName:        o.Global,
		Target:            api.ES2022,
		Define:            o.Define,
		Charset:           api.CharsetASCII,
		LegalComments:     api.LegalCommentsNone,
		MinifyWhitespace:  o.Minify,
		MinifySyntax:      o.Minify,
		MinifyIdentifiers: o.Minify,
		Plugins:           plugins,
		LogLevel:          api.LogLevelSilent,
	})
	if len(result.Errors) > 0 {
		return "", fmt.Errorf("bundle %s: %s", o.Entry, strings.Join(api.FormatMessages(result.Errors, api.FormatMessagesOptions{}), "; "))
	}
	if !used {
		return "", fmt.Errorf("bundle %s: patch %s: the script does not contain that file", o.Entry, o.Patch.File)
	}
	return string(result.OutputFiles[0].Contents), nil
}

// from resolves and loads modules from an embedded file system.
func from(o Options) api.Plugin {
	source := o.Source
	return api.Plugin{Name: "embedded", Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: `.*`}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
			name := path.Clean(a.Path) // an entry that exists in the working folder comes as "./entry"
			if a.Kind != api.ResolveEntryPoint {
				if !strings.HasPrefix(a.Path, ".") {
					return api.OnResolveResult{}, fmt.Errorf("%s imports %q: the lab's own sources have no runtime dependency", a.Importer, name)
				}
				name = path.Join(path.Dir(a.Importer), a.Path)
			}
			for _, candidate := range []string{name, name + ".ts", name + "/index.ts"} {
				if candidate == o.Beside && a.Kind != api.ResolveEntryPoint {
					return api.OnResolveResult{Path: o.BesideAs, External: true}, nil
				}
				if info, err := fs.Stat(source, candidate); err == nil && !info.IsDir() {
					return api.OnResolveResult{Path: candidate, Namespace: "embedded"}, nil
				}
			}
			return api.OnResolveResult{}, fmt.Errorf("%s imports %q, which is not among the sources", a.Importer, a.Path)
		})
		b.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: "embedded"}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			data, err := fs.ReadFile(source, a.Path)
			text := string(data)
			loader := api.LoaderTS
			if strings.HasSuffix(a.Path, ".css") {
				loader = api.LoaderText
			}
			return api.OnLoadResult{Contents: &text, Loader: loader}, err
		})
	}}
}
