import { isIP } from 'node:net';

/** The value of a scalar that a text stands for, or `null` where it stands for none. */
export function defaultValueOf(scalar: string, text: string): string | number | boolean | null {
  switch (scalar) {
    case 'Int':
      return integer(text, -(2 ** 31), 2 ** 31 - 1);
    case 'AWSTimestamp':
      return integer(text, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    case 'Float': {
      const value = Number(text);
      return text.trim() !== '' && Number.isFinite(value) ? value : null;
    }
    case 'Boolean':
      return /^true$/i.test(text) ? true : /^false$/i.test(text) ? false : null;
    default:
      return isTextOf(scalar, text) ? text : null;
  }
}

function integer(text: string, low: number, high: number): number | null {
  const value = Number(text);
  return /^\s*[+-]?\d+\s*$/.test(text) && value >= low && value <= high ? value : null;
}

const offset = String.raw`(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)`;
const clock = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?`;
const day = String.raw`(\d{4})-(\d{2})-(\d{2})`;
/** The complete forms: what the service takes besides, a default may not have. */
const patterns = {
  AWSDate: new RegExp(`^${day}$`),
  AWSTime: new RegExp(`^${clock}${offset}$`),
  AWSDateTime: new RegExp(`^${day}T${clock}${offset}$`),
};

function isTextOf(scalar: string, text: string): boolean {
  switch (scalar) {
    case 'AWSDate':
    case 'AWSDateTime': {
      const match = patterns[scalar].exec(text);
      return match !== null && isDay(Number(match[1]), Number(match[2]), Number(match[3]));
    }
    case 'AWSTime':
      return patterns.AWSTime.test(text);
    case 'AWSEmail':
      return /^[^\s@]+@[^\s@]+$/.test(text);
    case 'AWSURL':
      return URL.canParse(text);
    case 'AWSIPAddress':
      return isIP(text) !== 0;
    case 'AWSPhone':
      return /^\+?[\d\s()-]+$/.test(text) && text.replaceAll(/\D/g, '').length >= 7;
    case 'AWSJSON':
      return isJson(text);
    default:
      return true;
  }
}

function isDay(year: number, month: number, date: number): boolean {
  return month >= 1 && month <= 12 && date >= 1 && date <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
