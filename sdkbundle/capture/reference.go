package capture

import (
	"fmt"
	"regexp"
	"strings"

	"replaylab/sdkbundle"
)

var (
	declared = regexp.MustCompile(`(?ms)^(?:/\*\*([^/]*?)\*/\n)?export interface (\w+)[^{]*\{\n(.*?)^\}`)
	member   = regexp.MustCompile(`(?s)\A\s*(?:/\*\*(.*?)\*/\s*)?(\w+)(\??)(?:: ([^;{]*(?:\{[^}]*\}[^;{]*)*);|(\([^;]*);|: (\{.*))`)
	fallback = regexp.MustCompile(`@default (.*)`)
	margin   = regexp.MustCompile(`(?m)^\s*\*? ?`)
)

// Reference is the page about the SDK's options and methods, written from their types.
func Reference() (string, error) {
	source, err := sdkbundle.Sources.ReadFile("capture/types.ts")
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("# The reference SDK\n\nWritten from [types.ts](../../sdkbundle/capture/types.ts) by `go test ./sdkbundle/capture -run TestReference -update`.\n")
	for _, d := range declared.FindAllStringSubmatch(string(source), -1) {
		text, _ := words(d[1])
		fmt.Fprintf(&b, "\n## %s\n\n", d[2])
		if text != "" {
			fmt.Fprintf(&b, "%s\n\n", text)
		}
		b.WriteString("| name | type | default | what it is |\n|---|---|---|---|\n")
		for rest := d[3]; strings.TrimSpace(rest) != ""; {
			m := member.FindStringSubmatchIndex(rest)
			if m == nil {
				return "", fmt.Errorf("read the types of the SDK: in %s there is no member in %.60q", d[2], strings.TrimSpace(rest))
			}
			group := func(n int) string {
				if m[2*n] < 0 {
					return ""
				}
				return rest[m[2*n]:m[2*n+1]]
			}
			typ, end := group(4)+group(5), m[1]
			if nested := group(6); nested != "" { // an object, to the brace that closes it
				typ = "object"
				end = m[12] + strings.Index(nested, "\n  };") + len("\n  };")
			}
			text, otherwise := words(group(1))
			if otherwise != "" {
				otherwise = "`" + otherwise + "`"
			}
			fmt.Fprintf(&b, "| `%s` | `%s` | %s | %s |\n", group(2), strings.ReplaceAll(strings.Join(strings.Fields(typ), " "), "|", `\|`), otherwise, strings.ReplaceAll(text, "|", `\|`))
			rest = rest[end:]
		}
	}
	return b.String(), nil
}

// words are the text of a comment, and the default that it names.
func words(comment string) (text, otherwise string) {
	comment = margin.ReplaceAllString(comment, "")
	if m := fallback.FindStringSubmatch(comment); m != nil {
		otherwise = strings.TrimSpace(m[1])
		comment = strings.Replace(comment, m[0], "", 1)
	}
	return strings.Join(strings.Fields(comment), " "), otherwise
}
