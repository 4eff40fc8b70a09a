package scenario

import (
	"fmt"
	"slices"
	"strings"
)

// grammar opens the reference: what no single verb says.
const grammar = `# Scenario files

A scenario file is ` + "`scenarios/<area>/<name>.txtar`" + `, and ` + "`area/name`" + ` is its ID. It is a
[txtar](https://pkg.go.dev/golang.org/x/tools/txtar) archive. It begins with prose: what should be true. The first
sentence is the title. The first section is ` + "`scenario`" + `; all others are files that the lab serves, each under its
name with a slash before it.

The scenario section has one declaration or step per line. Declarations come first. A line that begins with ` + "`#`" + ` is
a comment. Words are split by spaces and tabs. A word may be quoted, ` + "`\"like this\"`" + `, with the escapes
` + "`\\\" \\\\ \\n \\t \\r \\u{1F600}`" + `; a quote counts only where a word begins. Some arguments go on to the end of the
line: SEL, TEXT, REASON and ARG do where they are the last one, unless they are quoted, and JS, JSON, BUILDER and the value
of a header always do, just as they are written.

There are no loops and no conditions.

A scenario is visited twice, in the same way: without the SDK, which is the control visit, and with it. A step that names
an element waits until it exists, at most 5 s. One that uses the mouse scrolls the element into view first. If the
element does not come, has no box or is covered by another, the step cannot be done and the visit ends there: in the
control visit that makes the result inconclusive, in the visit with the SDK the claim ` + "`unharmed`" + ` fails.

The extension of a file decides its type. Every HTML file that is opened as a page, not in a frame, gets the SDK's script
tags. With ` + "`?delay=500ms`" + ` or ` + "`?status=404`" + ` behind its address any file comes late or with that status.
`

// Reference returns the reference of the language, in Markdown.
func Reference() string {
	var b strings.Builder
	b.WriteString(grammar)
	writeVerbs(&b)
	writeClaims(&b)
	writeArguments(&b)
	b.WriteString("\n## Variables\n\n")
	for _, v := range variables {
		writeEntry(&b, []string{v.Name}, v.Doc, v.Example)
	}
	return b.String()
}

func writeVerbs(b *strings.Builder) {
	var group Group
	for _, v := range verbs {
		if v.Group != group {
			group = v.Group
			fmt.Fprintf(b, "\n## %s\n\n", group)
		}
		doc := v.Doc
		switch {
		case v.Repeat:
			doc += " May be repeated."
		case v.Early && v.Group != ByLab:
			if !strings.Contains(doc, "Before `open`") {
				doc += " May come before `open`."
			}
		}
		writeEntry(b, v.Usage(), doc, v.Example)
	}
}

func writeClaims(b *strings.Builder) {
	b.WriteString("\n## Claims\n\nThese stand in every scenario, without a line, unless they are waived:\n\n")
	for _, c := range claims {
		if c.Standing {
			writeClaim(b, c.Name, c)
		}
	}
	b.WriteString("\nThese are made by `expect`, below a checkpoint. One whose selector finds nothing on the live page is inconclusive:\n\n")
	for _, c := range claims {
		if !c.Standing {
			writeClaim(b, usage(c.Name, c.Args), c)
		}
	}
}

func writeClaim(b *strings.Builder, form string, c Claim) {
	writeEntry(b, []string{form}, c.Doc, c.Example)
	fmt.Fprintf(b, "  - *Sees:* %s\n  - *Cannot see:* %s\n", c.Sees, c.Misses)
}

// writeArguments explains each kind of argument once, in the order in which they turn up.
func writeArguments(b *strings.Builder) {
	b.WriteString("\n## Arguments\n\n`…` marks what may be repeated, `[ ]` what may be left out.\n\n")
	var seen []string
	for _, v := range verbs {
		for _, a := range slices.Concat(v.Args, v.Or) {
			entry := a.Kind.Name + "\x00" + a.Kind.Doc
			if a.Kind.Doc != "" && !slices.Contains(seen, entry) {
				seen = append(seen, entry)
				writeEntry(b, []string{a.Kind.Name}, a.Kind.Doc, "")
			}
		}
	}
}

func writeEntry(b *strings.Builder, forms []string, doc, example string) {
	fmt.Fprintf(b, "- **`%s`** %s", strings.Join(forms, "`** or **`"), doc)
	if example != "" {
		fmt.Fprintf(b, " Example: `%s`", example)
	}
	b.WriteByte('\n')
}
