import type { DataModel, Model, Relation } from '../../ir/data-model.ts';

/** Fields of one model that hold the values of another model's fields, in order. */
export interface Reference {
  readonly fields: readonly string[];
  readonly keys: readonly string[];
}

/** How a relation is stored, so that its links can be moved when another revision stores them elsewhere. */
export interface RelationLayout {
  readonly name: string;
  /** The model at the other end; of a `@manyToMany` not the join model. */
  readonly model: string;
  /** Which model has the fields that refer to the other: this one, the one at the other end, or a join model. */
  readonly on: 'this' | 'related' | 'join';
  /** From those fields to the other model's; of a join model, those that refer to this model. */
  readonly reference: Reference;
  /** The join model, with its fields that refer to the model at the other end. */
  readonly join?: { readonly model: string; readonly reference: Reference };
}

/** The model that has a relation's links, in which fields, and the model that they lead to. */
export interface Holder extends Reference {
  readonly model: string;
  readonly target: string;
}

/** Where the links of a relation of `owner` are. A join model's are those that lead back to `owner`. */
export function holderOf(owner: string, { on, model, reference, join }: RelationLayout): Holder {
  if (on === 'this') return { ...reference, model: owner, target: model };
  return { ...reference, model: join?.model ?? model, target: owner };
}

/** Relations that whole keys make; one that is looked up by a part of a key has no fields of its own to move. */
export function relationLayouts(model: Model, data: DataModel): readonly RelationLayout[] {
  const models = new Map(data.models.map((each) => [each.name, each]));
  return model.relations.flatMap((relation) => layoutOf(relation, models));
}

function layoutOf(relation: Relation, models: ReadonlyMap<string, Model>): RelationLayout[] {
  const { name, lookup } = relation;
  const related = models.get(relation.model);
  if (related === undefined || lookup.from.length === 0) return [];
  const { fields } = related.indexes.find((index) => index.name === lookup.index) ?? related.primaryKey;
  if (lookup.from.length < fields.length) return [];
  if (relation.foreignKey.on === 'this') {
    return [{ name, model: related.name, on: 'this', reference: { fields: lookup.from, keys: fields } }];
  }
  const reference = { fields, keys: lookup.from };
  if (relation.manyToMany === null) return [{ name, model: related.name, on: 'related', reference }];
  const other = related.relations.find((each) => each.lookup.from.join() !== fields.join());
  const otherModel = other && models.get(other.model);
  if (other === undefined || otherModel === undefined) return [];
  const join = {
    model: related.name,
    reference: { fields: other.lookup.from, keys: otherModel.primaryKey.fields },
  };
  return [{ name, model: other.model, on: 'join', reference, join }];
}
