package reports

import (
	"io/fs"

	"replaylab/sdkbundle"
)

// ViewerFiles are the viewer of recordings: a page that asks for /viewer.css, /viewer.js and
// /player.js, the player, which is not among them. See lab/serve for what the script asks for.
type ViewerFiles struct{ Page, Script, Style []byte }

// Viewer bundles the viewer.
func Viewer() (ViewerFiles, error) {
	script, err := sdkbundle.Script(sdkbundle.Options{Source: sources, Entry: "viewer/main.ts", Minify: true})
	if err != nil {
		return ViewerFiles{}, err
	}
	v := ViewerFiles{Script: []byte(script)}
	if v.Page, err = fs.ReadFile(sources, "viewer/page.html"); err != nil {
		return ViewerFiles{}, err
	}
	for _, name := range []string{"base.css", "viewer/viewer.css"} {
		sheet, err := fs.ReadFile(sources, name)
		if err != nil {
			return ViewerFiles{}, err
		}
		v.Style = append(v.Style, sheet...)
	}
	return v, nil
}
