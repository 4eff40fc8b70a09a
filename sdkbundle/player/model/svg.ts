/**
 * Names with a capital that the format lower-cases: all that HTML parsers know, and that script can
 * make. A name that is not here is lower-case in SVG itself.
 */
const names = new Map(
  ('altGlyph altGlyphDef altGlyphItem animateColor animateMotion animateTransform clipPath feBlend feColorMatrix ' +
    'feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood ' +
    'feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight ' +
    'feSpecularLighting feSpotLight feTile feTurbulence foreignObject glyphRef linearGradient radialGradient textPath'
  ).split(' ').map(name => [name.toLowerCase(), name]),
);

export const svgName = (lower: string): string => names.get(lower) ?? lower;
