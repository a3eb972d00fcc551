import type { TypeRef } from './type-ref.ts';

/** Name of the type at the core of a reference, below its lists. */
export function namedType(type: TypeRef): string {
  return type.kind === 'NamedType' ? type.name : namedType(type.of);
}
