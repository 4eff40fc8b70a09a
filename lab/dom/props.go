package dom

import (
	"slices"
	"strings"
)

// The names of live state in Node.Props. A property that has its default value is left out.
const (
	PropValue         = "value"         // form control: live value
	PropChecked       = "checked"       // "true" or "false", of a check box or radio button
	PropIndeterminate = "indeterminate" // "true"
	PropFiles         = "files"         // file input: the names of what was chosen, one a line
	PropSelected      = "selected"      // option: "true"
	PropScrollLeft    = "scrollLeft"    // CSS pixels; on the Document for its window
	PropScrollTop     = "scrollTop"
	PropFocused       = "focused"  // "true": the active element of its document or shadow root
	PropOpen          = "open"     // "modal", "dialog" (not modal), "popover", "fullscreen"
	PropTopLayer      = "topLayer" // place in the top layer, from 1
	PropMode          = "mode"     // shadow root: "open" or "closed"
	PropDelegates     = "delegatesFocus"
	PropSlotting      = "slotAssignment" // shadow root: "manual"
	PropClonable      = "clonable"
	PropSerializable  = "serializable"
	PropSheet         = "sheet"         // style and link: the rules, one a line
	PropAdopted       = "adopted"       // document and shadow root: rules of all adopted sheets, one a line
	PropAdoptedCount  = "adoptedCount"  // document and shadow root, if there is more than one adopted sheet
	PropAdoptedFlags  = "adoptedFlags"  // of adopted sheets that are disabled or for some media only: number, from 1, and flags, one sheet a line
	PropSheetDisabled = "sheetDisabled" // style and link: "true"
	PropSheetMedia    = "sheetMedia"    // style and link: the media that a script has put in place of the attribute's
	PropQuirks        = "quirks"        // document: "true" in quirks mode
	PropDesignMode    = "designMode"    // document: "on"
	PropMedia         = "media"         // video and audio: "playing" or "paused"
	PropMuted         = "muted"         // video and audio: "true"
	PropVolume        = "volume"        // video and audio, if not 1
	PropRate          = "playbackRate"  // video and audio, if not 1
	PropMediaTime     = "mediaTime"     // video and audio that is paused: where, in seconds
	PropSource        = "srcObject"     // video and audio: class of the object that a script has made its source
	PropDefined       = "defined"       // custom element: "true"
	PropStates        = "states"        // custom element: the :state() names that it has, of those that a style sheet asks for
	PropCustomError   = "customError"   // form control: what a script has called wrong with it
	PropBase          = "base"          // document: what its relative addresses are resolved against; never compared
)

// The names in Node.Derived. What has its default value is left out.
const (
	DerivedTitle        = "title"        // document: what its window is called
	DerivedQuirks       = "quirks"       // document: "limited"
	DerivedFocusVisible = "focusVisible" // "true": the focused element shows that it is
	DerivedImage        = "image"        // img: natural size, "none", "loading" or "broken"
	DerivedValidity     = "validity"     // form control: the flags of its ValidityState that are set, but customError
	DerivedUserValidity = "userValidity" // form control, if a style sheet asks: "valid" or "invalid" after a user has edited it
	DerivedLoaded       = "loaded"       // video and audio: what has come of it, as size or "sound"; "failed"
	DerivedCanvas       = "canvas"       // canvas: hash of its pixels, or why they cannot be read; left out if it is blank
	DerivedHit          = "hit"          // what a point in the middle belongs to, of elements in the top layer or that can have focus: "self", "nothing" or an element's name and id
	DerivedSlot         = "slot"         // child of a shadow host: place, among those of its name, and name of the slot that shows it
)

// Unknown is a value that is equal to any other: a rule has put the fact out of question.
const Unknown = "\x00unknown"

// Get returns a value from a sorted list.
func Get(list []Pair, name string) (string, bool) {
	i, ok := slices.BinarySearchFunc(list, name, func(p Pair, n string) int { return strings.Compare(p.Name, n) })
	if !ok {
		return "", false
	}
	return list[i].Value, true
}

// Set puts a value into a sorted list.
func Set(list []Pair, name, value string) []Pair {
	i, ok := slices.BinarySearchFunc(list, name, func(p Pair, n string) int { return strings.Compare(p.Name, n) })
	if ok {
		list[i].Value = value
		return list
	}
	return slices.Insert(list, i, Pair{name, value})
}

// Unset takes a value out of a sorted list.
func Unset(list []Pair, name string) []Pair {
	return slices.DeleteFunc(list, func(p Pair) bool { return p.Name == name })
}

// Attr returns an attribute, or "".
func (n *Node) Attr(name string) string {
	v, _ := Get(n.Attrs, name)
	return v
}

// Prop returns a live property, or "".
func (n *Node) Prop(name string) string {
	v, _ := Get(n.Props, name)
	return v
}

// Fact returns a derived fact, or "".
func (n *Node) Fact(name string) string {
	v, _ := Get(n.Derived, name)
	return v
}
