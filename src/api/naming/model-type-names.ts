import { capitalize } from './capitalize.ts';

/**
 * Names of the types generated for a model. Most put the model's name in Pascal case; where an index query or a
 * relation mentions a connection or a filter, the name stands as written, so that a model whose name starts in lower
 * case has two of each. `reference/runtime.md` section 1.2.
 */
export function createInputName(model: string): string {
  return `Create${capitalize(model)}Input`;
}

export function updateInputName(model: string): string {
  return `Update${capitalize(model)}Input`;
}

export function deleteInputName(model: string): string {
  return `Delete${capitalize(model)}Input`;
}

export function conditionInputName(model: string): string {
  return `Model${capitalize(model)}ConditionInput`;
}

/** Filter of the list query. */
export function filterInputName(model: string): string {
  return `Model${capitalize(model)}FilterInput`;
}

/** Filter of index queries and relations: the model's name as written. */
export function verbatimFilterInputName(model: string): string {
  return `Model${model}FilterInput`;
}

/** Result of the list query. */
export function connectionName(model: string): string {
  return `Model${capitalize(model)}Connection`;
}

/** Result of index queries and relations: the model's name as written. */
export function verbatimConnectionName(model: string): string {
  return `Model${model}Connection`;
}

export function subscriptionFilterInputName(model: string): string {
  return `ModelSubscription${capitalize(model)}FilterInput`;
}

/** Input form of a custom type. */
export function customTypeInputName(type: string): string {
  return `${capitalize(type)}Input`;
}
