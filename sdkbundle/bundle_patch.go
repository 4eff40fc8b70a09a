package sdkbundle

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// Patch puts one text of one source file in the place of another, for a script with one fault in it.
// The sources themselves stay as they are.
type Patch struct {
	File string // path in Options.Source
	Old  string // must be in the file exactly once
	New  string
}

// apply is an error that says what to do if the source is no longer what the patch was made for.
func (p *Patch) apply(text string) (string, error) {
	switch n := strings.Count(text, p.Old); {
	case p.Old == "" || p.Old == p.New:
		return "", fmt.Errorf("patch %s: it changes nothing", p.File)
	case n == 0:
		return "", fmt.Errorf("patch %s: there is no %q in it; the source has changed, so write the patch anew", p.File, p.Old)
	case n > 1:
		return "", fmt.Errorf("patch %s: %q is in it %d times; take more of the text around the right one", p.File, p.Old, n)
	}
	return strings.Replace(text, p.Old, p.New, 1), nil
}

// patching loads the file of a patch with the patch applied; it goes before the plugin that loads all
// other files. used is set when the file is asked for.
func patching(source fs.FS, p *Patch, used *bool) api.Plugin {
	return api.Plugin{Name: "patch", Setup: func(b api.PluginBuild) {
		b.OnLoad(api.OnLoadOptions{Filter: "^" + regexp.QuoteMeta(p.File) + "$", Namespace: "embedded"}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			*used = true // read when the build is over
			data, err := fs.ReadFile(source, a.Path)
			if err != nil {
				return api.OnLoadResult{}, err
			}
			text, err := p.apply(string(data))
			if err != nil {
				return api.OnLoadResult{}, err
			}
			return api.OnLoadResult{Contents: &text, Loader: api.LoaderTS}, nil
		})
	}}
}
