import { type DirectiveNode, valueFromASTUntyped } from 'graphql';

/** Arguments of a directive as plain values: enum members as strings, an argument left out as `undefined`. */
export type DirectiveArguments = Readonly<Record<string, unknown>>;

export function directiveArguments(directive: DirectiveNode): DirectiveArguments {
  const values: Record<string, unknown> = Object.create(null);
  for (const argument of directive.arguments ?? []) {
    values[argument.name.value] = valueFromASTUntyped(argument.value);
  }
  return values;
}

/** A list of strings, where GraphQL lets a single one stand for a list; `null` where there is none. */
export function stringList(value: unknown): string[] | null {
  if (value === undefined || value === null) return null;
  return (Array.isArray(value) ? value : [value]).filter((entry) => typeof entry === 'string');
}

export function stringOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** The members of an input object; none where the value is not one. */
export function members(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
