import { type GraphQLLeafType, isEnumType } from 'graphql';
import { quote } from './quote.ts';

/** JSON text of a leaf value; `null` where the value is not of the type, or not in the usual form. */
export type LeafText = (value: unknown) => string | null;

/** The fast way to write values of a type. What it returns `null` for, the type itself decides on. */
export function leafText(type: GraphQLLeafType): LeafText {
  if (isEnumType(type)) {
    const texts = new Map<unknown, string>(type.getValues().map(({ name }) => [name, JSON.stringify(name)]));
    return (value) => texts.get(value) ?? null;
  }
  switch (type.name) {
    case 'ID':
    case 'String':
    case 'AWSJSON':
      return (value) => (typeof value === 'string' ? quote(value) : null);
    case 'Boolean':
      return (value) => (value === true ? 'true' : value === false ? 'false' : null);
    case 'Int':
      return (value) => (typeof value === 'number' && (value | 0) === value ? `${value}` : null);
    case 'Float':
      return (value) => (typeof value === 'number' && Number.isFinite(value) ? `${value}` : null);
    case 'AWSDateTime':
      return (value) => (typeof value === 'string' && isPlainTime(value) ? `"${value}"` : null);
    default:
      return () => null;
  }
}

/** Whether a text is `YYYY-MM-DDThh:mm:ss.sssZ` with plausible parts: the form in which the server writes times. */
function isPlainTime(text: string): boolean {
  return text.length === 24 && text.charCodeAt(23) === 90 && plainTime.test(text);
}

const plainTime = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
