import type { ConstDirectiveNode, ObjectTypeDefinitionNode } from 'graphql';
import { upperFirst } from '../../util/upper-first.ts';
import { BuilderError } from '../builder-error.ts';
import type { IndexDefinition, ModelDefinition } from '../definition.ts';
import { directive, enumValue, type Literal, objectNode } from './ast.ts';
import { authDirectives } from './auth-directive.ts';
import { checkRelations } from './check-relations.ts';
import { checkImpliedFields } from './implied-fields.ts';
import { lowerField } from './lower-field.ts';
import type { Lowering } from './lowering.ts';
import type { Entry } from './scope.ts';

/** Lowers a model to an object type with `@model`. */
export function lowerModel(lowering: Lowering, entry: Entry, model: ModelDefinition): ObjectTypeDefinitionNode {
  const { name, schemaRules } = entry;
  checkIdentifier(name, model);
  checkIndexes(lowering, name, model);
  checkRelations(lowering.scope, name, model);
  const rules = model.rules.length > 0 ? model.rules : schemaRules;
  const auth = authDirectives(rules);
  if (auth.length === 0) {
    throw new BuilderError(
      'builder-model-without-rules',
      `Model \`${name}\` is missing authorization rules. Add global rules to the schema or ensure every model has its own rules.`,
      model.site,
    );
  }
  checkImpliedFields(model, rules);
  const fields = Object.entries(model.fields).map(([field, { data }]) =>
    lowerField(lowering, { name, kind: 'model', rules: schemaRules }, field, data, keyDirectives(name, model, field)),
  );
  return lowering.placed(objectNode(name, fields, [modelDirective(model), ...auth]), model.site);
}

/** `@primaryKey` and `@index`, which stand on the field that a key begins with. */
function keyDirectives(name: string, model: ModelDefinition, field: string): readonly ConstDirectiveNode[] {
  const [partitionKey, ...sortKeys] = model.identifier;
  const primaryKey =
    field === partitionKey
      ? [directive('primaryKey', { sortKeyFields: sortKeys.length === 0 ? undefined : sortKeys })]
      : [];
  const indexes = model.indexes.filter((index) => index.partitionKey === field);
  return [...primaryKey, ...indexes.map((index) => indexDirective(name, index))];
}

function indexDirective(model: string, index: IndexDefinition): ConstDirectiveNode {
  const { projection, sortKeys } = index;
  return directive('index', {
    name: index.name ?? undefined,
    sortKeyFields: sortKeys.length === 0 ? undefined : sortKeys,
    queryField: index.queryField === undefined ? defaultQueryField(model, index) : index.queryField,
    projection:
      projection === null || projection.type === 'ALL'
        ? undefined
        : {
            type: enumValue(projection.type),
            nonKeyAttributes: projection.type === 'INCLUDE' ? projection.fields : undefined,
          },
  });
}

function defaultQueryField(model: string, { partitionKey, sortKeys }: IndexDefinition): string {
  return `list${upperFirst(model)}By${[partitionKey, ...sortKeys].map(upperFirst).join('And')}`;
}

const groups = ['queries', 'mutations', 'subscriptions'] as const;
const groupOf: Readonly<Record<string, (typeof groups)[number]>> = {
  list: 'queries',
  get: 'queries',
  create: 'mutations',
  update: 'mutations',
  delete: 'mutations',
  onCreate: 'subscriptions',
  onUpdate: 'subscriptions',
  onDelete: 'subscriptions',
};

/** `@model`, with what is disabled as null: a whole group, or single operations of it. */
function modelDirective({ disabled }: ModelDefinition): ConstDirectiveNode {
  const values: Record<string, Literal> = {};
  for (const name of disabled) if ((groups as readonly string[]).includes(name)) values[name] = null;
  for (const name of disabled) {
    const group = groupOf[name];
    if (group === undefined || values[group] === null) continue;
    values[group] = { ...(values[group] as Readonly<Record<string, Literal>>), [name]: null };
  }
  return directive('model', values);
}

function checkIdentifier(name: string, model: ModelDefinition): void {
  const isDefault = model.identifier.length === 1 && model.identifier[0] === 'id';
  for (const key of model.identifier) {
    const field = model.fields[key]?.data;
    if (field === undefined) {
      if (isDefault) continue;
      throw new BuilderError(
        'builder-identifier-missing',
        `Invalid identifier definition. Field ${key} is not defined on ${name}.`,
        model.site,
      );
    }
    if (field.kind === 'scalar' && (field.type === 'ID' || field.required)) continue;
    throw new BuilderError(
      'builder-identifier-nullable',
      `Invalid identifier definition. Field ${key} cannot be used in the identifier. Identifiers must reference required or DB-generated fields)`,
      field.site,
      field.kind === 'scalar' ? 'Add .required() to the field.' : 'Use a required scalar field.',
    );
  }
}

function checkIndexes(lowering: Lowering, name: string, model: ModelDefinition): void {
  for (const { partitionKey, sortKeys } of model.indexes) {
    if (!(partitionKey in model.fields)) {
      throw new BuilderError(
        'builder-index-field-missing',
        `The field \`${partitionKey}\` used in the secondary index of \`${name}\` is not defined.`,
        model.site,
        'Declare the field: an index cannot begin with one that the compiler adds.',
      );
    }
    for (const key of [partitionKey, ...sortKeys]) {
      const field = model.fields[key]?.data;
      if (field?.kind !== 'ref' || lowering.scope.resolve(field.link, name, field.site).kind === 'enum') continue;
      throw new BuilderError(
        'builder-index-ref',
        `The ref field \`${key}\` used in the secondary index of \`${name}\` should refer to an enum type. \`${field.link}\` is not a enum type.`,
        field.site,
      );
    }
  }
}
