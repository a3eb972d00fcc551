import type { DataModel, Field, Validation } from '../../ir/data-model.ts';
import type { TypeRef } from '../../ir/type-ref.ts';
import type { SeededRandom } from './seeded-random.ts';

const words =
  'amber brook cedar delta ember field grove harbor island juniper lantern meadow north orchard pebble river slate timber valley willow'.split(
    ' ',
  );
/** Where made-up times begin: fixed, so that equal seeds give equal items. */
export const seedEpoch = Date.parse('2024-01-01T00:00:00.000Z');
const minute = 60_000;

/** A value for a field that its type and its validations accept; `undefined` where no way to one is known. */
export function madeUpValue(field: Field, dataModel: DataModel, random: SeededRandom): unknown {
  const { validations } = field;
  const value = ofType(field.type, field.name, validations, dataModel, random);
  if (validations.every((each) => holds(each, value))) return value;
  const fallback = field.default;
  return fallback !== null && validations.every((each) => holds(each, fallback)) ? fallback : undefined;
}

function ofType(
  type: TypeRef,
  name: string,
  validations: readonly Validation[],
  dataModel: DataModel,
  random: SeededRandom,
): unknown {
  const made = (part: TypeRef, partName: string) => ofType(part, partName, [], dataModel, random);
  if (type.kind === 'ListType') return Array.from({ length: random.whole(1, 3) }, () => made(type.of, name));
  const values = dataModel.enums.find((each) => each.name === type.name)?.values;
  if (values !== undefined) return random.pick(values);
  const object = dataModel.objects.find((each) => each.name === type.name);
  if (object !== undefined) {
    const stored = object.fields.filter(({ handlers }) => handlers.length === 0);
    return Object.fromEntries(stored.map((each) => [each.name, made(each.type, each.name)]));
  }
  const limit = (kind: Validation['type']) => {
    const found = validations.find((each) => each.type === kind);
    return found === undefined ? null : Number(found.value);
  };
  const lowest = limit('gte') ?? (limit('gt') === null ? null : limit('gt')! + 1);
  const highest = limit('lte') ?? (limit('lt') === null ? null : limit('lt')! - 1);
  const low = Math.ceil(lowest ?? Math.min(1, highest ?? 1));
  const number = () => random.whole(low, Math.max(low, Math.floor(highest ?? low + 99)));
  const time = () => new Date(seedEpoch + random.whole(0, 365 * 24 * 60) * minute).toISOString();
  switch (type.name) {
    case 'Int':
      return number();
    case 'Float':
      return validations.length > 0 ? number() : random.whole(100, 99_999) / 100;
    case 'Boolean':
      return random.whole(0, 1) === 1;
    case 'ID':
      return uuid(random);
    case 'AWSDate':
      return time().slice(0, 10);
    case 'AWSTime':
      return time().slice(11);
    case 'AWSDateTime':
      return time();
    case 'AWSTimestamp':
      return Math.floor(Date.parse(time()) / 1000);
    case 'AWSEmail':
      return `${random.pick(words)}.${random.pick(words)}@example.com`;
    case 'AWSURL':
      return `https://example.com/${random.pick(words)}/${random.whole(1, 999)}`;
    case 'AWSPhone':
      return `+1 202 555 01${String(random.whole(0, 99)).padStart(2, '0')}`;
    case 'AWSIPAddress':
      return `192.0.2.${random.whole(1, 254)}`;
    case 'AWSJSON':
      return JSON.stringify({ [random.pick(words)]: random.whole(1, 100) });
    default:
      return text(name, validations, limit('minLength') ?? 0, limit('maxLength') ?? Number.POSITIVE_INFINITY, random);
  }
}

export function uuid(random: SeededRandom): string {
  return `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-a${random.hex(3)}-${random.hex(12)}`;
}

function text(
  name: string,
  validations: readonly Validation[],
  least: number,
  most: number,
  random: SeededRandom,
): string {
  const part = (type: Validation['type']) => validations.find((each) => each.type === type)?.value ?? '';
  const isLong = /content|body|text|description|notes?$/i.test(name);
  let middle = Array.from({ length: isLong ? 8 : 2 }, () => random.pick(words)).join(' ');
  const [start, end] = [part('startsWith'), part('endsWith')];
  while (start.length + middle.length + end.length < least) middle += ` ${random.pick(words)}`;
  middle = middle.slice(0, Math.max(0, most - start.length - end.length)).trimEnd();
  const made = `${start}${middle}${end}`;
  return made.padEnd(least, 'x');
}

/** Whether a value passes; patterns are those of the platform here, which agree on what is made up. */
function holds({ type, value: bound }: Validation, value: unknown): boolean {
  const string = String(value);
  switch (type) {
    case 'gt':
      return Number(value) > Number(bound);
    case 'gte':
      return Number(value) >= Number(bound);
    case 'lt':
      return Number(value) < Number(bound);
    case 'lte':
      return Number(value) <= Number(bound);
    case 'minLength':
      return string.length >= Number(bound);
    case 'maxLength':
      return string.length <= Number(bound);
    case 'startsWith':
      return string.startsWith(bound);
    case 'endsWith':
      return string.endsWith(bound);
    case 'matches':
      try {
        return new RegExp(`^(?:${bound})$`, 'u').test(string);
      } catch {
        return false;
      }
  }
}
