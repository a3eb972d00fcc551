import type { TypeRef } from './type-ref.ts';

/** A type reference in GraphQL syntax: `[Post!]!`. */
export function printTypeRef(type: TypeRef): string {
  const bare = type.kind === 'NamedType' ? type.name : `[${printTypeRef(type.of)}]`;
  return type.nonNull ? `${bare}!` : bare;
}
