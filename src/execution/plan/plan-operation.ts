import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isNullableType,
  Kind,
  type OperationDefinitionNode,
  print,
} from 'graphql';
import type { OperationDescriptor } from '../../api/operation-descriptor.ts';
import { operationOf } from '../../api/operation-of.ts';
import type { ModelFacts } from '../model-facts.ts';
import { createArgumentReader } from './argument-reader.ts';
import { collectFields, type FragmentScope } from './collect-fields.ts';
import type {
  AccessPlan,
  FieldPlan,
  LoadStep,
  ModelDecision,
  ObjectPlan,
  OperationPlan,
  ValuePlan,
} from './operation-plan.ts';
import { readAttributes } from './read-attributes.ts';

/** The schema as the planner sees it. */
export interface PlannedSchema {
  readonly schema: GraphQLSchema;
  readonly models: ReadonlyMap<string, ModelFacts>;
  /** Names of the object types without a table that the author wrote. */
  readonly objectTypes: ReadonlySet<string>;
  /** Fields of a model that results of mutations leave out. */
  redacted(model: string): ReadonlySet<string>;
}

/** Abstract types multiply the objects of a plan; beyond this many the operation is refused. */
const maxObjects = 50_000;

const noArguments = { constant: Object.freeze({}), read: () => Object.freeze({}) };

/**
 * Compiles an operation of a valid document, with directives decided by `conditions`.
 *
 * @throws GraphQLError where abstract types make the plan too large
 */
export function planOperation(
  planned: PlannedSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  conditions: ReadonlyMap<string, boolean>,
): OperationPlan {
  const { schema } = planned;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const scope: FragmentScope = { schema, fragments, conditions };
  const objects: ObjectPlan[] = [];
  let slots = 0;

  function planFields(type: GraphQLObjectType, parents: readonly FieldNode[], decision: ModelDecision): FieldPlan[] {
    const selectionSets = parents.flatMap((node) => (node.selectionSet ? [node.selectionSet] : []));
    return [...collectFields(scope, type, selectionSets)].map(([key, nodes]) => planField(type, key, nodes, decision));
  }

  function planField(
    parent: GraphQLObjectType,
    responseKey: string,
    nodes: readonly FieldNode[],
    decision: ModelDecision,
  ): FieldPlan {
    const node = nodes[0]!;
    const name = node.name.value;
    const token = node.loc?.startToken;
    const common = {
      responseKey,
      name,
      parentType: parent.name,
      position: { line: token?.line ?? 0, column: token?.column ?? 0 },
    };
    const field = schema.getField(parent, name)!;
    if (name === '__typename') {
      return { ...common, source: { kind: 'typeName' }, value: planValue(field.type, nodes, decision) };
    }
    if (name === '__schema' || name === '__type') {
      const step = planStep(field, nodes, parent, { kind: 'introspection', document: documentOf(nodes) }, null);
      return { ...common, source: { kind: 'step', step }, value: { kind: 'introspection', nonNull: false } };
    }
    const descriptor = operationOf(field);
    if (decision === 'written' && isNullableType(field.type) && planned.redacted(parent.name).has(name)) {
      const isConnection = descriptor?.kind === 'relation' && descriptor.relation.relation === 'hasMany';
      return { ...common, source: { kind: 'redacted', isConnection }, value: planValue(field.type, nodes, decision) };
    }
    if (descriptor === null) {
      const owner = planned.models.get(parent.name)?.ownerFields.has(name) === true;
      return { ...common, source: { kind: 'attribute', name, owner }, value: planValue(field.type, nodes, decision) };
    }
    const isSubscription = parent === schema.getSubscriptionType();
    const value = planValue(field.type, nodes, isSubscription ? 'listen' : decisionOn(descriptor));
    return {
      ...common,
      source: { kind: 'step', step: planStep(field, nodes, parent, descriptor, value) },
      value,
    };
  }

  /** A document of its own for some fields of the operation. */
  function documentOf(nodes: readonly FieldNode[]): DocumentNode {
    const selectionSet = { kind: Kind.SELECTION_SET, selections: nodes } as const;
    return { kind: Kind.DOCUMENT, definitions: [{ ...operation, selectionSet }, ...fragments.values()] };
  }

  function planStep(
    field: GraphQLField<unknown, unknown>,
    nodes: readonly FieldNode[],
    parent: GraphQLObjectType,
    descriptor: LoadStep['descriptor'],
    value: ValuePlan | null,
  ): LoadStep {
    const fields = value === null ? [] : fieldsOf(value);
    const isIntrospection = descriptor.kind === 'introspection';
    return {
      slot: slots++,
      descriptor,
      fieldName: field.name,
      parentType: parent.name,
      arguments: isIntrospection ? noArguments : createArgumentReader(field, nodes[0]!),
      wantsToken: fields.some((each) => each.name === 'nextToken'),
      sortArgument: field.args.find((each) => getNamedType(each.type).name.endsWith('KeyConditionInput'))?.name ?? null,
      selectionSetList: runsHandlers(descriptor) ? selectionPaths(fields, '') : [],
      selectionSetGraphQL: runsHandlers(descriptor) ? selectionText(nodes) : '',
      reads: value === null ? undefined : readAttributes(value, loadedModel(descriptor)),
      readsUnder: new WeakMap(),
      memo: { prepared: undefined },
    };
  }

  function planValue(type: GraphQLOutputType, nodes: readonly FieldNode[], decision: ModelDecision): ValuePlan {
    const nonNull = isNonNullType(type);
    const nullable = nonNull ? type.ofType : type;
    if (isListType(nullable)) {
      return { kind: 'list', nonNull, of: planValue(nullable.ofType, nodes, decision), typeText: String(nullable) };
    }
    if (isLeafType(nullable)) return { kind: 'leaf', nonNull, type: nullable };
    if (!isAbstractType(nullable)) return planObject(nullable, nodes, nonNull, decision);
    const possible = new Map<string, ObjectPlan>();
    for (const each of schema.getPossibleTypes(nullable)) {
      possible.set(each.name, planObject(each, nodes, nonNull, decision));
    }
    return { kind: 'abstract', nonNull, type: nullable.name, possible };
  }

  function planObject(
    type: GraphQLObjectType,
    nodes: readonly FieldNode[],
    nonNull: boolean,
    decision: ModelDecision,
  ): ObjectPlan {
    if (objects.length >= maxObjects) throw new GraphQLError('The operation selects too many types of objects.');
    const fields = planFields(type, nodes, decision);
    const loading = fields.filter((field) => field.source.kind === 'step' || loads(field.value));
    const access = accessTo(planned, type.name, decision);
    const object: ObjectPlan = {
      kind: 'object',
      nonNull,
      id: objects.length,
      type: type.name,
      access,
      fields,
      loading,
    };
    objects.push(object);
    return object;
  }

  const rootType = schema.getRootType(operation.operation)!;
  const groups = collectFields(scope, rootType, [operation.selectionSet]);
  const roots = [...groups].map(([key, nodes]) => planField(rootType, key, nodes, 'result'));
  return { operation, roots, rootType: rootType.name, slots, objects };
}

function decisionOn(descriptor: OperationDescriptor): ModelDecision {
  switch (descriptor.kind) {
    case 'get':
    case 'search':
    case 'relation':
      return descriptor.kind;
    case 'list':
    case 'indexQuery':
      return 'list';
    case 'create':
    case 'update':
    case 'delete':
      return 'written';
    default:
      return 'result';
  }
}

/** The model whose items a step loads for nothing but the response; `null` where the items serve more than that. */
function loadedModel(descriptor: LoadStep['descriptor']): string | null {
  switch (descriptor.kind) {
    case 'get':
    case 'list':
    case 'indexQuery':
      return descriptor.model.name;
    case 'relation':
      return descriptor.related.name;
    default:
      return null;
  }
}

function accessTo(planned: PlannedSchema, type: string, decision: ModelDecision): AccessPlan {
  if (planned.models.has(type)) return { kind: 'model', model: type, decision };
  return planned.objectTypes.has(type) ? { kind: 'type' } : { kind: 'open' };
}

function runsHandlers(descriptor: LoadStep['descriptor']): boolean {
  return descriptor.kind === 'custom' || descriptor.kind === 'computed';
}

/** Whether something is loaded below a value. */
function loads(value: ValuePlan): boolean {
  switch (value.kind) {
    case 'list':
      return loads(value.of);
    case 'object':
      return value.loading.length > 0;
    case 'abstract':
      return [...value.possible.values()].some(loads);
    default:
      return false;
  }
}

/** The fields selected on an object value, those of all possible types for an abstract one. */
function fieldsOf(value: ValuePlan): readonly FieldPlan[] {
  switch (value.kind) {
    case 'list':
      return fieldsOf(value.of);
    case 'object':
      return value.fields;
    case 'abstract':
      return [...value.possible.values()].flatMap((object) => object.fields);
    default:
      return [];
  }
}

function selectionPaths(fields: readonly FieldPlan[], prefix: string): readonly string[] {
  const paths = new Set<string>();
  for (const field of fields) {
    const path = `${prefix}${field.responseKey}`;
    paths.add(path);
    for (const inner of selectionPaths(fieldsOf(field.value), `${path}/`)) paths.add(inner);
  }
  return [...paths];
}

/** What is selected below a field, as it was written. */
function selectionText(nodes: readonly FieldNode[]): string {
  const selections = nodes.flatMap((node) => node.selectionSet?.selections ?? []);
  return selections.length === 0 ? '' : print({ kind: Kind.SELECTION_SET, selections });
}
