package sdkbundle_test

import (
	"strings"
	"testing"

	"replaylab/sdkbundle/globals"
	"replaylab/sdkbundle/world"
)

// The lab's own scripts compile.
func TestOwnScripts(t *testing.T) {
	if code, err := world.Script(); err != nil || len(code) == 0 {
		t.Errorf("the script of the lab's world: %d bytes, %v", len(code), err)
	}
	code, err := globals.Call("hashes", `"a", [1]`)
	if err != nil || !strings.Contains(code, `lab.hashes("a", [1])`) {
		t.Errorf("the call of a function: %s, %v", code, err)
	}
}
