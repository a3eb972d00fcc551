import { host } from './host.ts';

const months = 'January February March April May June July August September October November December'.split(' ');
const days = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** `util.time`. Formats are those of Java's `DateTimeFormatter`, as far as letters below go. */
export const time = {
  nowISO8601: (): string => new Date(host().now()).toISOString(),
  nowEpochSeconds: (): number => Math.floor(host().now() / 1000),
  nowEpochMilliSeconds: (): number => host().now(),
  nowFormatted: (format: string, zone = 'UTC'): string => formatted(host().now(), format, zone),
  parseFormattedToEpochMilliSeconds: (text: string, format: string, zone = 'UTC'): number => parsed(text, format, zone),
  parseISO8601ToEpochMilliSeconds: (text: string): number => {
    const milliseconds = Date.parse(text);
    if (Number.isNaN(milliseconds)) throw new TypeError('util.time: the text is not a time in ISO 8601');
    return milliseconds;
  },
  epochMilliSecondsToSeconds: (milliseconds: number): number => Math.floor(milliseconds / 1000),
  epochMilliSecondsToISO8601: (milliseconds: number): string => new Date(milliseconds).toISOString(),
  epochMilliSecondsToFormatted: (milliseconds: number, format: string, zone = 'UTC'): string =>
    formatted(milliseconds, format, zone),
};

function formatted(milliseconds: number, format: string, zone: string): string {
  const offset = offsetOf(zone, milliseconds);
  const at = new Date(milliseconds + offset * 60_000);
  return parts(format)
    .map((part) => (part.letter === null ? part.text : written(part.letter, part.text.length, at, offset)))
    .join('');
}

function written(letter: string, count: number, at: Date, offset: number): string {
  const padded = (value: number): string => String(value).padStart(count, '0');
  switch (letter) {
    case 'y':
    case 'u':
      return count === 2 ? String(at.getUTCFullYear() % 100).padStart(2, '0') : padded(at.getUTCFullYear());
    case 'M': {
      const name = months[at.getUTCMonth()]!;
      return count > 3 ? name : count === 3 ? name.slice(0, 3) : padded(at.getUTCMonth() + 1);
    }
    case 'd':
      return padded(at.getUTCDate());
    case 'E': {
      const name = days[at.getUTCDay()]!;
      return count > 3 ? name : name.slice(0, 3);
    }
    case 'a':
      return at.getUTCHours() < 12 ? 'AM' : 'PM';
    case 'H':
      return padded(at.getUTCHours());
    case 'h':
      return padded(at.getUTCHours() % 12 || 12);
    case 'm':
      return padded(at.getUTCMinutes());
    case 's':
      return padded(at.getUTCSeconds());
    case 'S':
      return String(at.getUTCMilliseconds()).padStart(3, '0').padEnd(count, '0').slice(0, count);
    case 'Z':
      return offsetText(offset, '');
    case 'X':
      return offset === 0 ? 'Z' : offsetText(offset, count >= 3 ? ':' : '');
    default:
      throw new TypeError(`util.time: the letter '${letter}' of the format is not known`);
  }
}

function parsed(text: string, format: string, zone: string): number {
  const found: Record<string, string> = {};
  let rest = text;
  for (const { letter, text: written } of parts(format)) {
    const pattern = letter === null ? null : readers[letter]?.(written.length);
    if (pattern === undefined) throw new TypeError(`util.time: the letter '${letter}' of the format is not known`);
    const match = pattern === null ? (rest.startsWith(written) ? written : undefined) : pattern.exec(rest)?.[0];
    if (match === undefined) throw new TypeError('util.time: the text does not have the format');
    if (letter !== null) found[letter] = match;
    rest = rest.slice(match.length);
  }
  if (rest !== '') throw new TypeError('util.time: the text does not have the format');
  const number = (letter: string, absent: number): number =>
    found[letter] === undefined ? absent : Number(found[letter]);
  const month = found.M === undefined ? 1 : monthOf(found.M);
  const hour = found.h === undefined ? number('H', 0) : (number('h', 0) % 12) + (/p/i.test(found.a ?? '') ? 12 : 0);
  const fraction = found.S === undefined ? 0 : Math.floor(Number(`0.${found.S}`) * 1000);
  const year = number('y', number('u', 1970));
  const local = Date.UTC(
    found.y?.length === 2 ? 2000 + year : year,
    month - 1,
    number('d', 1),
    hour,
    number('m', 0),
    number('s', 0),
    fraction,
  );
  const given = found.Z ?? found.X;
  if (given !== undefined) return local - offsetGiven(given) * 60_000;
  // The zone's offset depends on the time sought; the second guess is right but for the hour of a change.
  const guess = local - offsetOf(zone, local) * 60_000;
  return local - offsetOf(zone, guess) * 60_000;
}

const digits = (count: number): RegExp => (count > 1 ? new RegExp(`^\\d{${count}}`) : /^\d+/);
const readers: Readonly<Record<string, (count: number) => RegExp>> = {
  y: digits,
  u: digits,
  M: (count) => (count > 2 ? /^[A-Za-z]+/ : digits(count)),
  d: digits,
  E: () => /^[A-Za-z]+/,
  a: () => /^[AaPp][Mm]/,
  H: digits,
  h: digits,
  m: digits,
  s: digits,
  S: digits,
  Z: () => /^[+-]\d{2}:?\d{2}/,
  X: () => /^(?:Z|[+-]\d{2}(?::?\d{2})?)/,
};

function monthOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const index = months.findIndex((name) => name.slice(0, 3).toLowerCase() === text.slice(0, 3).toLowerCase());
  if (index < 0) throw new TypeError('util.time: the text does not have the format');
  return index + 1;
}

/** Letters of a format in runs, and what stands between them; `'…'` is literal and `''` an apostrophe. */
function parts(format: string): { readonly letter: string | null; readonly text: string }[] {
  const runs = format.match(/'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']+/g) ?? [];
  return runs.map((run) => {
    if (run === "''") return { letter: null, text: "'" };
    if (run.startsWith("'")) return { letter: null, text: run.slice(1, -1).replace(/''/g, "'") };
    return { letter: /[A-Za-z]/.test(run[0]!) ? run[0]! : null, text: run };
  });
}

function offsetOf(zone: string, milliseconds: number): number {
  if (zone === 'UTC' || zone === 'Z' || zone === 'GMT') return 0;
  if (/^[+-]\d{2}:?\d{2}$/.test(zone)) return offsetGiven(zone);
  const offset = host().zoneOffset(zone, milliseconds);
  if (Number.isNaN(offset)) throw new TypeError(`util.time: the time zone '${zone}' is not known`);
  return offset;
}

function offsetGiven(text: string): number {
  if (text === 'Z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2)) * (text.length > 3 ? 1 : 0);
  return text.startsWith('-') ? -minutes : minutes;
}

function offsetText(offset: number, colon: string): string {
  const minutes = Math.abs(offset);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${colon}${two(minutes % 60)}`;
}
