/** Writes large values as JSON without keeping the page waiting. */
import {json} from './platform';

/** Values of more parts than this are written in pieces. */
const large = 400;

/** Counts the parts of a value, and stops counting when there are enough to know. */
function parts(value: unknown, left: number): number {
  if (typeof value !== 'object' || value === null) return left - 1;
  for (const part of Object.values(value)) {
    if (left <= 0) return 0;
    left = parts(part, left);
  }
  return left - 1;
}

/** Yields the JSON of a value in pieces, in order. Stop between two of them for as long as you like. */
export function* pieces(value: unknown): Generator<string, void> {
  if (parts(value, large) > 0) {
    yield json.write(value);
  } else if (Array.isArray(value)) {
    let before = '[';
    for (const part of value) {
      yield before;
      yield* pieces(part ?? null);
      before = ',';
    }
    yield before === '[' ? '[]' : ']';
  } else {
    let before = '{';
    for (const [name, part] of Object.entries(value as object)) {
      if (part === undefined) continue;
      yield `${before}${json.write(name)}:`;
      yield* pieces(part);
      before = ',';
    }
    yield before === '{' ? '{}' : '}';
  }
}
