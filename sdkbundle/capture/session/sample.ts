/** Which sessions are captured: by a hash of the session's id, so that every page decides alike. */

const p1 = 0x9e3779b1, p2 = 0x85ebca77, p3 = 0xc2b2ae3d, p4 = 0x27d4eb2f, p5 = 0x165667b1;

const rotate = (x: number, by: number) => (x << by) | (x >>> (32 - by));

/** xxHash32 with seed 0 of a text's UTF-8, as an unsigned number. */
export function xxHash32(text: string): number {
  const bytes = new TextEncoder().encode(text);
  const length = bytes.length;
  const word = (at: number) => bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  let at = 0, hash = p5;
  if (length >= 16) {
    const lanes = [(p1 + p2) | 0, p2, 0, -p1 | 0];
    for (; at + 16 <= length; at += 16) {
      for (let i = 0; i < 4; i++) {
        lanes[i] = Math.imul(rotate((lanes[i]! + Math.imul(word(at + 4 * i), p2)) | 0, 13), p1);
      }
    }
    hash = rotate(lanes[0]!, 1) + rotate(lanes[1]!, 7) + rotate(lanes[2]!, 12) + rotate(lanes[3]!, 18);
  }
  hash = (hash + length) | 0;
  for (; at + 4 <= length; at += 4) hash = Math.imul(rotate((hash + Math.imul(word(at), p3)) | 0, 17), p4);
  for (; at < length; at++) hash = Math.imul(rotate((hash + Math.imul(bytes[at]!, p5)) | 0, 11), p1);
  hash = Math.imul(hash ^ (hash >>> 15), p2);
  hash = Math.imul(hash ^ (hash >>> 13), p3);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Whether a session is captured at a rate from 0 to 1. */
export function sampled(session: number | string, rate: number): boolean {
  return (xxHash32(String(session)) % 1e6) / 1e6 < rate;
}
