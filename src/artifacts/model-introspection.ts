import { baseName } from '../api/type-refs.ts';
import type {
  Argument,
  ComputedField,
  CustomOperation,
  DataModel,
  Field,
  Model,
  ObjectField,
} from '../ir/data-model.ts';
import type { TypeRef } from '../ir/type-ref.ts';
import { type AssociationOf, createAssociationOf } from './introspection/association.ts';
import { modelAttributes } from './introspection/model-attributes.ts';
import type {
  InputIntrospection,
  IntrospectionArgument,
  IntrospectionField,
  IntrospectionType,
  ModelDescription,
  ModelIntrospection,
  NonModelIntrospection,
  OperationIntrospection,
} from './introspection/model-introspection-types.ts';

type OperationGroups = Pick<ModelIntrospection, 'queries' | 'mutations' | 'subscriptions'>;

/**
 * What Amplify's client must know of a data model, as it stands in `data.model_introspection`.
 * `reference/amplify-outputs.md` section 5. Fields and operations of an interface or union type are left out: the client
 * has no notion of them.
 */
export function modelIntrospection(model: DataModel): ModelIntrospection {
  const typeOf = createTypeOf(model);
  const associationOf = createAssociationOf(model);
  return {
    version: 1,
    models: keyed(model.models, (each) => describeModel(each, typeOf, associationOf)),
    enums: keyed(model.enums, ({ name, values }) => ({ name, values })),
    nonModels: keyed(
      model.objects,
      (each): NonModelIntrospection => ({
        name: each.name,
        fields: fieldsOf(each.fields, typeOf),
      }),
    ),
    ...operationGroups(model, typeOf),
    ...(model.inputs.length > 0 && {
      inputs: keyed(
        model.inputs,
        (each): InputIntrospection => ({
          name: each.name,
          attributes: argumentsOf(each.fields, typeOf),
        }),
      ),
    }),
  };
}

type TypeOf = (type: TypeRef) => IntrospectionType | null;

/** The client's name of a type; `null` for interfaces and unions. */
function createTypeOf(model: DataModel): TypeOf {
  const kinds = new Map<string, 'model' | 'nonModel' | 'enum' | 'input' | 'abstract'>();
  for (const { name } of model.models) kinds.set(name, 'model');
  for (const { name } of model.objects) kinds.set(name, 'nonModel');
  for (const { name } of model.enums) kinds.set(name, 'enum');
  for (const { name } of model.inputs) kinds.set(name, 'input');
  for (const { name } of [...model.interfaces, ...model.unions]) kinds.set(name, 'abstract');
  return (type) => {
    const name = baseName(type);
    switch (kinds.get(name)) {
      case 'model':
        return { model: name };
      case 'nonModel':
        return { nonModel: name };
      case 'enum':
        return { enum: name };
      case 'input':
        return { input: name };
      case 'abstract':
        return null;
      default:
        return name;
    }
  };
}

function describeModel(model: Model, typeOf: TypeOf, associationOf: AssociationOf): ModelDescription {
  const [primaryKeyFieldName, ...sortKeyFieldNames] = model.primaryKey.fields;
  return {
    name: model.name,
    fields: modelFields(model, typeOf, associationOf),
    syncable: true,
    pluralName: pluralName(model),
    attributes: modelAttributes(model),
    primaryKeyInfo: { isCustomPrimaryKey: hasCustomKey(model), primaryKeyFieldName, sortKeyFieldNames },
  };
}

/** The plural as the author would write it: in lower case where the model's name is. */
function pluralName({ name, plural }: Model): string {
  const first = plural.charAt(0);
  return (name.charAt(0) === first.toLowerCase() ? name.charAt(0) : first) + plural.slice(1);
}

/** A key of `id` alone counts as the default one, however it is written. */
function hasCustomKey({ primaryKey: { custom, fields } }: Model): boolean {
  return custom && !(fields.length === 1 && fields[0] === 'id');
}

/** The id first, then what the author wrote, then what the compiler added; owner fields that only a rule names not. */
function modelFields(model: Model, typeOf: TypeOf, associationOf: AssociationOf): Record<string, IntrospectionField> {
  const ofOrigin = (...origins: readonly Field['origin'][]) =>
    model.fields.filter(({ origin }) => origins.includes(origin));
  const result: Record<string, IntrospectionField> = {};
  const add = (field: Field | ComputedField) => {
    const described = describeField(field, typeOf);
    if (described === null) return;
    const isId = !model.primaryKey.custom && field.name === 'id';
    const isTimestamp = 'origin' in field && field.origin === 'timestamp';
    result[field.name] = {
      ...described,
      isRequired: !isTimestamp && (isId || described.isRequired),
      ...(isTimestamp && { isReadOnly: true }),
    };
  };
  for (const field of [...ofOrigin('id'), ...ofOrigin('declared'), ...model.computedFields]) add(field);
  for (const relation of model.relations) {
    const isArray = relation.relation === 'hasMany';
    result[relation.name] = {
      name: relation.name,
      isArray,
      type: { model: relation.model },
      isRequired: relation.required,
      attributes: [],
      ...(isArray && { isArrayNullable: true }),
      association: associationOf(model, relation),
    };
  }
  for (const field of [...ofOrigin('timestamp'), ...ofOrigin('foreignKey')]) add(field);
  return result;
}

function fieldsOf(fields: readonly ObjectField[], typeOf: TypeOf): Record<string, IntrospectionField> {
  return keyed(fields, (field) => describeField(field, typeOf));
}

function describeField(
  field: { readonly name: string; readonly type: TypeRef },
  typeOf: TypeOf,
): IntrospectionField | null {
  const described = describeArgument(field, typeOf);
  if (described === null) return null;
  const { isArrayNullable, ...rest } = described;
  return { ...rest, attributes: [], ...(isArrayNullable !== undefined && { isArrayNullable }) };
}

function describeArgument(
  { name, type }: { readonly name: string; readonly type: TypeRef },
  typeOf: TypeOf,
): IntrospectionArgument | null {
  const named = typeOf(type);
  if (named === null) return null;
  if (type.kind === 'NamedType') return { name, isArray: false, type: named, isRequired: type.nonNull };
  return { name, isArray: true, type: named, isRequired: type.of.nonNull, isArrayNullable: !type.nonNull };
}

function operationGroups(model: DataModel, typeOf: TypeOf): OperationGroups {
  const group = (parent: CustomOperation['parent']) => {
    const operations = model.operations.filter((each) => each.parent === parent);
    return keyed(operations, (each) => describeOperation(each, typeOf));
  };
  const groups = { queries: group('Query'), mutations: group('Mutation'), subscriptions: group('Subscription') };
  return Object.fromEntries(Object.entries(groups).filter(([, operations]) => Object.keys(operations).length > 0));
}

function describeOperation(operation: CustomOperation, typeOf: TypeOf): OperationIntrospection | null {
  const described = describeArgument(operation, typeOf);
  if (described === null || operation.arguments.length === 0) return described;
  return { ...described, arguments: argumentsOf(operation.arguments, typeOf) };
}

function argumentsOf(list: readonly Argument[], typeOf: TypeOf): Record<string, IntrospectionArgument> {
  return keyed(list, (each) => describeArgument(each, typeOf));
}

/** An object of the described members by name, without those that have no description. */
function keyed<Source extends { readonly name: string }, Target>(
  members: readonly Source[],
  describe: (member: Source) => Target | null,
): Record<string, Target> {
  const result: Record<string, Target> = {};
  for (const member of members) {
    const described = describe(member);
    if (described !== null) result[member.name] = described;
  }
  return result;
}
