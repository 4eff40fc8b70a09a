package reports_test

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"replaylab/lab/result"
	"replaylab/reports"
)

// written is ui/run.ts: the fields of its interfaces, and the words of its unions.
type written struct {
	interfaces map[string]map[string]field
	verdicts   []string
}

type field struct {
	optional bool
	is       string
}

func runTypes(t *testing.T) written {
	t.Helper()
	source, err := os.ReadFile("ui/run.ts")
	if err != nil {
		t.Fatal(err)
	}
	w := written{interfaces: map[string]map[string]field{}}
	line := regexp.MustCompile(`^  (\w+)(\??): (.+);$`)
	for _, m := range regexp.MustCompile(`(?s)export interface (\w+) \{\n(.*?)\n\}`).FindAllStringSubmatch(string(source), -1) {
		fields := map[string]field{}
		for l := range strings.SplitSeq(m[2], "\n") {
			if f := line.FindStringSubmatch(l); f != nil {
				fields[f[1]] = field{f[2] != "", f[3]}
			} else if !strings.HasPrefix(strings.TrimSpace(l), "/**") {
				t.Fatalf("ui/run.ts: in %s, %q is no field that this test can read", m[1], l)
			}
		}
		w.interfaces[m[1]] = fields
	}
	union := regexp.MustCompile(`export type Verdict = (.*);`).FindStringSubmatch(string(source))
	if union == nil {
		t.Fatal("ui/run.ts has no type Verdict")
	}
	for v := range strings.SplitSeq(union[1], " | ") {
		w.verdicts = append(w.verdicts, strings.Trim(v, "'"))
	}
	return w
}

// names are types that TypeScript calls something else.
var names = map[string]string{"view": "View", "vocabulary": "Words", "kind": "Kind", "images": "Images"}

// inTypeScript is what a Go type is once it has been through JSON. Of a run a list may be null, as
// Go writes an empty one; what this package makes has none of these.
func inTypeScript(of reflect.Type) []string {
	switch of {
	case reflect.TypeFor[time.Time]():
		return []string{"string"}
	case reflect.TypeFor[result.Value](), reflect.TypeFor[result.Verdict]():
		return []string{of.Name()}
	}
	switch of.Kind() {
	case reflect.String:
		return []string{"string"}
	case reflect.Bool:
		return []string{"boolean"}
	case reflect.Pointer:
		return inTypeScript(of.Elem())
	case reflect.Struct:
		if name := names[of.Name()]; name != "" {
			return []string{name}
		}
		return []string{of.Name()}
	case reflect.Slice:
		one := inTypeScript(of.Elem())[0]
		return []string{"List<" + one + ">", "readonly " + one + "[]"}
	case reflect.Map:
		var list []string
		for _, of := range inTypeScript(of.Elem()) {
			list = append(list, "Record<string, "+of+">", "Record<string, "+of+"> | null")
		}
		return list
	}
	return []string{"number"} // what else there is
}

// TestTypesFollowTheRun compares ui/run.ts with what lab/result and this package write, both ways.
func TestTypesFollowTheRun(t *testing.T) {
	w := runTypes(t)
	seen := map[string]bool{}
	var check func(of reflect.Type)
	check = func(of reflect.Type) {
		switch of.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			check(of.Elem())
			return
		case reflect.Struct:
		default:
			return
		}
		name := inTypeScript(of)[0]
		if name == "string" || name == "Value" || seen[name] {
			return
		}
		seen[name] = true
		fields, ok := w.interfaces[name]
		if !ok {
			t.Errorf("ui/run.ts has no interface %s", name)
			return
		}
		left := map[string]bool{}
		for f := range fields {
			left[f] = true
		}
		for i := range of.NumField() {
			f := of.Field(i)
			key, how, _ := strings.Cut(f.Tag.Get("json"), ",")
			delete(left, key)
			got, ok := fields[key]
			want := inTypeScript(f.Type)
			foreign := of.PkgPath() != reflect.TypeFor[result.Run]().PkgPath()
			switch {
			case !ok:
				t.Errorf("ui/run.ts does not have %s.%s", name, key)
			case got.optional != (how != ""):
				t.Errorf("ui/run.ts: %s.%s is optional: %v, but its tag is %q", name, key, got.optional, f.Tag.Get("json"))
			case !slices.Contains(want, got.is):
				t.Errorf("ui/run.ts: %s.%s is %s, want one of %q", name, key, got.is, want)
			case !foreign && f.Type.Kind() == reflect.Slice && !strings.HasPrefix(got.is, "List<"),
				!foreign && f.Type.Kind() == reflect.Map && !strings.HasSuffix(got.is, "| null"):
				t.Errorf("ui/run.ts: %s.%s is %s, but run.json may have null there", name, key, got.is)
			}
			check(f.Type)
		}
		for f := range left {
			t.Errorf("ui/run.ts has %s.%s, which nobody writes", name, f)
		}
	}
	check(reflect.TypeFor[reports.View]())
	for name := range w.interfaces {
		if !seen[name] {
			t.Errorf("ui/run.ts has %s, which nobody writes", name)
		}
	}
	var verdicts []string
	for _, v := range result.Verdicts {
		verdicts = append(verdicts, string(v))
	}
	slices.Sort(verdicts)
	slices.Sort(w.verdicts)
	if !slices.Equal(verdicts, w.verdicts) {
		t.Errorf("ui/run.ts has the verdicts %q, want %q", w.verdicts, verdicts)
	}
}
