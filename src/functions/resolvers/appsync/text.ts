const base64Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 of a text's UTF-8 bytes. */
export function base64Encode(text: string): string {
  const bytes = utf8Bytes(text);
  let encoded = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const group = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    encoded += base64Alphabet[group >> 18]! + base64Alphabet[(group >> 12) & 63]!;
    encoded += i + 1 < bytes.length ? base64Alphabet[(group >> 6) & 63]! : '=';
    encoded += i + 2 < bytes.length ? base64Alphabet[group & 63]! : '=';
  }
  return encoded;
}

/** The text whose UTF-8 bytes are encoded; both alphabets of Base64 are read. */
export function base64Decode(encoded: string): string {
  let percents = '';
  let bits = 0;
  let held = 0;
  for (const character of encoded.replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, '')) {
    const value = base64Alphabet.indexOf(character);
    if (value < 0) throw new TypeError('util.base64Decode: the value is not Base64');
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    percents += `%${((held >> bits) & 0xff).toString(16).padStart(2, '0')}`;
  }
  return decodeURIComponent(percents);
}

/** As HTML forms write it: a space is `+`. */
export function urlEncode(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%20/g, '+');
}

export function urlDecode(text: string): string {
  return decodeURIComponent(text.replace(/\+/g, ' '));
}

const escapes: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '"': '\\"',
  "'": "\\'",
  '/': '\\/',
  '\\': '\\\\',
};

/** A text such that it may stand inside a string of JavaScript source. */
export function escapeJavaScript(text: string): string {
  let escaped = '';
  for (let i = 0; i < text.length; i += 1) {
    const unit = text[i]!;
    const code = text.charCodeAt(i);
    if (escapes[unit] !== undefined) escaped += escapes[unit];
    else if (code < 32 || code > 126) escaped += `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
    else escaped += unit;
  }
  return escaped;
}

function utf8Bytes(text: string): number[] {
  const bytes: number[] = [];
  const percents = encodeURIComponent(text);
  for (let i = 0; i < percents.length; i += 1) {
    if (percents[i] === '%') {
      bytes.push(Number.parseInt(percents.slice(i + 1, i + 3), 16));
      i += 2;
    } else bytes.push(percents.charCodeAt(i));
  }
  return bytes;
}
