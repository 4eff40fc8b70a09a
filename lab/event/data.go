package event

import "encoding/json"

// NodeType is the kind of a serialised node.
type NodeType int

// The kinds of node, numbered as on the wire.
const (
	DocumentNode NodeType = 0
	DoctypeNode  NodeType = 1
	ElementNode  NodeType = 2
	TextNode     NodeType = 3
	CDATANode    NodeType = 4
	CommentNode  NodeType = 5
)

// Node is a serialised node. A subtree hangs under it in full snapshots and frame attachments
// only; everywhere else ChildNodes is empty.
type Node struct {
	Type         NodeType       `json:"type"`
	ID           int            `json:"id"`
	RootID       int            `json:"rootId"`
	IsShadow     bool           `json:"isShadow"` // a direct child of its parent's shadow root
	IsShadowHost bool           `json:"isShadowHost"`
	ChildNodes   []*Node        `json:"childNodes"`
	CompatMode   string         `json:"compatMode"`
	Name         string         `json:"name"`
	PublicID     string         `json:"publicId"`
	SystemID     string         `json:"systemId"`
	TagName      string         `json:"tagName"`
	Attributes   map[string]any `json:"attributes"` // string, float64, bool, nil, or an object for style
	IsSVG        bool           `json:"isSVG"`
	IsCustom     bool           `json:"isCustom"`
	TextContent  string         `json:"textContent"`

	// What the format cannot say, as the project's own recorder says it: see sdkbundle/protocol.
	NS        *string            `json:"ns"`    // namespace; nil if tagName and isSVG say it
	QName     string             `json:"qname"` // qualified name, where it is not tagName
	Raw       map[string]*string `json:"raw"`   // attributes as they are, where live state stands in their place
	Shadow    *ShadowInit        `json:"shadow"`
	IsContent bool               `json:"isContent"` // a direct child of its parent's template content
	CDATA     bool               `json:"cdata"`
	Target    *string            `json:"target"` // of a processing instruction, which is written as a comment

	// AdoptedStyleSheets is Amplitude's dialect: the sheets of a document or shadow host, inline.
	AdoptedStyleSheets []Sheet `json:"adoptedStyleSheets"`
}

// ShadowInit is how a shadow root was made.
type ShadowInit struct {
	Mode           string `json:"mode"`
	DelegatesFocus bool   `json:"delegatesFocus"`
	SlotAssignment string `json:"slotAssignment"`
	Clonable       bool   `json:"clonable"`
	Serializable   bool   `json:"serializable"`
}

// Sheet is a constructed style sheet with all its rules.
type Sheet struct {
	StyleID int    `json:"styleId"`
	Rules   []Rule `json:"rules"`
}

// Rule is one rule of a sheet, as text. Index is a number or a path of numbers; see Path.
type Rule struct {
	Rule  string          `json:"rule"`
	Index json.RawMessage `json:"index"`
}

// Path reads an index that is a number, a path of numbers, or missing (which means 0).
func Path(index json.RawMessage) []int {
	var path []int
	if json.Unmarshal(index, &path) == nil && path != nil {
		return path
	}
	n := 0
	_ = json.Unmarshal(index, &n)
	return []int{n}
}

// MetaData is the data of a Meta event: address and window of the page.
type MetaData struct {
	Href   string  `json:"href"`
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

// SnapshotData is the data of a FullSnapshot event.
type SnapshotData struct {
	Node          *Node `json:"node"`
	InitialOffset struct {
		Left float64 `json:"left"`
		Top  float64 `json:"top"`
	} `json:"initialOffset"`
}

// CustomData is the data of a Custom event.
type CustomData struct {
	Tag     string          `json:"tag"`
	Payload json.RawMessage `json:"payload"`
}

// PluginData is the data of a Plugin event.
type PluginData struct {
	Plugin  string          `json:"plugin"`
	Payload json.RawMessage `json:"payload"`
}

// MutationData is the net effect of one delivery of mutations. Its lists apply in the order
// removes, adds, texts, attributes.
type MutationData struct {
	Adds       []Add             `json:"adds"`
	Removes    []Remove          `json:"removes"`
	Texts      []TextChange      `json:"texts"`
	Attributes []AttributeChange `json:"attributes"`
	// IsAttachIframe marks the one kind of add that carries children: the document of a frame.
	IsAttachIframe bool `json:"isAttachIframe"`
}

// Add puts one node under a parent, before the node NextID, or last if that is nil or no child
// of the parent.
type Add struct {
	ParentID int   `json:"parentId"`
	NextID   *int  `json:"nextId"`
	Node     *Node `json:"node"`
}

// Remove takes one node away from its parent.
type Remove struct {
	ParentID int  `json:"parentId"`
	ID       int  `json:"id"`
	IsShadow bool `json:"isShadow"`
}

// TextChange gives a text node a new value; nil empties it.
type TextChange struct {
	ID    int     `json:"id"`
	Value *string `json:"value"`
}

// AttributeChange gives an element new attribute values; nil removes one.
type AttributeChange struct {
	ID         int            `json:"id"`
	Attributes map[string]any `json:"attributes"`
}

// MouseInteractionData is a click, a focus change or the like. Type 5 is focus, 6 is blur.
type MouseInteractionData struct {
	Type int     `json:"type"`
	ID   int     `json:"id"`
	X    float64 `json:"x"`
	Y    float64 `json:"y"`
}

// ScrollData is the scroll offset of an element or, by the id of a document, of its window.
type ScrollData struct {
	ID int     `json:"id"`
	X  float64 `json:"x"`
	Y  float64 `json:"y"`
}

// ResizeData is a new window size.
type ResizeData struct {
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

// InputData is the live state of a form control.
type InputData struct {
	ID        int    `json:"id"`
	Text      string `json:"text"`
	IsChecked bool   `json:"isChecked"`
}

// SheetRuleData is a change to the rules of a sheet, named by its owner's node id or its own id.
type SheetRuleData struct {
	ID      int    `json:"id"`
	StyleID int    `json:"styleId"`
	Adds    []Rule `json:"adds"`
	Removes []struct {
		Index json.RawMessage `json:"index"`
	} `json:"removes"`
	Replace     *string `json:"replace"`
	ReplaceSync *string `json:"replaceSync"`
}

// DeclarationData is a change to one declaration of a rule.
type DeclarationData struct {
	ID      int             `json:"id"`
	StyleID int             `json:"styleId"`
	Index   json.RawMessage `json:"index"`
	Set     *struct {
		Property string  `json:"property"`
		Value    *string `json:"value"`
		Priority string  `json:"priority"`
	} `json:"set"`
	Remove *struct {
		Property string `json:"property"`
	} `json:"remove"`
}

// SelectionData is the document's selection by node ids.
type SelectionData struct {
	Ranges []struct {
		Start       int `json:"start"`
		StartOffset int `json:"startOffset"`
		End         int `json:"end"`
		EndOffset   int `json:"endOffset"`
	} `json:"ranges"`
}

// AdoptedData is the complete new list of sheets that a document or shadow root adopts.
type AdoptedData struct {
	ID       int     `json:"id"` // of the document, or of the shadow host
	StyleIDs []int   `json:"styleIds"`
	Styles   []Sheet `json:"styles"` // those never sent before
}

// MediaData is a change to a playing video or sound.
type MediaData struct {
	Type         int      `json:"type"` // 0 play, 1 pause, 2 seeked, 3 volume, 4 rate
	ID           int      `json:"id"`
	CurrentTime  *float64 `json:"currentTime"`
	Volume       *float64 `json:"volume"`
	Muted        *bool    `json:"muted"`
	PlaybackRate *float64 `json:"playbackRate"`
	Loop         *bool    `json:"loop"`
}

// CustomElementData says that the page has defined a custom element.
type CustomElementData struct {
	Define *struct {
		Name string `json:"name"`
	} `json:"define"`
}
