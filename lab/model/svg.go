package model

import "strings"

// svgNames restores the names that the format lower-cases, by the lower-cased name. These are all
// names with a capital that HTML parsers know (HTML, "any other start tag" in foreign content) and
// that script can make; a name that is not here is lower-case in SVG itself.
var svgNames = func() map[string]string {
	names := map[string]string{}
	for name := range strings.FieldsSeq(`
		altGlyph altGlyphDef altGlyphItem animateColor animateMotion animateTransform clipPath feBlend
		feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
		feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge
		feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence
		foreignObject glyphRef linearGradient radialGradient textPath`) {
		names[strings.ToLower(name)] = name
	}
	return names
}()

func svgName(lower string) string {
	if name, ok := svgNames[lower]; ok {
		return name
	}
	return lower
}
