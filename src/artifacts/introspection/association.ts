import type { DataModel, Model, Relation } from '../../ir/data-model.ts';
import type { Association } from './model-introspection-types.ts';

/** Describes how a relation field of a model is joined. */
export type AssociationOf = (model: Model, relation: Relation) => Association;

/**
 * A hasMany names the fields of the related model that refer back: its foreign key, or its belongsTo field where both
 * sides name the key themselves (`fields`, and join models).
 */
export function createAssociationOf(source: DataModel): AssociationOf {
  const models = new Map(source.models.map((model) => [model.name, model]));
  const relations = source.models.flatMap((model) => model.relations);
  const joins = new Set(relations.filter((each) => each.manyToMany !== null).map((each) => each.model));
  return (model, relation) => {
    const related = models.get(relation.model);
    const foreignKey = relation.foreignKey.fields;
    // The fields that a join model holds refer to its two ends like those of a belongsTo.
    if (relation.relation === 'belongsTo' || (relation.relation === 'hasOne' && joins.has(model.name))) {
      return { connectionType: 'BELONGS_TO', targetNames: foreignKey };
    }
    if (relation.relation === 'hasMany') {
      const back = related === undefined ? undefined : backReference(related, relation, model);
      return { connectionType: 'HAS_MANY', associatedWith: back === undefined ? foreignKey : [back.name] };
    }
    return relation.foreignKey.on === 'related'
      ? { connectionType: 'HAS_ONE', associatedWith: foreignKey, targetNames: [] }
      : { connectionType: 'HAS_ONE', associatedWith: related?.primaryKey.fields ?? [], targetNames: foreignKey };
  };
}

function backReference(related: Model, relation: Relation, model: Model): Relation | undefined {
  const index = related.indexes.find((each) => each.name === relation.lookup.index);
  if (index?.origin === 'relation') return undefined;
  return related.relations.find(
    (each) =>
      each.model === model.name &&
      each.foreignKey.on === 'this' &&
      each.foreignKey.fields.join('#') === relation.foreignKey.fields.join('#'),
  );
}
