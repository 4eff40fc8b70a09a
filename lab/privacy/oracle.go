package privacy

import (
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"

	"replaylab/lab/dom"
)

// Promise is what an SDK declares that it masks and blocks, at the level and with the selectors
// of one scenario.
type Promise struct {
	Inputs       []string // control types whose value is masked; "*" is every type that holds text
	Autocomplete []string // prefixes of the autocomplete attribute that mask a control
	Text         bool     // all text is masked
	Mask         []string // selectors: text and controls at or below a match are masked
	Unmask       []string // selectors: lift the level's masking at or below a match
	Block        []string // selectors: the element is replaced by a box of its size
	MaskWins     bool     // Mask has precedence over Unmask, else the nearer match has

	// Attributes are masked where the text of their element is, or the value of the control; of
	// Queries, which hold addresses, only the values of the query and the fragment are.
	Attributes, Queries []string
	// Attribute reports whether one more attribute is masked in the places of Attributes, by the name of
	// its element and its own; nil if none is.
	Attribute func(element, name string) bool
	// Options says that text and values of the options of a masked list are masked.
	Options bool
	// Canvases says that a canvas is blank where text is masked.
	Canvases bool

	// Comments says that comments are masked where text is, Editable that what an element holds that can
	// be edited is masked where fields are.
	Comments, Editable bool
	// Scripts says that the text of scripts is masked everywhere, whatever holds for text beside it.
	Scripts bool
	// Blanks says that a masked control that takes no asterisks has the value Blank instead.
	Blanks bool

	// White space of a masked text, or of a masked value, stays as it is; else it is asterisks too.
	KeepsTextSpace, KeepsValueSpace bool

	// Asked are the selectors that trees are read with, in the order of their bits in Node.Matches; nil
	// if they are just the promise's own. Where rules change, one reading serves several promises.
	Asked []string

	kept map[int]kept // see Since
}

// Selectors lists the promise's own selectors, in the order in which Judge expects them to be asked
// for from truth.Read if nothing else is Asked, from bit 0 of Node.Matches.
func (p Promise) Selectors() []string {
	return slices.Concat(p.Mask, p.Unmask, p.Block)
}

// asked is what the bits of Node.Matches stand for.
func (p Promise) asked() []string {
	if p.Asked != nil {
		return p.Asked
	}
	return p.Selectors()
}

// Treatment is what the promise means for one node.
type Treatment struct {
	Masked  bool // its text or value must be uploaded as asterisks
	Blocked bool // it must be uploaded as an empty box
	Inside  bool // it is inside a blocked element and must not be uploaded at all
	Drawing bool // what is drawn on it must not be uploaded
	// Attributes are masked ones of an element, Queries those whose query and fragment are.
	Attributes, Queries []string
	// Why names what of the promise decided that it is masked or blocked: a selector, or the level.
	Why string
}

// plain reports that a node is to be uploaded as it is.
func (t Treatment) plain() bool {
	return !t.Masked && !t.Blocked && !t.Inside && !t.Drawing && len(t.Attributes)+len(t.Queries) == 0
}

// Judge finds out what the promise means for every node of a live tree. It shares nothing with
// any SDK: it works on what the browser's own selector engine said of each element, and it goes
// up through shadow roots and frames, as a promise to mask "everything below" reads.
func Judge(root *dom.Node, p Promise) map[*dom.Node]Treatment {
	j := judge{promise: p, out: map[*dom.Node]Treatment{}}
	for _, set := range []struct {
		selectors []string
		mask      *uint64
	}{{p.Mask, &j.mask}, {p.Unmask, &j.unmask}, {p.Block, &j.block}} {
		for _, s := range set.selectors {
			if bit := slices.Index(p.asked(), s); bit >= 0 {
				*set.mask |= 1 << bit
			}
		}
	}
	j.visit(root, state{})
	return j.out
}

type judge struct {
	promise             Promise
	mask, unmask, block uint64
	out                 map[*dom.Node]Treatment
}

// state is what holds for a node because of those above it.
type state struct {
	masked, unmasked bool   // some selector at or above asks for it
	by               string // the selector that masks, or why a field is masked
	inside           bool   // of a blocked element
	field            bool   // inside a control whose value is masked
}

func (j *judge) visit(n *dom.Node, s state) {
	t := Treatment{Inside: s.inside}
	if n.Kind == dom.Element {
		masks, unmasks := n.Matches&j.mask != 0, n.Matches&j.unmask != 0
		switch {
		case masks:
			s.masked, s.by = true, j.first(n.Matches&j.mask)
			if !j.promise.MaskWins {
				s.unmasked = false
			}
		case unmasks:
			s.unmasked = true
			if !j.promise.MaskWins {
				s.masked = false
			}
		}
		if n.Matches&j.block != 0 && !s.inside {
			t.Blocked, t.Why = true, j.first(n.Matches&j.block)
		}
		if control(n) {
			t.Masked = s.masked || (!s.unmasked && j.level(n))
			if t.Masked && !s.masked {
				s.by = "the level, which masks such a control"
			}
			if t.Masked && !t.Blocked {
				t.Why = s.by
			}
			s.field = t.Masked && (n.Name == "textarea" || n.Name == "select" && j.promise.Options) // text inside an input is no value, and never shown
		}
		if editable, ok := dom.Get(n.Attrs, "contenteditable"); ok && j.promise.Editable && !s.unmasked && !strings.EqualFold(editable, "false") {
			s.field = true
			if !s.masked {
				s.by = "the level, which masks what can be edited"
			}
		}
		t.Drawing = j.promise.Canvases && n.NS == dom.HTML && n.Name == "canvas" && !t.Blocked && (s.masked || s.field || j.promise.Text && !s.unmasked)
		j.attributes(n, s, &t)
		s.inside = s.inside || t.Blocked
	}
	if n.Kind == dom.Text || n.Kind == dom.CDATA || n.Kind == dom.Comment && j.promise.Comments {
		t.Masked = (s.masked || s.field || (j.promise.Text && !s.unmasked)) && !verbatim(n.Parent)
		code := j.promise.Scripts && n.Kind != dom.Comment && n.Parent != nil && n.Parent.Kind == dom.Element && n.Parent.Name == "script"
		t.Masked = t.Masked || code
		switch {
		case !t.Masked:
		case code:
			t.Why = "what is masked everywhere: the text of scripts"
		case s.masked || s.field:
			t.Why = s.by
		default:
			t.Why = "the level, which masks all text"
		}
	}
	if t = j.promise.keep(n, t); !t.plain() {
		j.out[n] = t
	}
	n.Below(func(c *dom.Node) { j.visit(c, s) })
}

// first is the first of the promise's selectors that is in a set of them.
func (j *judge) first(set uint64) string { return j.promise.asked()[bits.TrailingZeros64(set)] }

// verbatim elements hold code, not text that a reader sees.
func verbatim(n *dom.Node) bool { return n != nil && (n.Name == "style" || n.Name == "script") }

func control(n *dom.Node) bool {
	return n.NS == dom.HTML && (n.Name == "input" || n.Name == "textarea" || n.Name == "select")
}

// level reports whether the level alone masks a control.
func (j *judge) level(n *dom.Node) bool {
	for _, prefix := range j.promise.Autocomplete {
		if strings.HasPrefix(strings.ToLower(strings.TrimSpace(n.Attr("autocomplete"))), prefix) {
			return true
		}
	}
	kind := n.Name
	if kind == "input" {
		if kind = strings.ToLower(n.Attr("type")); kind == "" {
			kind = "text"
		}
	}
	return slices.Contains(j.promise.Inputs, kind) ||
		(slices.Contains(j.promise.Inputs, "*") && !slices.Contains(textless, kind))
}

// textless are the input types that hold no text of the user's, which "*" does not mean.
var textless = []string{"hidden", "submit", "button", "reset", "image", "file", "checkbox", "radio"}

// Stars is what a masked text looks like: an asterisk for each UTF-16 unit. Some SDKs keep white
// space; Same knows both.
func Stars(text string) string {
	return strings.Repeat("*", len(utf16.Encode([]rune(text))))
}

// Same reports whether shown is text as masking leaves it: as long as the text, and nothing but
// asterisks where the text has no white space. Blank text has nothing to mask.
func Same(text, shown string) bool {
	a, b := utf16.Encode([]rune(text)), utf16.Encode([]rune(shown))
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if b[i] != '*' && (b[i] != a[i] || !unicode.IsSpace(rune(a[i]))) {
			return false
		}
	}
	return true
}

// Masked reports whether text is nothing but asterisks and white space, with an asterisk in it.
func Masked(text string) bool {
	star := false
	for _, r := range text {
		if r == '*' {
			star = true
		} else if !unicode.IsSpace(r) {
			return false
		}
	}
	return star
}

// blanks are values that say nothing, of the controls that take no asterisks.
var blanks = map[string]string{
	"number": "0", "range": "0", "date": "2000-01-01", "month": "2000-01", "week": "2000-W01", "time": "00:00",
	"datetime-local": "2000-01-01T00:00", "color": "#000000",
}

// Blank is the value that an SDK that promises Blanks gives a masked control that takes no asterisks; ""
// for every other node.
func Blank(n *dom.Node) string {
	if n.Kind != dom.Element || n.NS != dom.HTML || n.Name != "input" {
		return ""
	}
	return blanks[strings.ToLower(n.Attr("type"))]
}
