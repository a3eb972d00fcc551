import type { DataModel, Model, Relation } from '../../ir/data-model.ts';
import type { Association } from './model-introspection-types.ts';

/**
 * How a relation field is joined. A hasMany names the fields of the related model that refer back: its foreign key, or
 * its belongsTo field where both sides name the key themselves (`fields`, and join models).
 */
export function associationOf(source: DataModel, model: Model, relation: Relation): Association {
  const related = source.models.find((each) => each.name === relation.model);
  const foreignKey = relation.foreignKey.fields;
  switch (relation.relation) {
    case 'belongsTo':
      return { connectionType: 'BELONGS_TO', targetNames: foreignKey };
    case 'hasOne':
      // The fields that a join model holds refer to its two ends like those of a belongsTo.
      if (isJoin(source, model)) return { connectionType: 'BELONGS_TO', targetNames: foreignKey };
      return relation.foreignKey.on === 'related'
        ? { connectionType: 'HAS_ONE', associatedWith: foreignKey, targetNames: [] }
        : { connectionType: 'HAS_ONE', associatedWith: related?.primaryKey.fields ?? [], targetNames: foreignKey };
    case 'hasMany': {
      const back = related === undefined ? undefined : backReference(related, relation, model);
      return { connectionType: 'HAS_MANY', associatedWith: back === undefined ? foreignKey : [back.name] };
    }
  }
}

function backReference(related: Model, relation: Relation, model: Model): Relation | undefined {
  const index = related.indexes.find((each) => each.name === relation.lookup.index);
  const isImplicit = index?.origin === 'relation';
  if (relation.style !== 'fields' || isImplicit) return undefined;
  return related.relations.find(
    (each) =>
      each.model === model.name &&
      each.foreignKey.on === 'this' &&
      each.foreignKey.fields.join('#') === relation.foreignKey.fields.join('#'),
  );
}

/** Whether a `@manyToMany` made the model. */
function isJoin(source: DataModel, model: Model): boolean {
  return source.models.some((each) =>
    each.relations.some((relation) => relation.manyToMany !== null && relation.model === model.name),
  );
}
