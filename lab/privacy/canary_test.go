package privacy_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"replaylab/lab/privacy"
)

const rare = "[jkqvwxz]"

// shapes are names of canaries and what their values must look like.
var shapes = map[string]string{
	"secret":       "^" + rare + "{14}$",
	"a-email":      "^" + rare + "{14}$", // the name must begin with it
	"email":        "^" + rare + "{9}@" + rare + `{7}\.example$`,
	"email-work":   "^" + rare + "{9}@" + rare + `{7}\.example$`,
	"tel":          `^\+4479\d{9}$`,
	"card":         `^4\d{15}$`,
	"number":       `^7\d{11}$`,
	"date-birth":   `^18\d\d-\d\d-\d\d$`,
	"url":          "^https://" + rare + `{8}\.example/` + rare + "{8}$",
	"my-words":     "^" + rare + "{6} " + rare + "{5} " + rare + "{7}$",
	"number-words": `^7\d{11}$`,
	"a:script":     "^[Ⴀ-Ⴥ]{6} [Ⴀ-Ⴥ]{5}$",
	"email:emoji":  "^[\U0001F6D8-\U0001FAF5]{6}$",
	"b:json":       `^\{"` + rare + `{6}":\["` + rare + `{9}",7\d{9}\]\}$`,
	"c:card":       `^4\d{15}$`,
}

// named is the name of a canary with the shape that was asked for taken off.
func named(spec string) string {
	name, _, _ := strings.Cut(spec, ":")
	return name
}

func names() []string {
	var list []string
	for name := range shapes {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}

func TestShapes(t *testing.T) {
	for seed := range uint64(200) {
		for i, c := range must(privacy.Plant(seed, "area/name", names())) {
			if !regexp.MustCompile(shapes[names()[i]]).MatchString(c.Value) {
				t.Errorf("seed %d: %s is %q", seed, names()[i], c.Value)
			}
			if (c.Name == "card" || c.Name == "c") && !valid(c.Value) {
				t.Errorf("seed %d: %s is no number of a card", seed, c.Value)
			}
			if _, err := time.Parse(time.DateOnly, c.Value); c.Name == "date-birth" && err != nil {
				t.Errorf("seed %d: %v", seed, err)
			}
		}
	}
}

// valid adds the digits of a card's number up as its issuer does.
func valid(card string) bool {
	sum := 0
	for i, ch := range card {
		d := int(ch - '0')
		if i%2 == len(card)%2 {
			d = []int{0, 2, 4, 6, 8, 1, 3, 5, 7, 9}[d]
		}
		sum += d
	}
	return sum%10 == 0
}

// The same seed, scenario and name give the same value, whatever is planted beside it; another of
// any of the three gives another.
func TestPlantingIsDeterministic(t *testing.T) {
	values := map[string]string{}
	for seed := range uint64(3) {
		for _, scenario := range []string{"a/b", "a/c"} {
			all := must(privacy.Plant(seed, scenario, names()))
			for i, c := range all {
				at := fmt.Sprint(seed, scenario, c.Name)
				if c.Name != named(names()[i]) {
					t.Errorf("canary %d is called %s", i, c.Name)
				}
				if alone := must(privacy.Plant(seed, scenario, names()[i:i+1])); alone[0] != c {
					t.Errorf("%s: %q among others, %q alone", at, c.Value, alone[0].Value)
				}
				if other, ok := values[c.Value]; ok {
					t.Errorf("%s and %s are both %q", at, other, c.Value)
				}
				values[c.Value] = at
			}
		}
	}
}

// A value that is in a text without secrets is drawn again, and so is one of which a piece is.
func TestCollisions(t *testing.T) {
	plant := func(decoys ...[]byte) string {
		return must(privacy.Plant(5, "a/b", []string{"secret"}, privacy.NewDecoys(decoys...)))[0].Value
	}
	first := plant()
	for name, decoy := range map[string]string{
		"itself": "a bundle with " + first + " in it", "escaped": escapes(`\u%04x`, first), "a piece": `{"k":"` + first[3:8] + `"}`,
	} {
		if second := plant([]byte(decoy)); second == first {
			t.Errorf("%s: %q is planted although it is in the decoys", name, first)
		}
	}
	if second := plant([]byte("nothing of it: " + first[:3])); second != first {
		t.Errorf("%q is drawn again although it collides with nothing", first)
	}
	if _, err := privacy.Plant(1, "a/b", []string{"x:shape"}); err == nil || !strings.Contains(err.Error(), "word, words") {
		t.Errorf("an unknown shape: %v", err)
	}
}
