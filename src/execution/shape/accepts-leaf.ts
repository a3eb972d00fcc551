import { type GraphQLLeafType, isEnumType } from 'graphql';

/** Whether a value stands in the response as it is. What this says no to, the type itself may still convert. */
export type AcceptsLeaf = (value: unknown) => boolean;

/** The quick test of a type's usual values. */
export function acceptsLeaf(type: GraphQLLeafType): AcceptsLeaf {
  if (isEnumType(type)) {
    const names = new Set<unknown>(type.getValues().map(({ name }) => name));
    return (value) => names.has(value);
  }
  switch (type.name) {
    case 'ID':
    case 'String':
    case 'AWSJSON':
      return (value) => typeof value === 'string';
    case 'Boolean':
      return (value) => typeof value === 'boolean';
    case 'Int':
      return (value) => typeof value === 'number' && (value | 0) === value;
    case 'Float':
      return (value) => typeof value === 'number' && Number.isFinite(value);
    case 'AWSDateTime':
      return (value) => typeof value === 'string' && serverTime.test(value);
    default:
      return () => false;
  }
}

/** The form in which the server writes times, on days that every month has. */
const serverTime = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
