import type { Relation } from '../ir/data-model.ts';
import { defaultLimit } from './directives/has-many.ts';
import type { RelationUse } from './relation-use.ts';

/** A relation to at most one record. */
export function singleRelation(
  { field, related }: RelationUse,
  relation: 'hasOne' | 'belongsTo',
  style: 'fields' | 'references',
  lookup: Relation['lookup'],
  foreignKeyOn: 'this' | 'related',
  foreignKey: readonly string[],
): Relation {
  return {
    kind: 'Relation',
    name: field.name,
    relation,
    model: related.name,
    required: field.type.nonNull,
    style,
    lookup,
    foreignKey: { on: foreignKeyOn, fields: foreignKey },
    limit: defaultLimit,
    manyToMany: null,
    rules: null,
  };
}
