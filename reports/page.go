package reports

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"io/fs"
	"strings"

	"replaylab/lab/result"
	"replaylab/sdkbundle"
)

//go:embed ui/*.ts ui/*.css ui/page.html ui/viewer/*.ts ui/viewer/*.css ui/viewer/page.html
var embedded embed.FS

// sources is the folder ui. It is made once, since the bundler knows what it has bundled by it.
var sources = func() fs.FS {
	sub, err := fs.Sub(embedded, "ui")
	if err != nil {
		panic(err) // the name is a constant
	}
	return sub
}()

// sheets are the page's styles, in the order of the cascade.
var sheets = []string{"base.css", "home.css", "result.css", "compare.css", "print.css"}

// view is what the page is given: the run as run.json has it, and what Go has worked out, so that
// page and terminal cannot disagree.
type view struct {
	Run    *result.Run `json:"run"`
	Seed   string      `json:"seed"` // in words of its own: JavaScript rounds large numbers
	Exit   string      `json:"exit"` // the exit code and its reason
	Items  []Item      `json:"items"`
	Groups []Group     `json:"groups"`
	Words  vocabulary  `json:"words"`
	Images *images     `json:"images,omitempty"` // with Options.SingleFile
}

// Page is a run as a page for the browser: one file that loads nothing but screenshots, from the
// folder it is in. What comes from a recording is in it as JSON, in a block that no browser runs,
// and the page's policy lets no script run but its own.
func Page(dir string, run *result.Run, o Options) ([]byte, error) {
	script, err := sdkbundle.Script(sdkbundle.Options{Source: sources, Entry: "main.ts", Minify: true})
	if err != nil {
		return nil, err
	}
	style, err := styles()
	if err != nil {
		return nil, err
	}
	v := view{Run: run, Seed: fmt.Sprint(run.Seed), Exit: exit(run), Items: Items(run), Groups: Groups(run), Words: vocabularyOf(run)}
	if o.SingleFile {
		if v.Images, err = inline(dir, run); err != nil {
			return nil, err
		}
	}
	// The default encoder writes <, >, &, U+2028 and U+2029 as escapes: no value can end the block.
	data, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	frame, err := fs.ReadFile(sources, "page.html")
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	_, err = strings.NewReplacer( // looks at the frame alone, never at what it has put in
		"{{policy}}", policy(script, style),
		"{{title}}", html.EscapeString(headline(run)),
		"{{icon}}", icon(run),
		"{{style}}", style,
		"{{data}}", string(data),
		"{{script}}", script,
	).WriteString(&b, string(frame))
	return b.Bytes(), err
}

func styles() (string, error) {
	var b strings.Builder
	for _, name := range sheets {
		sheet, err := fs.ReadFile(sources, name)
		if err != nil {
			return "", err
		}
		b.Write(sheet)
	}
	return b.String(), nil
}

// policy is the page's content security policy. Only the page's own script and style count, by
// their hashes; images may come from files and from the page itself, and nothing else may load.
func policy(script, style string) string {
	return fmt.Sprintf("default-src 'none'; img-src 'self' data: file:; script-src '%s'; style-src '%s'; base-uri 'none'; form-action 'none'",
		hash(script), hash(style))
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// headline is the page's title: what a person with twenty tabs wants to see.
func headline(run *result.Run) string {
	counts := map[result.Verdict]int{}
	for _, it := range Items(run) {
		counts[it.Verdict]++
	}
	for _, v := range order {
		if n := counts[v]; n > 0 && bad(v) {
			return fmt.Sprintf("%d %s – replaylab", n, v)
		}
	}
	if len(run.Results) == 0 {
		return "nothing ran – replaylab"
	}
	return fmt.Sprintf("%d held – replaylab", counts[result.Held])
}

// icon is a mark for the tab: a tick or a cross, not a colour alone.
func icon(run *result.Run) string {
	fill, path := "%231a7f45", "M4 8.5l3 3 5.5-7"
	if run.ExitCode() != 0 {
		fill, path = "%23c0271f", "M4.5 4.5l7 7M11.5 4.5l-7 7"
	}
	return "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='" +
		fill + "'/%3E%3Cpath d='" + path + "' stroke='white' stroke-width='2' fill='none'/%3E%3C/svg%3E"
}
