import { didYouMean } from '../../diagnostics/did-you-mean.ts';
import { BuilderError } from '../builder-error.ts';
import type { FieldDefinition, ModelDefinition, RelationDefinition } from '../definition.ts';
import type { Scope } from './scope.ts';

/** A relation field and the model it stands on. */
interface Side {
  readonly model: string;
  readonly field: string;
  readonly relation: RelationDefinition;
}

/** Checks that every relation of a model has its one counterpart, and reference fields that fit the key. */
export function checkRelations(scope: Scope, name: string, model: ModelDefinition): void {
  for (const side of sidesOf(name, model)) {
    const related = scope.model(side.relation.model, name, side.relation.site);
    const counterpart = counterpartOf(side, related);
    // Every belongsTo has a counterpart, so the pair is looked at once, from the side that has many or one.
    if (side.relation.relation !== 'belongsTo') checkReferences(side, model, counterpart, related);
  }
}

function sidesOf(name: string, model: ModelDefinition): readonly Side[] {
  return Object.entries(model.fields).flatMap(([field, { data }]) =>
    data.kind === 'relation' ? [{ model: name, field, relation: data }] : [],
  );
}

function counterpartOf(side: Side, related: ModelDefinition): Side {
  const isChild = side.relation.relation === 'belongsTo';
  const counterparts = sidesOf(side.relation.model, related).filter(
    ({ relation }) =>
      relation.model === side.model &&
      (relation.relation === 'belongsTo') !== isChild &&
      relation.references.join() === side.relation.references.join(),
  );
  const [counterpart] = counterparts;
  if (counterpart !== undefined && counterparts.length === 1) return counterpart;
  if (counterpart === undefined) {
    throw new BuilderError(
      'builder-relation-one-sided',
      `Unable to find associated relationship definition in ${side.relation.model} for ${describe(side)}`,
      side.relation.site,
      isChild
        ? `Add a.hasMany or a.hasOne('${side.model}', …) with the same references to ${side.relation.model}.`
        : `Add a.belongsTo('${side.model}', …) with the same references to ${side.relation.model}.`,
    );
  }
  const found = counterparts.map(({ model, field }) => `${model}.${field}`).join(', ');
  throw new BuilderError(
    'builder-relation-ambiguous',
    `Found multiple relationship associations with ${found} for ${describe(side)}`,
    side.relation.site,
    'Give each relation between the two models reference fields of its own.',
  );
}

function checkReferences(parent: Side, parentModel: ModelDefinition, child: Side, childModel: ModelDefinition): void {
  const { references, site } = child.relation;
  const missing = references.find((reference) => !(reference in childModel.fields));
  if (missing !== undefined) {
    throw new BuilderError(
      'builder-reference-missing',
      `reference field '${missing}' must be defined on ${child.model}. ${describe(parent)} <-> ${describe(child)}`,
      site,
      didYouMean(missing, Object.keys(childModel.fields)) ??
        `Add it to ${child.model}, as a.id() for a key that is an id.`,
    );
  }
  const keys = parentModel.identifier;
  if (keys.length !== references.length) {
    throw new BuilderError(
      'builder-reference-count',
      `The identifiers defined on ${parent.model} must match the reference fields defined on ${child.model}.\n` +
        `${keys.length} identifiers defined on ${parent.model}.\n` +
        `${references.length} reference fields found on ${child.model}`,
      site,
    );
  }
  for (const [position, reference] of references.entries()) {
    const key = keys[position]!;
    const keyType = keyTypeOf(parentModel.fields[key]?.data);
    const referenceType = keyTypeOf(childModel.fields[reference]!.data);
    if (keyType === referenceType) continue;
    throw new BuilderError(
      'builder-reference-type',
      'Validate Error: types do not match',
      site,
      `${child.model}.${reference} (${referenceType}) holds the key ${parent.model}.${key} (${keyType}): give it the same type.`,
    );
  }
}

/** Text and ids hold each other's values; a key that is not declared is the implicit `id`. */
function keyTypeOf(field: FieldDefinition | undefined): string {
  if (field === undefined) return 'String or ID';
  if (field.kind !== 'scalar') return field.kind;
  return field.type === 'ID' || field.type === 'String' ? 'String or ID' : field.type;
}

function describe({ model, field, relation: { model: target, relation, references } }: Side): string {
  const type = relation === 'hasMany' ? `[${target}]` : target;
  return `${model}.${field}: ${type} @${relation}(references: [${references.map((name) => `'${name}'`).join(', ')}])`;
}
