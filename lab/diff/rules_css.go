package diff

import (
	"regexp"
	"slices"
	"strings"

	"replaylab/lab/dom"
)

// sheets rewrites the rules that a node holds.
func sheets(n *dom.Node, rewrite func(string) string) bool {
	did := false
	for _, prop := range []string{dom.PropSheet, dom.PropAdopted} {
		text, ok := dom.Get(n.Props, prop)
		if !ok {
			continue
		}
		if changed := rewrite(text); changed != text {
			n.Props = dom.Set(n.Props, prop, changed)
			did = true
		}
	}
	return did
}

// marked are pseudo-classes that a player has written so that they also hold for elements it marks.
var marked = strings.NewReplacer(`:is(:hover, [\:hover])`, ":hover", `:is(:active, [\:active])`, ":active",
	`:is(:fullscreen, [\:fullscreen])`, ":fullscreen")

// hoverTwin takes out what players add to selectors: a twin for the class ":hover", or an attribute
// beside the pseudo-class.
func hoverTwin(c *Canon, n *dom.Node) Effect {
	if c.Side != Replayed {
		return Nothing
	}
	return changed(sheets(n, func(text string) string {
		if !strings.Contains(text, `[\:`) && !strings.Contains(text, `\:hover`) {
			return text
		}
		text = marked.Replace(text)
		return preludes(text, func(prelude string) string {
			if !strings.Contains(prelude, `\:hover`) {
				return prelude
			}
			list := slices.DeleteFunc(commas(prelude), func(s string) bool { return strings.Contains(s, `\:hover`) })
			if len(list) == 0 {
				return prelude
			}
			return strings.Join(list, ",")
		})
	}))
}

var deviceQuery = regexp.MustCompile(`\((min|max)-device-(width|height)`)

func deviceWidth(_ *Canon, n *dom.Node) Effect {
	return changed(sheets(n, func(text string) string {
		if !strings.Contains(text, "-device-") {
			return text
		}
		return deviceQuery.ReplaceAllString(text, "($1-$2")
	}))
}

var preference = regexp.MustCompile(`\((?:not )?\(?(prefers-color-scheme|prefers-reduced-motion|prefers-contrast|forced-colors)(: [\w-]+)?\)?\)`)

// preferenceExchanged puts back what the recording says of a sheet whose queries ask for other values.
func preferenceExchanged(c *Canon, n *dom.Node) Effect {
	m := c.recorded[n.ID]
	if c.Side != Replayed || m == nil {
		return Nothing
	}
	did := false
	for _, prop := range []string{dom.PropSheet, dom.PropAdopted} {
		said, shown := m.Prop(prop), n.Prop(prop)
		if said != shown && preference.MatchString(said) && preference.ReplaceAllString(said, "($1)") == preference.ReplaceAllString(marked.Replace(shown), "($1)") {
			n.Props = dom.Set(n.Props, prop, said)
			did = true
		}
	}
	return changed(did)
}

// preludes rewrites what stands before each opening brace of a style sheet. The text is the
// browser's own writing of its rules: strings are quoted and there are no comments.
func preludes(css string, rewrite func(string) string) string {
	var b strings.Builder
	from, quote := 0, byte(0)
	for i := 0; i < len(css); i++ {
		switch ch := css[i]; {
		case ch == '\\':
			i++
		case quote != 0:
			if ch == quote {
				quote = 0
			}
		case ch == '"' || ch == '\'':
			quote = ch
		case ch == '{':
			b.WriteString(rewrite(strings.TrimRight(css[from:i], " ")))
			b.WriteString(" {")
			from = i + 1
		case ch == '}' || ch == ';' || ch == '\n':
			b.WriteString(css[from : i+1])
			from = i + 1
		}
	}
	b.WriteString(css[from:])
	return b.String()
}

// commas splits a selector list at its outermost commas.
func commas(list string) []string {
	var parts []string
	depth, from := 0, 0
	for i := 0; i < len(list); i++ {
		switch list[i] {
		case '\\':
			i++
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case ',':
			if depth == 0 {
				parts = append(parts, list[from:i])
				from = i + 1
			}
		}
	}
	return append(parts, list[from:])
}
