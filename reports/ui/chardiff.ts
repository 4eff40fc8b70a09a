/** A stretch of a value. It is changed if the other side has nothing like it there. */
export interface Segment {
  text: string;
  changed: boolean;
}

// A table of this many cells is made in a few milliseconds.
const limit = 1_000_000;

/** Compares two values character by character. */
export function compare(left: string, right: string): [Segment[], Segment[]] {
  const a = Array.from(left);
  const b = Array.from(right);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const [x, y] = common(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  const whole = (chars: string[], middle: boolean[]) =>
    segments(chars, (i) => i >= head && i < chars.length - tail && !middle[i - head]);
  return [whole(a, x), whole(b, y)];
}

/** Marks the characters that the two have in common, in order: the longest common subsequence. */
function common(a: string[], b: string[]): [boolean[], boolean[]] {
  const inA = new Array<boolean>(a.length).fill(false);
  const inB = new Array<boolean>(b.length).fill(false);
  if (a.length * b.length > limit) return [inA, inB];
  const width = b.length + 1;
  const length = new Uint16Array((a.length + 1) * width); // both are short enough for 16 bits
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i * width + j] = a[i] === b[j]
        ? length[(i + 1) * width + j + 1]! + 1
        : Math.max(length[(i + 1) * width + j]!, length[i * width + j + 1]!);
    }
  }
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      inA[i++] = inB[j++] = true;
    } else if (length[(i + 1) * width + j]! >= length[i * width + j + 1]!) i++;
    else j++;
  }
  if (length[0]! * 3 < Math.max(a.length, b.length)) { // two different texts; what they share is chance
    inA.fill(false);
    inB.fill(false);
  }
  calm(inA);
  calm(inB);
  return [inA, inB];
}

/** Takes back agreements of a few characters between changes: chance, and they flicker. */
function calm(same: boolean[]): void {
  for (let i = 0; i < same.length;) {
    if (!same[i]) {
      i++;
      continue;
    }
    let end = i;
    while (end < same.length && same[end]) end++;
    if (end - i < 4 && (i > 0 || end < same.length)) same.fill(false, i, end);
    i = end;
  }
}

function segments(chars: string[], changed: (i: number) => boolean): Segment[] {
  const out: Segment[] = [];
  for (let i = 0; i < chars.length;) {
    const is = changed(i);
    let end = i + 1;
    while (end < chars.length && changed(end) === is) end++;
    out.push({text: chars.slice(i, end).join(''), changed: is});
    i = end;
  }
  return out;
}
