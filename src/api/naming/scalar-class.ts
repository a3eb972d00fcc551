/** The five scalars that filters and key conditions distinguish. */
export type ScalarClass = 'String' | 'ID' | 'Int' | 'Float' | 'Boolean';

const classes: ReadonlyMap<string, ScalarClass> = new Map([
  ['String', 'String'],
  ['ID', 'ID'],
  ['Int', 'Int'],
  ['Float', 'Float'],
  ['Boolean', 'Boolean'],
  ['AWSDate', 'String'],
  ['AWSTime', 'String'],
  ['AWSDateTime', 'String'],
  ['AWSTimestamp', 'Int'],
  ['AWSEmail', 'String'],
  ['AWSJSON', 'String'],
  ['AWSURL', 'String'],
  ['AWSPhone', 'String'],
  ['AWSIPAddress', 'String'],
]);

/** Class of a scalar type, or `null` for any other type. `reference/runtime.md` section 4.1. */
export function scalarClass(typeName: string): ScalarClass | null {
  return classes.get(typeName) ?? null;
}
