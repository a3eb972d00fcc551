import { Kind, parse } from 'graphql';

/** Field names by type, in the order of the source, which a compiled model keeps among fields and among relations only. */
export type FieldOrder = ReadonlyMap<string, readonly string[]>;

/** The order in which SDL declares fields. */
export function fieldOrder(sdl: string): FieldOrder {
  const order = new Map<string, readonly string[]>();
  for (const definition of parse(sdl).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION) continue;
    const { name, fields = [] } = definition;
    order.set(name.value, [...(order.get(name.value) ?? []), ...fields.map((field) => field.name.value)]);
  }
  return order;
}
