import type { AuthOperation, AuthRule } from '../../ir/auth-rule.ts';
import type { AuthMode, Model } from '../../ir/data-model.ts';
import type { Definitions, RootName } from '../definitions/definitions.ts';
import type { AppliedModes, ObjectDefinition } from '../definitions/type-definition.ts';
import { searchAggregateTypes } from '../inputs/searchable-types.ts';
import { baseName } from '../type-refs.ts';
import type { ModelRoles } from './model-roles.ts';
import { providerMode } from './provider-mode.ts';
import { modesWithoutRules, operationModes, serviceModes, withGenericIam } from './service-modes.ts';

/**
 * Puts the `@aws_*` modes on types and fields: gate 2 of `reference/authorization.md` section 1.1. Expects all types and
 * root fields to be defined, with the author's own `@aws_*` directives applied.
 */
export function applyAuthModes(definitions: Definitions, roles: ReadonlyMap<string, ModelRoles>): void {
  const { settings, models } = definitions.source;
  for (const model of models) {
    if (model.rules === null) openModel(definitions, model, modesWithoutRules(settings));
  }
  if (settings.genericIamAccess || settings.sandboxMode) openCustomTypes(definitions);

  const seen = new Map<string, Set<AuthMode>>();
  for (const model of models) {
    const ofModel = roles.get(model.name);
    if (ofModel === undefined || ofModel.modes === null) continue;
    const granted = withGenericIam(settings, ofModel.modes);
    extendObject(definitions, model.name, serviceModes(settings, granted, false));
    openOperations(definitions, model, ofModel);
    openNestedTypes(definitions, model.name, granted, seen);
  }
  openRuledFields(definitions);
  openSearchResults(definitions, roles);
}

/** Aggregations are one set of types for all searchable models, so they take the modes of all of these together. */
function openSearchResults(definitions: Definitions, roles: ReadonlyMap<string, ModelRoles>): void {
  const { settings, models } = definitions.source;
  const searchable = models.filter((model) => model.operations.search !== null);
  if (searchable.length === 0) return;
  const granted = new Set(searchable.flatMap((model) => [...(roles.get(model.name)?.modes ?? [])]));
  const modes = granted.size > 0 ? serviceModes(settings, withGenericIam(settings, granted), false) : [];
  const openedBySandbox = settings.sandboxMode && settings.defaultAuthMode !== 'API_KEY';
  for (const name of searchAggregateTypes) {
    extendObject(definitions, name, openedBySandbox ? ['API_KEY', ...modes] : modes);
  }
}

interface RootOperation {
  readonly root: RootName;
  readonly field: string | null;
  readonly operation: AuthOperation;
}

function rootOperations(model: Model): RootOperation[] {
  const { operations } = model;
  const subscriptions =
    model.subscriptionLevel === 'on' ? [...operations.onCreate, ...operations.onUpdate, ...operations.onDelete] : [];
  return [
    { root: 'Query', field: operations.get, operation: 'get' },
    { root: 'Query', field: operations.list, operation: 'list' },
    { root: 'Mutation', field: operations.create, operation: 'create' },
    { root: 'Mutation', field: operations.update, operation: 'update' },
    { root: 'Mutation', field: operations.delete, operation: 'delete' },
    // An index query is open to whoever may list or get.
    ...model.indexes.flatMap((index): RootOperation[] => [
      { root: 'Query', field: index.queryField, operation: 'list' },
      { root: 'Query', field: index.queryField, operation: 'get' },
    ]),
    { root: 'Query', field: operations.search, operation: 'search' },
    ...subscriptions.map((field): RootOperation => ({ root: 'Subscription', field, operation: 'listen' })),
  ];
}

function openOperations(definitions: Definitions, model: Model, roles: ModelRoles): void {
  for (const { root, field, operation } of rootOperations(model)) {
    if (field === null) continue;
    const modes = operationModes(definitions.source.settings, roles.modesFor(operation));
    const type = extendField(definitions, root, field, modes);
    if (type !== null) extendObject(definitions, type, modes);
  }
}

/** A model without rules: its type, what its fields hold, and its operations with their results. */
function openModel(definitions: Definitions, model: Model, modes: readonly AuthMode[]): void {
  if (modes.length === 0) return;
  extendObject(definitions, model.name, modes);
  openFieldTypes(definitions, model, modes);
  for (const { root, field, operation } of rootOperations({ ...model, subscriptionLevel: 'on' })) {
    if (field === null) continue;
    const type = extendField(definitions, root, field, modes);
    const extendsResult = operation !== 'search' && !model.indexes.some((index) => index.queryField === field);
    if (type !== null && extendsResult) extendObject(definitions, type, modes);
  }
}

function openFieldTypes(definitions: Definitions, model: Model, modes: readonly AuthMode[]): void {
  const seen = new Set<string>();
  const visit = (typeNames: readonly string[]) => {
    for (const name of typeNames) {
      const type = customObject(definitions, name);
      if (type === null || seen.has(name)) continue;
      seen.add(name);
      type.modes = extended(type.modes, modes);
      visit([...type.fields.values()].map((field) => baseName(field.type)));
    }
  };
  visit([...model.fields, ...model.computedFields].map((field) => baseName(field.type)));
}

/** IAM may call every custom operation and read every custom type. */
function openCustomTypes(definitions: Definitions): void {
  for (const type of definitions.source.objects) extendObject(definitions, type.name, ['AWS_IAM']);
  for (const operation of definitions.source.operations) {
    extendObject(definitions, operation.parent, ['AWS_IAM']);
    extendField(definitions, operation.parent, operation.name, ['AWS_IAM']);
  }
}

/**
 * Types that a model's fields hold take the model's modes. From its second visit on a type also takes the default
 * mode beside others, whether or not a rule grants it; so does the official compiler.
 */
function openNestedTypes(
  definitions: Definitions,
  typeName: string,
  granted: ReadonlySet<AuthMode>,
  seen: Map<string, Set<AuthMode>>,
): void {
  const parent = definitions.types.get(typeName);
  if (parent?.kind !== 'object') return;
  for (const field of parent.fields.values()) {
    const type = customObject(definitions, baseName(field.type));
    if (type === null) continue;
    const known = seen.get(type.name);
    const modes = serviceModes(definitions.source.settings, granted, known !== undefined);
    const added = modes.filter((mode) => !known?.has(mode));
    seen.set(type.name, new Set([...(known ?? []), ...added]));
    if (known !== undefined && added.length === 0) continue;
    type.modes = extended(type.modes, added);
    openNestedTypes(definitions, type.name, granted, seen);
  }
}

/** Custom operations and fields of custom types with rules of their own; rules that need a record do not count. */
function openRuledFields(definitions: Definitions): void {
  const { settings, operations, objects } = definitions.source;
  const open = (typeName: string, field: string, rules: readonly AuthRule[] | null) => {
    if (rules === null) return;
    const fixed = rules.filter((rule) => rule.allow !== 'owner' && !(rule.allow === 'groups' && rule.groups === null));
    const granted = new Set(fixed.map((rule) => providerMode(rule.provider)));
    extendField(definitions, typeName, field, serviceModes(settings, withGenericIam(settings, granted), false));
  };
  for (const operation of operations) open(operation.parent, operation.name, operation.rules);
  for (const type of objects) for (const field of type.fields) open(type.name, field.name, field.rules);
}

/** An object type that is not a model: custom types, and the connections of relations. */
function customObject(definitions: Definitions, name: string): ObjectDefinition | null {
  const type = definitions.types.get(name);
  return type?.kind === 'object' && !definitions.models.has(name) ? type : null;
}

function extendObject(definitions: Definitions, name: string, modes: readonly AuthMode[]): void {
  const type = definitions.types.get(name);
  if (type?.kind === 'object') type.modes = extended(type.modes, modes);
}

/** Adds modes to a field and returns the name of its type, or `null` where that is a list or required. */
function extendField(
  definitions: Definitions,
  typeName: string,
  fieldName: string,
  modes: readonly AuthMode[],
): string | null {
  const type = definitions.types.get(typeName);
  if (type?.kind !== 'object') return null;
  const field = type.fields.get(fieldName);
  if (field === undefined) return null;
  if (modes.length > 0) type.fields.set(fieldName, { ...field, modes: extended(field.modes, modes) });
  return field.type.kind === 'NamedType' && !field.type.nonNull ? field.type.name : null;
}

function extended(applied: AppliedModes, modes: readonly AuthMode[]): AppliedModes {
  const added = modes.filter((mode) => !applied.has(mode));
  return added.length === 0 ? applied : new Map([...applied, ...added.map((mode) => [mode, null] as const)]);
}
