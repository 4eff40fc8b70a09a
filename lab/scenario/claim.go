package scenario

import (
	"slices"
	"strings"
)

// Claim is a promise that a scenario can make.
type Claim struct {
	Name     string
	Args     []Arg
	Standing bool // holds in every scenario unless waived
	Doc      string
	Sees     string // what the check looks at, as a sentence or several
	Misses   string // what it cannot see, so that nobody takes "held" for more than it is
	Example  string
}

var claims = []Claim{
	{Name: "faithful", Standing: true,
		Doc: "At each checkpoint the replayed page equals the live page in structure and state: elements, text, attributes, state of controls, scroll, focus, " +
			"selection, style sheets. Only what a named rule of the equivalence policy allows may differ.",
		Sees: "The tree of every document that the browser's debugger shows, closed shadow roots, template content and frames of any site included, joined with what a " +
			"probe reads in an isolated world: values and checkedness, scroll, focus, selection, top layer, the rules of every readable sheet.",
		Misses: "What happens between two checkpoints. What is drawn inside a canvas, a video or a picture. Rules of sheets of another origin, which no script may read. " +
			"The internals of the browser's own controls, such as an open date picker.",
		Example: `waive faithful the page draws on a canvas from a worker`},
	{Name: "looks", Standing: true,
		Doc: "At each checkpoint the elements of the replayed page have the computed style, the size and the place of those of the live page, " +
			"with what must be masked masked there too.",
		Sees: "A documented list of computed properties, and the box, of every element that is drawn, in both pages.",
		Misses: "Properties off that list. Elements whose masked text has another width. What paints otherwise in spite of equal style, such as a picture that did not " +
			"load.",
		Example: `waive looks the page shows the time of day in a font of random width`},
	{Name: "pixels", Standing: true,
		Doc: "At each checkpoint the picture of the replayed page is that of the live page, with what must be masked masked there too, but for what `fuzz` tolerates. " +
			"Blocked elements are left out.",
		Sees: "Every pixel of the window in both pages, whatever draws it: fonts, pictures, canvases, the order of layers, the browser's own controls.",
		Misses: "What is scrolled out of sight. A difference of a colour channel of up to 2 of 255, by which the same page differs in a window and in a player's frame. The caret, and the colour of " +
			"a selection that the page gives no colour of its own. What a blocked element and a frame of another site show.",
		Example: `waive pixels the page draws noise`},
	{Name: "no leak", Standing: true,
		Doc: "No canary is in anything that was sent to anybody, or stored, and that the control visit did not send or store as well: address, headers and body, decompressed and " +
			"with escapes, percent encoding, entities, base64, hex, lists of bytes and UTF-16 undone, also inside one another, and reversed. Pieces count: of rare letters from four " +
			"on where they stand by themselves and from eight anywhere, of digits from eight by themselves, encoded ones from eight.",
		Sees: "Every request to the ingest server, to the page's own servers and to any other host, of the page, its frames and workers, beacons and messages over WebSockets included. " +
			"At each checkpoint of a scenario with canaries and at its end: cookies, local and session storage, IndexedDB, caches, the private file system and the window's name.",
		Misses: "A canary under encryption, hashed, sent a few characters at a time, or drawn as a picture. A request that the page makes as well, by the same method to the " +
			"same path with the same canary in the same part of it. The headers `Cookie` and `Referer` to the page's own servers. Of TLS from a worker to a foreign host, in a browser that the lab did not start, only the host.",
		Example: `waive "no leak" the SDK documents that it keeps link addresses`},
	{Name: "unharmed", Standing: true,
		Doc: "The page behaves as in a control visit without the SDK, in all that its own scripts can notice: its steps can be done; it has the same content, style and boxes at each checkpoint; " +
			"it is told of the same errors, events, policy violations and changes to its document, makes the same requests, and gets the same answers from the platform in the same order; " +
			"no property of the platform is replaced or added in a way that it can tell, or left so when the SDK has stopped.",
		Sees: "Errors and rejections, handled or not; what console, browser and Content Security Policy report; every record of an observer of the document, and events of focus, scroll, size, selection, " +
			"input and loading, by kind and target; requests to the page's own server and their headers; descriptors, names, lengths, prototypes and order of every property that the platform defines, " +
			"while recording and after stop; the answers to some 70 calls of functions that recorders patch; properties on the page's nodes and handlers on window; the order of five sequences of tasks and microtasks; " +
			"and the page's tree at each checkpoint. What the page does not do twice alike by itself is left out, as a second, slower pair of visits shows.",
		Misses: "How long anything takes; that is for benchmarks. Inside frames and shadow trees, all but errors, policy reports and the tree at checkpoints; in workers, all but errors. How often scroll, resize and " +
			"selectionchange came, which browsers merge. Exceptions that the page itself catches, but for those of the calls that are tried. Functions that no global leads to, such as those of a closure. " +
			"The text of patched functions, and listeners that the SDK adds, which are its own business. In virtual time, the order of tasks and calls that need the event loop.",
		Example: `waive unharmed the SDK documents that it patches history`},
	{Name: "in order", Standing: true,
		Doc: "The recording can be played: it begins with a meta event and a full snapshot, no event is broken or about a node that was never recorded, " +
			"and none arrives after a later one unless the SDK's makers say that it may.",
		Sees:    "Every event of every recording that the uploads add up to, in the order of its arrival, applied one after another to a tree.",
		Misses:  "Whether what the events say is true: that is for `faithful`. What the SDK recorded and never sent.",
		Example: `waive "in order" the server loses every second upload`},
	{Name: "masked", Args: []Arg{{Kind: selectorKind}},
		Doc: "In the places of all text and values at and below the elements found, recording and replay have nothing but asterisks, or nothing at all.",
		Sees: "All texts, values and the attributes that show as text at and below the elements found, in the recording as applied by the lab and in the replayed " +
			"page.",
		Misses:  "Other places in which the SDK may have put the same text: that is for `no leak`. Text in pictures and canvases.",
		Example: "expect masked #pw"},
	{Name: "unmasked", Args: []Arg{{Kind: selectorKind}},
		Doc:     "The replay shows all text and values at and below the elements found as the live page does.",
		Sees:    "The same places as `masked`, against what the live page has there.",
		Misses:  "Text that the browser generates, such as list markers and `content` in style sheets.",
		Example: "expect unmasked .price"},
	{Name: "blocked", Args: []Arg{{Kind: selectorKind}},
		Doc:     "In the place of each element found the replay has an empty box of its size, without its attributes but `class` and `style`.",
		Sees:    "The node in the place of each element found: its attributes, its children, and its box against that of the live element.",
		Misses:  "What the SDK sent of the element before it matched the selector; what is drawn in the box.",
		Example: "expect blocked .ad"},
	{Name: "accessible", Args: []Arg{{Kind: selectorKind}},
		Doc:     "Assistive technology is told the same of the elements found, and of those below them, on the replayed page as on the live one: role, name and value.",
		Sees:    "The browser's own accessibility tree of both pages, element by element; of masked names and values, that they are as long.",
		Misses:  "Other states and relations of that tree, such as what is expanded or described by what. The order in which a screen reader would go.",
		Example: "expect accessible form"},
	{Name: "tagged", Args: []Arg{{Kind: eventsKind}},
		Doc: "Every event that the page sent its analytics server at PATH since the checkpoint before names the recording that it belongs to, in the property with which the SDK " +
			"ties the two together, and those that are named are among them. An event is any JSON object with `event_type`, or with `event` and `type`.",
		Sees:    "The bodies of all requests to PATH on the page's own servers, and the ids under which recordings were uploaded up to the checkpoint. Where an event says its own device or session they must be those.",
		Misses:  "Events to other servers, and those in a body that is not plain JSON.",
		Example: "expect tagged /events.json session_start"},
	{Name: "untagged", Args: []Arg{{Kind: eventsKind}},
		Doc:     "No event that the page sent its analytics server at PATH since the checkpoint before names a recording, and those that are named are among them.",
		Sees:    "The same bodies and ids as `tagged`, after the same moment.",
		Misses:  "What `tagged` cannot see either.",
		Example: "expect untagged /events.json"},
	{Name: "silent",
		Doc:     "Nothing of a recording is uploaded in the whole visit. With it a scenario needs no checkpoint, and `faithful` and `in order` are not judged.",
		Sees:    "Every upload of the kinds that carry recordings.",
		Misses:  "Requests for configuration, which are allowed. What is kept in the browser's storage.",
		Example: "expect silent"},
}

// Claims returns all claims, in the order of the reference.
func Claims() []Claim { return slices.Clone(claims) }

func findClaim(name string) (Claim, bool) {
	for _, c := range claims {
		if c.Name == name {
			return c, true
		}
	}
	return Claim{}, false
}

// claimNames lists the standing claims, or those that expect takes.
func claimNames(standing bool) []string {
	var names []string
	for _, c := range claims {
		if c.Standing == standing {
			names = append(names, c.Name)
		}
	}
	return names
}

// Selects reports whether a claim is about elements, which its argument finds.
func Selects(claim string) bool {
	c, ok := findClaim(claim)
	return ok && len(c.Args) > 0 && c.Args[0].Kind == selectorKind
}

// checkExpect judges the arguments of an expect step.
func checkExpect(args []string) *Error {
	name, rest := args[0], args[1:]
	if c, ok := findClaim(name); !ok && len(rest) > 0 {
		// A name of two words may be written without quotes, to be told that it always holds.
		if c, ok = findClaim(name + " " + rest[0]); ok && c.Standing {
			name, rest = c.Name, nil
		}
	}
	c, ok := findClaim(name)
	switch {
	case !ok:
		hint := oneOf(claimNames(false))
		if w := near(name, append(claimNames(false), claimNames(true)...)); w != "" {
			hint = suggest(name, []string{w})
		}
		return wrong(hint, "unknown claim %q", name)
	case c.Standing:
		return wrong("leave the line out", "%q is a standing claim: it is always checked, unless waived", c.Name)
	case len(rest) < len(c.Args):
		return wrong("write "+c.Example, "%s needs %s", c.Name, c.Args[0])
	case len(rest) > len(c.Args):
		return wrong("write "+c.Example, "%s takes no argument", c.Name)
	}
	for i, a := range c.Args {
		if err := a.Kind.check(rest[i]); err != nil {
			return err
		}
	}
	return nil
}

// checkWaive judges the arguments of a waive declaration.
func checkWaive(claim, reason string) *Error {
	c, ok := findClaim(claim)
	if ok && c.Standing {
		return nil
	}
	if ok {
		return wrong("leave out the expect line instead", "%q is not a standing claim, so there is nothing to waive", claim)
	}
	for _, name := range claimNames(true) {
		if first, second, two := strings.Cut(name, " "); two && claim == first && strings.HasPrefix(reason, second) {
			return wrong(`write waive "`+name+`" REASON`, "a claim of two words must be quoted")
		}
	}
	return wrong(suggest(claim, claimNames(true)), "unknown standing claim %q", claim)
}
