package trust

import (
	"slices"

	"replaylab/sdkbundle"
)

// Sources are the defects of the reference SDK's source: mistakes that a recorder can have, one patch
// each. They are tried on the suite's scenarios where one shows what they are about.
func Sources() []Defect {
	return slices.Concat(sourceSheets, sourceTree, sourceShadow, sourceMasking, sourceForms, sourceWindow, sourceFrames, sourceFocus,
		sourceTransport, sourcePage, sourceEvents)
}

// patch changes one text of one file of the SDK.
func patch(file, old, now string) sdkbundle.Patch {
	return sdkbundle.Patch{File: file, Old: old, New: now}
}

// first is the path of the first element of a kind in the body.
func first(name string) string { return `document.querySelector("body > ` + name + `")` }
