import { callSiteOf } from '../call-site.ts';
import { checkValues } from '../check-values.ts';
import type { CustomTypeDefinition, FieldDefinition } from '../definition.ts';
import type { kind, presence, roles, shape } from '../phantom.ts';

/** What a custom type, and the arguments of an operation, are made of. */
export type TypeFields = Readonly<Record<string, { readonly [kind]: 'scalar' | 'ref' | 'enum' | 'customType' }>>;

/** An object type without a table: top level under its key's name, or inline in a field. */
export interface CustomType<Fields> {
  readonly [kind]: 'customType';
  readonly [shape]: Fields;
  /** Inline, a custom type is always nullable. */
  readonly [presence]: 'optional';
  readonly [roles]: never;
  readonly data: CustomTypeDefinition;
}

/** `a.customType({ lat: a.float() })`. */
export function customType<Fields extends TypeFields>(fields: Fields): CustomType<Fields> {
  const site = callSiteOf(customType);
  const data: CustomTypeDefinition = {
    kind: 'customType',
    fields: checkValues<FieldDefinition>(fields, 'Field', site),
    site,
  };
  return { data } as unknown as CustomType<Fields>;
}
