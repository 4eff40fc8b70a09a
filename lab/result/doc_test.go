package result_test

import (
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"replaylab/lab/result"
)

const page = "../docs/run-json.md"

// The page says of every field what the code has, and of no other.
func TestDocumentedSchema(t *testing.T) {
	data, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	want, got := map[string]string{}, documented(string(data))
	fields(reflect.TypeFor[result.Run](), want)
	for _, name := range slices.Sorted(maps.Keys(want)) {
		switch kind, ok := got[name]; {
		case !ok:
			t.Errorf("lab/docs/run-json.md does not have %s, of type %q: describe it in the table below the heading of its type", name, want[name])
		case kind != want[name]:
			t.Errorf("lab/docs/run-json.md says that %s is %q; it is %q", name, kind, want[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[name]; !ok {
			t.Errorf("lab/docs/run-json.md has %s, which run.json does not have", name)
		}
	}
}

func TestDocumentedVerdicts(t *testing.T) {
	data, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range result.Verdicts {
		row := regexp.MustCompile(`(?m)^\| ` + "`" + regexp.QuoteMeta(string(v)) + "`" + ` \| .* \| ` + string(rune('0'+v.ExitCode())) + ` \|$`)
		if !row.Match(data) {
			t.Errorf("lab/docs/run-json.md does not say that %s has the exit code %d", v, v.ExitCode())
		}
	}
}

var row = regexp.MustCompile("^\\| `([^`]+)` \\| ([^|]+) \\| [^|]+ \\|$")

// documented reads the tables of the page: "Type.field" → its type.
func documented(text string) map[string]string {
	list := map[string]string{}
	section, inTable := "", false
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if name, ok := strings.CutPrefix(line, "## "); ok {
			section = name
		}
		if !strings.HasPrefix(line, "|") {
			inTable = false
		} else if line == "| field | type | meaning |" {
			inTable = true
		} else if m := row.FindStringSubmatch(line); m != nil && inTable {
			list[section+"."+m[1]] = m[2]
		}
	}
	return list
}

// fields lists the fields of a type and of all types in it, as they are in JSON.
func fields(typ reflect.Type, list map[string]string) {
	for f := range typ.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		kind := named(f.Type)
		if strings.Contains(options, "omit") {
			kind += "?"
		}
		list[typ.Name()+"."+name] = kind
		inner := f.Type
		for inner.Kind() == reflect.Slice {
			inner = inner.Elem()
		}
		if inner.Kind() == reflect.Struct && !inner.Implements(reflect.TypeFor[json.Marshaler]()) {
			fields(inner, list)
		}
	}
}

// named is a type in the words of the page.
func named(typ reflect.Type) string {
	switch typ {
	case reflect.TypeFor[time.Time]():
		return "time"
	case reflect.TypeFor[result.Value]():
		return "value"
	case reflect.TypeFor[result.Verdict]():
		return "verdict"
	}
	switch typ.Kind() {
	case reflect.Slice:
		return "list of " + named(typ.Elem())
	case reflect.Map:
		return "map of " + named(typ.Elem())
	case reflect.Int, reflect.Uint64:
		return "integer"
	case reflect.Float64:
		return "number"
	case reflect.Bool:
		return "boolean"
	case reflect.String:
		return "string"
	}
	return typ.Name()
}
