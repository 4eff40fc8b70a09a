package truth

// Styles are the computed properties that Read is asked for: those that decide whether and how an
// element or pseudo-element shows. What geometry tells is left to the boxes, so of sizes, margins,
// flex and grid there is little here. lab/docs/truth.md lists them, with what each was chosen for.
var Styles = []string{
	// whether and where it shows
	"display", "visibility", "opacity", "position", "z-index", "float", "transform", "translate", "rotate", "scale",
	"overflow-x", "overflow-y", "clip-path", "content", "content-visibility",
	// what its box looks like
	"background-color", "background-image", "background-size", "background-repeat", "background-clip",
	"border-top-style", "border-top-width", "border-top-color", "border-left-style", "border-left-width", "border-left-color",
	"border-bottom-style", "border-bottom-width", "border-bottom-color", "border-top-left-radius",
	"outline-style", "outline-width", "outline-color", "box-shadow", "filter", "backdrop-filter", "mix-blend-mode", "mask-image",
	"padding-top", "padding-bottom", "margin-top", "appearance", "accent-color", "object-fit",
	// what its text looks like
	"color", "font-family", "font-size", "font-weight", "font-style", "line-height", "letter-spacing", "text-align", "text-indent",
	"text-transform", "text-decoration-line", "text-decoration-color", "text-shadow", "text-overflow", "white-space-collapse",
	"direction", "writing-mode", "list-style-type",
	// what an SVG shape looks like
	"fill", "stroke", "stroke-width",
}
