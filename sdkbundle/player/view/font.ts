/** Fonts that scripts added. */
import {object, text} from '../model/value';
import type {View} from './view';

export function syncFonts(v: View): void {
  const want = new Set(v.page.fonts);
  const doc = v.frame.contentDocument;
  const view = doc?.defaultView as (Window & typeof globalThis) | null | undefined;
  if (!doc || !view) return;
  for (const [said, face] of v.fonts) {
    if (want.has(said)) continue;
    doc.fonts.delete(face);
    v.fonts.delete(said);
  }
  for (const said of want) {
    if (v.fonts.has(said)) continue;
    const {family, fontSource, buffer, descriptors} = object(said);
    try {
      const source = buffer ? new Uint8Array(JSON.parse(text(fontSource)) as number[]) : text(fontSource);
      const face = new view.FontFace(text(family), source, object(descriptors));
      doc.fonts.add(face);
      face.load().catch(() => {}); // one that does not come is not shown
      v.fonts.set(said, face);
    } catch (e) {
      v.report(`the font ${text(family)}: ${String(e)}`);
    }
  }
}
