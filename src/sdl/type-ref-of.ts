import { Kind, type TypeNode } from 'graphql';
import type { TypeRef } from '../ir/type-ref.ts';

export function typeRefOf(node: TypeNode, nonNull = false): TypeRef {
  switch (node.kind) {
    case Kind.NON_NULL_TYPE:
      return typeRefOf(node.type, true);
    case Kind.LIST_TYPE:
      return { kind: 'ListType', of: typeRefOf(node.type), nonNull };
    case Kind.NAMED_TYPE:
      return { kind: 'NamedType', name: node.name.value, nonNull };
  }
}
