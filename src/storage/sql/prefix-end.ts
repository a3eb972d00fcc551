/**
 * The least string above every string that begins with `prefix`, in UTF-8 byte order; `null` where there is none. With
 * it a prefix test is a range, which an index can serve and which holds for every character, NUL included.
 */
export function prefixEnd(prefix: string): string | null {
  const points = Array.from(prefix.toWellFormed(), (character) => character.codePointAt(0)!);
  while (points.length > 0) {
    const last = points.pop()!;
    if (last < 0x10ffff) {
      // The code points between are surrogates, which UTF-8 does not have.
      points.push(last === 0xd7ff ? 0xe000 : last + 1);
      return String.fromCodePoint(...points);
    }
  }
  return null;
}
