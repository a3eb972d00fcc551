import { compositeAttribute } from './composite-attribute.ts';

/** Name of the attribute that sorts a key: the one sort field, the composite attribute, or `null` without a sort key. */
export function sortAttribute(keyFields: readonly string[]): string | null {
  return compositeAttribute(keyFields) ?? keyFields[1] ?? null;
}
