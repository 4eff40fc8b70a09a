// Package adapter says what the lab must know of an SDK or a player in order to test it. The
// pipeline knows these types and no vendor; one folder under sdkbundle/adapters describes one
// vendor with them.
package adapter

import (
	"encoding/json"

	"replaylab/lab/event"
)

// Adapter is one vendor: a capture SDK, a player, or both. Its folder under sdkbundle/adapters has
// its name and holds, beside the Go, boot.ts for an SDK and player.ts for a player; what those
// must do is said in sdkbundle/adapters/page.
type Adapter struct {
	Name   string // as in --sdk NAME and --player NAME
	SDK    *SDK
	Player *Player
}

// SDK is a capture SDK.
type SDK struct {
	Package string   // npm package
	Version string   // the version that "--sdk name" means
	Bundle  []string // paths in the package where the script for a <script> tag is; the first that exists
	// Script bundles an SDK that is part of this repository. Such a one has no package, and its
	// version is the repository's.
	Script func() (string, error)

	// Scripts bundles what it offers beside its usual script, by the names that scenarios use. Only an SDK
	// that is part of this repository has any.
	Scripts map[string]func() (string, error)

	// Globals lists the properties of window that the SDK documents as its API.
	Globals []string
	// Can lists what the SDK can do, in the words that scenarios use after "needs".
	Can []string
	// Omits lists what the SDK documents that it does not record, as names of equivalence rules.
	Omits []Omission
	// Settle is how long after an activity the SDK may still be holding it back, in milliseconds,
	// by kinds of activity: mutation, input, scroll, resize, pointer, media, selection.
	Settle map[string]int
	// Options turns a scenario's neutral options into the SDK's own.
	Options func(Neutral) (map[string]any, error)
	// Unordered is a link to where the makers say that events may arrive in another order than they
	// happened; empty if they may not.
	Unordered string
	// Virtual are options of the SDK's own that keep it on the page's clock, for scenarios that
	// advance it. A worker has a clock of its own, and hours of the page would pass while one of
	// its answers is under way.
	Virtual map[string]any
	// Remote is what a remote configuration makes of the options that say what is masked, as the SDK
	// documents who wins; nil if it has none. config is what is served, which need not be valid.
	Remote func(config []byte, n Neutral) Neutral
	// Masks is what the SDK promises to mask.
	Masks Masks
	// Delivered reports whether everything up to the moment at which the SDK was asked to finish
	// has arrived, where asking once does not make sure of it. Asked is the page's clock then.
	// Nil means that once is enough.
	Delivered func(uploads []event.Upload, asked float64) bool
	// Tag is the property with which the SDK ties analytics events to a recording, and its value for a
	// device and a session; nil if there is none.
	Tag func(device, session string) (property, value string)
	// Hears lists events that the page may hear for the SDK's sake, as "type target", each with the option of
	// the SDK's without which it hears none of them.
	Hears map[string]string
	// Records is an expression, for the page's own world, that tells whether the SDK records at
	// present; empty if it cannot be asked.
	Records string
}

// Omission is one documented thing that an SDK leaves out.
type Omission struct {
	Rule string // name of the equivalence rule that stands for it
	Link string // where the SDK's makers say so
	// Unless is a capability for which there is no excuse: a scenario that needs it does without the rule.
	Unless string
}

// Neutral is a scenario's "sdk" line: what any SDK might be asked for.
type Neutral struct {
	MaskLevel string // "light", "medium" or "conservative"; empty is the SDK's own default
	Mask      string // selectors beyond the class amp-mask, comma separated
	Unmask    string
	Block     string
	// Attributes are the attributes that the customer wants masked, comma separated, beyond those
	// of Masks.Attributes and at any level.
	Attributes string
	Addresses  []AddressLevel    // the level at some addresses; the first that matches holds
	Other      map[string]string // further options that scenarios of one SDK use
}

// PassOn puts the further options into an SDK's own, each as what its text is in JSON: a truth
// value, a number, an object or a list. Any other text is just that.
func (n Neutral) PassOn(options map[string]any) {
	for name, text := range n.Other {
		var value any
		if json.Unmarshal([]byte(text), &value) != nil || value == nil {
			value = text
		}
		options[name] = value
	}
}

// Masks is a promise: what of a page an SDK uploads as asterisks, or not at all. The zero value
// promises nothing.
type Masks struct {
	// Inputs lists, by level, the control types whose value is masked. "*" is any type that holds
	// text; "select" and "textarea" count as types. The key "" is the default level.
	Inputs map[string][]string
	// Autocomplete lists, by level, prefixes of the autocomplete attribute that mask an input.
	Autocomplete map[string][]string
	// Text lists the levels at which all text is masked.
	Text []string
	// Attributes lists, by level, the attributes that are masked wherever text is: those of a form
	// control where its value is, or would be if its type held text; those of any other element
	// where text in it is. Names are as the element has them; style is never masked.
	Attributes map[string][]string
	// Attribute reports whether one more attribute is masked in the places of Attributes, by level, the
	// name of its element and its own. It may be nil.
	Attribute func(level, element, name string) bool
	// Queries lists, by level, the attributes that hold an address, of which the values of the query
	// and the fragment are masked wherever nothing unmasks them.
	Queries map[string][]string
	// Comments says that comments are masked where text is. Editable lists the levels at which what an
	// element holds that can be edited is masked.
	Comments bool
	Editable []string
	// Scripts says that the text of scripts is masked at every level, and nothing unmasks it.
	Scripts bool
	// Blanks says that masked controls that take no asterisks get a value of their kind that says nothing:
	// see privacy.Blank.
	Blanks bool
	// Canvases says that nothing is recorded of what is drawn on a canvas where text is masked.
	Canvases bool
	// Options says that text and values of the options of a masked list are masked.
	Options bool
	// Mask, Unmask and Block are selectors that mask text and inputs below, lift a level's masking
	// below, and block an element.
	Mask, Unmask, Block string
	// MaskWins says which of Mask and Unmask has precedence when both hold.
	MaskWins bool
	// White space of a masked text, or of a masked value, stays as it is; else it is asterisks too.
	KeepsTextSpace, KeepsValueSpace bool
}

// Player is a replay player.
type Player struct {
	Package string
	Version string
	Bundle  []string
	Script  func() (string, error) // as that of an SDK
	// Artefacts lists the equivalence rules for what the player documents or cannot help adding to
	// the page it builds.
	Artefacts []string
	// SeekOnly says why the player cannot be played through, one step at a time; empty if it can.
	SeekOnly string
}
