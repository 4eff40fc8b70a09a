/** Style sheets as text: rules as the browser writes them, and what a sheet says beside its rules. */

/** The rules of a sheet, one a line; '' if it may not be read. */
export function rules(s: CSSStyleSheet): string {
  try {
    return [...s.cssRules].map(flat).join('\n');
  } catch {
    return ''; // a sheet of another origin
  }
}

/** The media that a sheet is for, as the browser writes it; '' for all. */
export function media(s: CSSStyleSheet): string {
  const text = s.media.mediaText;
  return text === 'all' ? '' : text;
}

/** Writes rules as the browser does, by having it parse them: '' for text that is no sheet. */
export function canonical(text: string): string {
  const s = new CSSStyleSheet();
  try {
    s.replaceSync(text);
  } catch {
    return '';
  }
  return rules(s);
}

/**
 * A rule's own text on one line. An imported sheet stands in place of the rule that imports it,
 * inside the layer, condition or media query that the import puts it in.
 */
function flat(r: CSSRule): string {
  if (r instanceof CSSImportRule && r.styleSheet) {
    try {
      let text = [...r.styleSheet.cssRules].map(flat).join('\n');
      const wrap = (head: string) => (text = `${head} { ${text.replaceAll('\n', ' ')} }`);
      if (r.layerName !== null) wrap(`@layer ${r.layerName}`.trim());
      if (r.supportsText) wrap(`@supports (${r.supportsText})`);
      if (r.media.mediaText) wrap(`@media ${r.media.mediaText}`);
      return text;
    } catch {
      // A sheet of another origin: the rule stands for it.
    }
  }
  return absolute(r.cssText, r.parentStyleSheet?.href ?? document.baseURI).replace(/\s*\n\s*/g, ' ');
}

/** Makes url() references independent of where the sheet was loaded from. */
function absolute(css: string, base: string): string {
  return css.replace(/url\((["']?)(.*?)\1\)/g, (whole, quote: string, url: string) => {
    if (!url || /^(data:|blob:|#)/i.test(url)) return whole;
    try {
      return `url(${quote}${new URL(url, base).href}${quote})`;
    } catch {
      return whole;
    }
  });
}
