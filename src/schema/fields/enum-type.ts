import { callSiteOf } from '../call-site.ts';
import type { EnumDefinition } from '../definition.ts';
import type { kind, presence, roles, value } from '../phantom.ts';

/** An enumeration: top level under its key's name, or inline in a field. */
export interface EnumType<Values extends readonly string[] = readonly string[]> {
  readonly [kind]: 'enum';
  /** Inline, an enum is always nullable. */
  readonly [value]: Values[number] | null;
  readonly [presence]: 'optional';
  readonly [roles]: never;
  readonly type: 'enum';
  readonly values: Values;
  readonly data: EnumDefinition;
}

/** `a.enum(['A', 'B'])`. */
export function enumType<const Values extends readonly string[]>(values: Values): EnumType<Values> {
  const data: EnumDefinition = { kind: 'enum', values, site: callSiteOf(enumType) };
  // `type` and `values` are the documented keys; the definition stays out of sight of whoever lists them.
  return Object.defineProperty({ type: 'enum', values }, 'data', { value: data }) as unknown as EnumType<Values>;
}
