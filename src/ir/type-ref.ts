/** A reference to a named type, with its lists and nullability. */
export type TypeRef = NamedTypeRef | ListTypeRef;

export interface NamedTypeRef {
  readonly kind: 'NamedType';
  readonly name: string;
  readonly nonNull: boolean;
}

export interface ListTypeRef {
  readonly kind: 'ListType';
  readonly of: TypeRef;
  readonly nonNull: boolean;
}
