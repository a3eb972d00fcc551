/** Strings up to this length are searched by hand, which is faster than the built-in for short ones. */
const shortLength = 48;

/** A string as JSON text. */
export function quote(text: string): string {
  const { length } = text;
  if (length > shortLength) return JSON.stringify(text);
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(index);
    // Control characters, the quotation mark, the backslash, and halves of surrogate pairs need the built-in.
    if (code < 32 || code === 34 || code === 92 || (code >= 0xd800 && code <= 0xdfff)) return JSON.stringify(text);
  }
  return `"${text}"`;
}
