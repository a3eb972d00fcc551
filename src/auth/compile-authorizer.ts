import type { DataModel, Model } from '../ir/data-model.ts';
import type { Identity } from '../ir/identity.ts';
import { accessTable } from './access-table.ts';
import type { Authorizer, CallDecision, Explanation, ReadOperation } from './authorizer.ts';
import { type CallAccess, compileCallAccess, decideCall } from './decide-call.ts';
import { decideCreate } from './decide-create.ts';
import { decideRead, resultFields } from './decide-read.ts';
import { decideDelete, decideUpdate } from './decide-write.ts';
import { explainRules, explanation } from './explain-rules.ts';
import { fieldAccess, fullAccess, unboundAccess } from './field-access.ts';
import { compileModelAccess, type ModelAccess } from './model-access.ts';
import { isUnbound, permits } from './permits.ts';
import { redactedFields } from './redacted-fields.ts';
import { roleAccess } from './role-access.ts';

/**
 * Compiles the rules of a data model. Nothing about rules is worked out per request; a decision only looks at the
 * caller's claims and, for a create, at the input. What the model does not know is denied.
 */
export function compileAuthorizer(dataModel: DataModel): Authorizer {
  const { settings } = dataModel;
  const models = new Map(dataModel.models.map((model) => [model.name, compileModelAccess(model, settings)] as const));
  const calls = compileCalls(dataModel);

  /** Applies `decide` unless the model is unknown or the credential itself rules the operation out. */
  const onModel = <Decision>(
    name: string,
    rootFields: (model: Model) => RootFields,
    identity: Identity,
    decide: (access: ModelAccess) => Decision,
  ): Decision | { readonly effect: 'deny'; readonly explanation: Explanation } => {
    const access = models.get(name);
    if (access === undefined) return deny(`model ${name}`, 'is not part of the schema');
    const { type, names } = rootFields(access.model);
    if (names.length > 0 && names.every((field) => permits(type, field, identity) !== 'permitted')) {
      return deny(`the caller's credential`, `does not extend to ${type}.${names[0]}`);
    }
    return decide(access);
  };

  return {
    permits,
    read: (name, operation, identity) =>
      onModel(
        name,
        (model) => readFields(model, operation),
        identity,
        (access) => {
          if (isUnbound(identity, settings.genericIamAccess)) {
            return { effect: 'allow', filter: null, fields: unboundAccess(access, identity) };
          }
          return decideRead(access, operation, identity, settings.defaultAuthMode);
        },
      ),
    create: (name, identity, input, serverFields) =>
      onModel(
        name,
        (model) => writeFields(model.operations.create),
        identity,
        (access) => {
          if (isUnbound(identity, settings.genericIamAccess)) return { effect: 'allow', assign: {} };
          return decideCreate(access, identity, input, serverFields);
        },
      ),
    update: (name, identity, set, remove) =>
      onModel(
        name,
        (model) => writeFields(model.operations.update),
        identity,
        (access) => {
          if (isUnbound(identity, settings.genericIamAccess))
            return { effect: 'allow', filter: null, fieldFilters: [] };
          return decideUpdate(access, identity, set, remove);
        },
      ),
    delete: (name, identity) =>
      onModel(
        name,
        (model) => writeFields(model.operations.delete),
        identity,
        (access) => {
          if (isUnbound(identity, settings.genericIamAccess))
            return { effect: 'allow', filter: null, fieldFilters: [] };
          return decideDelete(access, identity);
        },
      ),
    call: (typeName, fieldName, identity) => {
      if (permits(typeName, fieldName, identity) !== 'permitted') {
        return deny(`the caller's credential`, `does not extend to ${typeName}.${fieldName}`);
      }
      if (isUnbound(identity, settings.genericIamAccess)) return { effect: 'allow', filter: null };
      const model = models.get(typeName);
      if (model !== undefined) return callOnModel(model, fieldName, identity);
      const call = calls.get(`${typeName}.${fieldName}`);
      return call === undefined
        ? deny(`${typeName}.${fieldName}`, 'is not part of the schema')
        : decideCall(call, identity);
    },
    result: (name, identity) => {
      const access = models.get(name);
      if (access === undefined) return fullAccess;
      if (isUnbound(identity, settings.genericIamAccess)) return unboundAccess(access, identity);
      return resultFields(access, identity);
    },
    redacted: (name) => {
      const access = models.get(name);
      return access === undefined ? new Set() : redactedFields(access, (related) => models.get(related));
    },
    explain: (name, operation, identity) => {
      const access = models.get(name);
      if (access === undefined) return explanation(`model ${name}`, 'is not part of the schema');
      return explainRules(access, operation, identity, null);
    },
    table: (name) => {
      const access = models.get(name);
      return access === undefined ? [] : accessTable(access);
    },
  };
}

interface RootFields {
  readonly type: 'Query' | 'Mutation' | 'Subscription';
  readonly names: readonly string[];
}

/** The root fields behind a read. Which index query is meant is not known here: `permits` decides each by its name. */
function readFields({ operations, indexes }: Model, operation: ReadOperation): RootFields {
  const named = (names: readonly (string | null)[]) => names.filter((name) => name !== null);
  switch (operation) {
    case 'get':
      return { type: 'Query', names: named([operations.get]) };
    case 'list':
      return { type: 'Query', names: named([operations.list, ...indexes.map((index) => index.queryField)]) };
    case 'search':
      return { type: 'Query', names: named([operations.search]) };
    case 'listen':
      return { type: 'Subscription', names: [...operations.onCreate, ...operations.onUpdate, ...operations.onDelete] };
    case 'relation':
      return { type: 'Query', names: [] };
  }
}

function writeFields(name: string | null): RootFields {
  return { type: 'Mutation', names: name === null ? [] : [name] };
}

/** Every field outside the models: a root field stands for itself, a field of a type relies on what led to it. */
function compileCalls({ operations, objects, settings }: DataModel): ReadonlyMap<string, CallAccess> {
  const calls = new Map<string, CallAccess>();
  for (const { parent, name, rules, nativeAuth } of operations) {
    const path = `${parent}.${name}`;
    calls.set(path, compileCallAccess(path, rules, nativeAuth, settings.defaultAuthMode));
  }
  for (const object of objects) {
    for (const { name, rules, nativeAuth } of object.fields) {
      const path = `${object.name}.${name}`;
      calls.set(path, compileCallAccess(path, rules, nativeAuth ?? object.nativeAuth, null));
    }
  }
  return calls;
}

function callOnModel(access: ModelAccess, fieldName: string, identity: Identity): CallDecision {
  const entry = access.classOf.get(fieldName);
  if (entry === undefined) return deny(`${access.model.name}.${fieldName}`, 'is not part of the schema');
  const gate = roleAccess(access.gates.read, identity);
  const found = fieldAccess(access, [entry], 'read', identity, gate).get(fieldName);
  if (gate === 'none' || found === 'deny') {
    return { effect: 'deny', explanation: explainRules(access, 'relation', identity, null) };
  }
  return { effect: 'allow', filter: found ?? null };
}

function deny(rule: string, outcome: string) {
  return { effect: 'deny', explanation: explanation(rule, outcome) } as const;
}
