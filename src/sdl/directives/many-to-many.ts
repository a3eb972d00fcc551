import { type FieldDefinitionNode, Kind, type NameNode, type ObjectTypeDefinitionNode } from 'graphql';
import { namedType } from '../../ir/named-type.ts';
import type { TypeRef } from '../../ir/type-ref.ts';
import { lowerFirst } from '../../util/lower-first.ts';
import { upperFirst } from '../../util/upper-first.ts';
import { createFieldDraft } from '../create-draft.ts';
import type { Directive, FieldUse } from '../directive.ts';
import { stringOrNull } from '../directive-arguments.ts';
import type { TypeDraft } from '../draft.ts';
import { fieldType } from '../fields.ts';
import { isModelType, type ModelType } from '../relation-use.ts';
import { defaultLimit, limitOf } from './has-many.ts';
import { indexDirective } from './index-directive.ts';
import { modelDirective } from './model.ts';

/** `@manyToMany`: two models joined by a third, which the compiler makes. */
export const manyToManyDirective: Directive = {
  name: 'manyToMany',
  definition: /* GraphQL */ `directive @manyToMany(relationName: String!, limit: Int = 100) on FIELD_DEFINITION`,
  onField({ type, field, directive, report }) {
    if (!isModelType(type)) {
      const message = '@manyToMany must be on an @model object type field.';
      report('relation-not-on-model', directive, message, `Add @model to '${type.name}', or remove @manyToMany.`);
    }
    if (field.type.kind !== 'ListType') {
      report('many-to-many-needs-list', directive, '@manyToMany must be used with a list.');
    }
  },
  finish({ draft, report, uses }) {
    const relations = new Map<string, FieldUse[]>();
    for (const use of uses('manyToMany')) {
      const name = stringOrNull(use.arguments.relationName);
      if (use.on !== 'field' || name === null) continue;
      relations.set(upperFirst(name), [...(relations.get(upperFirst(name)) ?? []), use]);
    }
    const taken = new Set([
      ...draft.types.keys(),
      ...draft.enums.keys(),
      ...draft.inputs.keys(),
      ...draft.unions.keys(),
    ]);
    for (const [name, sides] of relations) {
      const [left, right, third] = sides;
      if (left === undefined || right === undefined || third !== undefined) {
        const message = `@manyToMany relation '${name}' must be used in exactly two locations.`;
        const hint = `Add a list field with @manyToMany(relationName: "${name}") to the other model.`;
        report('many-to-many-count', sides.at(-1)!.directive, message, left && right ? null : hint);
        continue;
      }
      if (!checkSides(name, left, right, taken)) continue;
      if (isModelType(left.type) && isModelType(right.type)) join(name, left, right, left.type, right.type);
    }
  },
};

function checkSides(name: string, left: FieldUse, right: FieldUse, taken: ReadonlySet<string>): boolean {
  const [expectedRight, expectedLeft] = [namedType(left.field.type), namedType(right.field.type)];
  const { report } = left;
  let sound = true;
  const fail = (use: FieldUse, message: string, hint: string | null) => {
    report('many-to-many-mismatch', use.directive, message, hint);
    sound = false;
  };
  if (expectedRight !== right.type.name) {
    fail(left, `@manyToMany relation '${name}' expects '${expectedRight}' but got '${right.type.name}'.`, null);
  }
  if (expectedLeft !== left.type.name) {
    fail(right, `@manyToMany relation '${name}' expects '${expectedLeft}' but got '${left.type.name}'.`, null);
  }
  if (sound && left.type === right.type) {
    const message = `You may only supply one @index with the name 'by${left.type.name}' on type '${name}'.`;
    const why = `The relation connects '${left.type.name}' with itself, so that both of its sides would have one index.`;
    fail(right, message, `${why} Write a model of your own with two @belongsTo fields to '${left.type.name}'.`);
  }
  if (taken.has(name)) {
    const given = stringOrNull(left.arguments.relationName);
    const message = `@manyToMany relation name '${name}' (derived from '${given}') already exists as a type in the schema.`;
    report('many-to-many-name-taken', left.directive, message, 'Give the relation another name.');
    sound = false;
  }
  return sound;
}

/** Adds the join model, and to both models the list that leads to it. */
function join(name: string, leftUse: FieldUse, rightUse: FieldUse, left: ModelType, right: ModelType): void {
  const { draft } = leftUse;
  const node: ObjectTypeDefinitionNode = {
    ...left.node,
    kind: Kind.OBJECT_TYPE_DEFINITION,
    name: nameNode(name, leftUse),
  };
  const type: TypeDraft = { name, node, root: null, fields: new Map(), model: null, nativeAuth: null };
  const directive = leftUse.directive;
  modelDirective.onType?.({ ...leftUse, on: 'type', type, arguments: {}, directive });
  if (type.model === null) return;
  type.model.addedFields.clear();
  type.model = { ...type.model, joins: [left, right] };
  const add = (fieldName: string, fieldTypeRef: TypeRef) => {
    const fieldNode: FieldDefinitionNode = {
      ...leftUse.field.node,
      name: nameNode(fieldName, leftUse),
      directives: [],
      arguments: [],
    };
    const field = { ...createFieldDraft(type, fieldNode), type: fieldTypeRef };
    type.fields.set(fieldName, field);
    return field;
  };
  const sides = [
    { model: left, use: leftUse, foreignKey: joinKey(left) },
    { model: right, use: rightUse, foreignKey: joinKey(right) },
  ];
  add('id', { kind: 'NamedType', name: 'ID', nonNull: true });
  for (const { model, foreignKey } of sides) {
    foreignKey.forEach((keyName, index) => {
      const key = fieldType(model, model.model.primaryKey.fields[index]!);
      add(keyName, { kind: 'NamedType', name: key === null ? 'ID' : namedType(key), nonNull: true });
    });
  }
  for (const { model, use, foreignKey } of sides) {
    const [hash = '', ...sortKeyFields] = foreignKey;
    const indexName = `by${model.name}`;
    const hashField = type.fields.get(hash)!;
    indexDirective.onField?.({ ...use, type, field: hashField, arguments: { name: indexName, sortKeyFields } });
    add(lowerFirst(model.name), { kind: 'NamedType', name: model.name, nonNull: true }).relation = {
      kind: 'Relation',
      name: lowerFirst(model.name),
      relation: 'hasOne',
      model: model.name,
      required: true,
      style: 'fields',
      lookup: { index: null, from: foreignKey },
      foreignKey: { on: 'this', fields: foreignKey },
      limit: defaultLimit,
      manyToMany: null,
      rules: null,
    };
    use.field.relation = {
      kind: 'Relation',
      name: use.field.name,
      relation: 'hasMany',
      model: name,
      required: use.field.type.kind === 'ListType' && use.field.type.of.nonNull,
      style: 'fields',
      lookup: { index: indexName, from: model.model.primaryKey.fields },
      foreignKey: { on: 'related', fields: foreignKey },
      limit: limitOf(use),
      manyToMany: name,
      rules: null,
    };
  }
  draft.types.set(name, type);
}

/** Fields of the join model that refer to one side: `courseCode`, then `courseterm`, as the official compiler has it. */
function joinKey(model: ModelType): string[] {
  const prefix = lowerFirst(model.name);
  return model.model.primaryKey.fields.map((key, index) => prefix + (index === 0 ? upperFirst(key) : key));
}

/** A name of the join model, which stands where the directive does. */
function nameNode(value: string, { directive }: FieldUse): NameNode {
  return { kind: Kind.NAME, value, ...(directive.loc && { loc: directive.loc }) };
}
