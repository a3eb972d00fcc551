import { capitalize } from './capitalize.ts';

/**
 * Name of the argument for a composite sort key: the sort fields' names in camel case (`status`, `createdAt` give
 * `statusCreatedAt`). `reference/runtime.md` section 3.3.
 */
export function compositeKeyArgumentName(sortFields: readonly string[]): string {
  const [first = '', ...rest] = sortFields;
  return first.charAt(0).toLowerCase() + first.slice(1) + rest.map(capitalize).join('');
}

/** Input with all sort fields of a composite key; `index` is `null` for the primary key. */
export function compositeKeyInputName(model: string, index: string | null): string {
  return `Model${model}${capitalize(index ?? 'Primary')}CompositeKeyInput`;
}

/** Key condition on a composite key; `index` is `null` for the primary key. */
export function compositeKeyConditionInputName(model: string, index: string | null): string {
  return `Model${model}${capitalize(index ?? 'Primary')}CompositeKeyConditionInput`;
}
