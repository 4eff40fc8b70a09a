import {wait} from './platform';

/** How many characters are compressed before the page may go on. */
const slice = 64 << 10;

/** Compresses a text in slices, none of which takes the page longer than a few milliseconds. */
export async function gzip(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const stream = new CompressionStream('gzip');
  const whole = new Response(stream.readable).arrayBuffer();
  const writer = stream.writable.getWriter();
  for (let at = 0; at < text.length; ) {
    let end = Math.min(at + slice, text.length);
    if (end < text.length && isHigh(text.charCodeAt(end - 1))) end++; // not between the halves of a pair
    await writer.write(encoder.encode(text.slice(at, end)));
    at = end;
    if (at < text.length) await wait(0);
  }
  await writer.close();
  return new Uint8Array(await whole);
}

const isHigh = (unit: number) => unit >= 0xd800 && unit < 0xdc00;
