package reports

import (
	"strings"

	"replaylab/lab/result"
)

// kind is what a report knows of a kind of evidence.
type kind struct {
	Meaning string `json:"meaning"` // what it is, for somebody who meets it for the first time
	// Pages says that it compares live and replayed page: that one of them has no such thing is then
	// as good as a value. Recorded says the same of the recording, which has no word for some things,
	// such as computed style.
	Pages    bool `json:"pages,omitempty"`
	Recorded bool `json:"recorded,omitempty"`
}

// kinds holds every kind of evidence that lab/docs/run-json.md lists. Of "page differs: …" it holds
// what follows the colon under faithful.
var kinds = map[string]kind{
	// faithful
	"missing":              {"on the live page, and not on the replayed one", true, true},
	"extra":                {"on the replayed page, and not on the live one", true, true},
	"moved":                {"in another place of the document", true, false},
	"name":                 {"another element in its place", true, true},
	"text":                 {"a text that is not the same", true, true},
	"attribute":            {"an attribute that is not the same", true, true},
	"property":             {"state that is not in the markup, such as a value, a scroll position or the rules of a sheet", true, true},
	"style":                {"computed style, that is, how it looks", true, false},
	"geometry":             {"size, or place on the page", true, false},
	"derived":              {"what the browser makes of the page, such as the natural size of a picture", true, false},
	"hit test":             {"what a click in the middle of an element reaches", true, false},
	"highlight":            {"a custom highlight, or what it covers", true, false},
	"selection":            {"what is selected, or where the caret is", true, false},
	"window":               {"the size of the window", true, false},
	"address":              {"the page's address, up to its query", false, true},
	"nothing to compare":   {"no replayed page of this moment", false, false},
	"pixels":               {"a part of the picture that is not the same", true, false},
	"tolerance not needed": {"the pictures are more alike than the scenario's tolerance says", false, false},
	// accessible
	"told otherwise": {"assistive technology is told something else of it", true, false},
	// masked, unmasked, blocked
	"in clear":            {"a text that should be asterisks", false, false},
	"masked too much":     {"a text that should be replayed as it was", true, true},
	"not recorded":        {"a text that should be replayed, and is not there", true, true},
	"no box in its place": {"a blocked element without a box to stand for it", false, false},
	"recorded inside":     {"content of a blocked element", false, false},
	"attribute recorded":  {"an attribute of a blocked element", false, false},
	"another size":        {"a box that is not as large as the element that it stands for", true, false},
	// no leak, silent, in order
	"leak":                                  {"a planted secret in what was uploaded", false, false},
	"upload":                                {"sent, although nothing should be", false, false},
	"full snapshot without meta":            {"no meta event came before it, so a player does not know the page's size", false, false},
	"change before the first full snapshot": {"a change to a page that was not recorded yet", false, false},
	"broken event":                          {"an event that cannot be read", false, false},
	"late":                                  {"events that arrived after later ones", false, false},
	"event that fits nothing":               {"an event about something that the recording does not have", false, false},
	// unharmed
	"step could not be done": {"without the SDK it can be done", false, false},
	"page hung or crashed":   {"without the SDK it does not", false, false},
	"exception":              {"thrown with the SDK only, and caught by nobody", false, false},
	"console.error":          {"in the console with the SDK only", false, false},
	"log":                    {"a message of the browser itself, with the SDK only", false, false},
	"CSP violation":          {"forbidden by the page's policy, and tried with the SDK only", false, false},
	"CSP report":             {"the browser told the page's server of it, with the SDK only", false, false},
	"foreign node":           {"an element that the page did not make, seen by whatever watches the page", false, false},
	"error event":            {"the page was told of an error with the SDK only, and handled it", false, false},
	"rejection event":        {"the page was told of a broken promise with the SDK only, and handled it", false, false},
	"node taken out":         {"a node that only the SDK took out of the page, seen by whatever watches the page", false, false},
	"foreign change":         {"an attribute or text that the page did not change, seen by whatever watches the page", false, false},
	"other events":           {"events that the page hears more or less often with the SDK", false, false},
	"other requests":         {"what the page asks of its own server is not the same with the SDK", false, false},
	"other header":           {"the page's own request has another header with the SDK", false, false},
	"other order":            {"tasks or microtasks of the page run in another order with the SDK", false, false},
	"visible patch":          {"a replaced property of the platform that a script can tell from the native one", false, false},
	"unchecked patch":        {"a replaced function of the platform that lets wrong calls pass", false, false},
	"deviating patch":        {"a function of the platform that gives another answer than without the SDK", false, false},
	"leftover patch":         {"a property of the platform that is not native again after the SDK was stopped", false, false},
	"added property":         {"a property that the SDK put on an object of the page or the platform", false, false},
	"property taken away":    {"a property of the page's own that is gone with the SDK", false, false},
	"other handler":          {"a handler such as window.onerror that is not the page's own", false, false},
}

// otherwise begins the kinds of evidence that the page itself, with the SDK, is another one.
const otherwise = "page differs: "

// kindOf is what is known of a kind, or nothing.
func kindOf(name string) kind {
	what, ok := strings.CutPrefix(name, otherwise)
	switch {
	case !ok:
		return kinds[name]
	case pageDiffers[what] == "":
		return kind{}
	}
	return kind{Meaning: "the page itself is another one with the SDK: " + pageDiffers[what]}
}

// pageDiffers is the end of a sentence about a page with and without the SDK.
var pageDiffers = map[string]string{
	"missing":   "something is gone",
	"extra":     "something was added",
	"moved":     "something is in another place of the document",
	"name":      "another element stands in its place",
	"text":      "a text is not the same",
	"attribute": "an attribute is not the same",
	"property":  "state that is not in the markup is not the same",
	"style":     "something looks otherwise",
	"geometry":  "something is larger, smaller or elsewhere",
	"derived":   "the browser makes something else of it",
	"hit test":  "a click in the middle of an element reaches something else",
	"highlight": "another custom highlight, or another range of it",
	"selection": "another selection, or another place of the caret",
	"window":    "the window has another size",
	"address":   "the recording has another address",
}

// named are, by kind, names of evidence that are the lab's own and not those of an attribute or of CSS.
var named = map[string]map[string]string{
	"property": {
		"focused":        "whether it has the focus",
		"open":           "whether it is open, and as what",
		"topLayer":       "its place among what lies on top of the page",
		"sheet":          "the rules of its style sheet",
		"adopted":        "the rules of the style sheets that it adopts",
		"mode":           "whether the shadow root is open or closed",
		"slotAssignment": "how its slots are filled",
		"sheetDisabled":  "whether its style sheet is switched off",
		"sheetMedia":     "the media that a script has set its style sheet for",
		"adoptedCount":   "how many style sheets it adopts",
		"adoptedFlags":   "which style sheets that it adopts are switched off, or for some media only",
		"media":          "whether it plays",
		"muted":          "whether its sound is off",
		"volume":         "how loud it is",
		"playbackRate":   "how fast it plays",
		"mediaTime":      "where it has stopped, in seconds",
		"srcObject":      "the kind of object that a script has made its source",
		"defined":        "whether the custom element is defined",
		"states":         "the custom states that it has",
		"customError":    "what a script has called wrong with it",
		"designMode":     "whether the document can be edited",
		"quirks":         "whether the document is in quirks mode",
	},
	"derived": {
		"title":        "what its window is called",
		"quirks":       "whether the document is in limited quirks mode",
		"focusVisible": "whether it shows that it has the focus",
		"image":        "natural size of the picture, or why it has none",
		"validity":     "what is wrong with its value",
		"userValidity": "whether it shows that a user has made it valid or invalid",
		"loaded":       "size of the video, or that there is sound",
		"canvas":       "a hash of its pixels",
		"slot":         "the slot that shows it: place among those of its name, and name",
	},
	"style":    {"rendered": "whether it is drawn at all"},
	"geometry": {"box": "its size, and its place in what it is in"},
}

// naming says what a name of a kind of evidence stands for, or nothing.
func naming(kind, name string) string { return named[strings.TrimPrefix(kind, otherwise)][name] }

// side is one value of a piece of evidence, under the name that fits it.
type side struct {
	name  string
	value result.Value
	facts []string // in place of a signature
}

// sides are the values that say something, and the detail. ui/sides.ts does the same.
func sides(e result.Evidence) (list []side, detail string) {
	if e.Control.Present || e.Native.Present || e.Phase != "" || strings.HasPrefix(e.Kind, otherwise) {
		return compared(e), e.Detail
	}
	live, k := "live", kindOf(e.Kind)
	if e.Kind == "leak" {
		live = "secret"
	}
	pages := k.Pages && (e.Live.Present || e.Model.Present || e.Replayed.Present)
	add := func(name string, v result.Value, always bool) {
		if v.Present || always {
			list = append(list, side{name, v, nil})
		}
	}
	add(live, e.Live, pages)
	add("recorded", e.Model, pages && k.Recorded)
	add("replayed", e.Replayed, pages)
	return list, e.Detail
}

// compared are the sides of evidence that the page itself is not as without the SDK. The native side
// is left out where it is that of the page without the SDK.
func compared(e result.Evidence) (list []side) {
	facts := func(v result.Value) []string {
		if v.Present && (e.Kind == "visible patch" || e.Kind == "leftover patch") {
			return factsOf(v.Text)
		}
		return nil
	}
	if e.Native.Present && e.Native != e.Control {
		list = append(list, side{"native", e.Native, facts(e.Native)})
	}
	if e.Control.Present || e.Live.Present && !e.Native.Present {
		list = append(list, side{"without the SDK", e.Control, facts(e.Control)})
	}
	if len(list) > 0 {
		list = append(list, side{"with the SDK", e.Live, facts(e.Live)})
	}
	return list
}
