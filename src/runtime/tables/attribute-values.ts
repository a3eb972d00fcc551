import { isRecord } from '../../util/is-record.ts';
import { RequestProblem } from './request-problem.ts';

const maxDepth = 32;

/** The JSON value of a typed one: `{ S: 'text' }` → `'text'`. Sets become lists. */
export function plainValue(typed: unknown, depth = 0): unknown {
  if (!isRecord(typed) || depth > maxDepth) throw notTyped();
  const [entry, ...others] = Object.entries(typed);
  if (entry === undefined || others.length > 0) throw notTyped();
  const [type, value] = entry;
  switch (type) {
    case 'S':
    case 'B':
      if (typeof value === 'string') return value;
      break;
    case 'N': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      if (typeof number === 'number' && Number.isFinite(number)) return number;
      break;
    }
    case 'BOOL':
      if (typeof value === 'boolean') return value;
      break;
    case 'NULL':
      return null;
    case 'SS':
    case 'BS':
      if (Array.isArray(value)) return [...new Set(value.map(String))];
      break;
    case 'NS':
      if (Array.isArray(value)) return [...new Set(value.map(Number))];
      break;
    case 'L':
      if (Array.isArray(value)) return value.map((each) => plainValue(each, depth + 1));
      break;
    case 'M':
      return plainValues(value, depth + 1);
  }
  throw notTyped();
}

export function plainValues(typed: unknown, depth = 0): Record<string, unknown> {
  if (!isRecord(typed)) throw notTyped();
  const values: Record<string, unknown> = Object.create(null);
  for (const [name, value] of Object.entries(typed)) values[name] = plainValue(value, depth);
  return values;
}

function notTyped(): RequestProblem {
  return new RequestProblem(
    "An attribute value of the request is not in DynamoDB's typed form, for example { S: 'text' }; util.dynamodb.toMapValues makes it.",
  );
}
