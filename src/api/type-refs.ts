import type { ListTypeRef, NamedTypeRef, TypeRef } from '../ir/type-ref.ts';

/** `name`, or `name!`. */
export function named(name: string, nonNull = false): NamedTypeRef {
  return { kind: 'NamedType', name, nonNull };
}

/** `[of]`, or `[of]!`. */
export function listOf(of: TypeRef, nonNull = false): ListTypeRef {
  return { kind: 'ListType', of, nonNull };
}

/** The same type with the outermost `!` set or removed. */
export function withNonNull(type: TypeRef, nonNull: boolean): TypeRef {
  return type.nonNull === nonNull ? type : { ...type, nonNull };
}

/** Name of the type inside all lists. */
export function baseName(type: TypeRef): string {
  return type.kind === 'ListType' ? baseName(type.of) : type.name;
}

/** The same lists and nullability around another named type. */
export function renamed(type: TypeRef, name: string): TypeRef {
  return type.kind === 'ListType' ? { ...type, of: renamed(type.of, name) } : { ...type, name };
}
