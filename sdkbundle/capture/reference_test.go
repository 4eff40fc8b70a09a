package capture_test

import (
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"replaylab/sdkbundle"
	"replaylab/sdkbundle/capture"
)

var update = flag.Bool("update", false, "write the page about the SDK's options")

const page = "../../lab/docs/reference-sdk.md"

func TestReference(t *testing.T) {
	text, err := capture.Reference()
	if err != nil {
		t.Fatal(err)
	}
	source, err := sdkbundle.Sources.ReadFile("capture/types.ts")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?m)^  (\w+)\??[:(]`).FindAllStringSubmatch(string(source), -1) {
		if !strings.Contains(text, "| `"+m[1]+"` |") {
			t.Errorf("%s is not on the page", m[1])
		}
	}
	if *update {
		if err := os.WriteFile(page, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(page); err != nil || string(got) != text {
		t.Errorf("%s is not what the types say (%v): run go test ./sdkbundle/capture -run TestReference -update", page, err)
	}
}
