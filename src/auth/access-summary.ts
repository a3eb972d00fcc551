import type { AuthOperation } from '../ir/auth-rule.ts';
import type { CustomOperation, DataModel, Model } from '../ir/data-model.ts';
import type { AccessRow } from './authorizer.ts';
import { compileAuthorizer } from './compile-authorizer.ts';
import { compileCallAccess } from './decide-call.ts';

/** Who may do what, of a whole data model. Models and roles are in alphabetical order, fields in the schema's. */
export interface AccessSummary {
  readonly models: readonly ModelSummary[];
  /** Custom operations, as `Query.echo`, with the roles that may call them. */
  readonly operations: readonly { readonly operation: string; readonly roles: readonly string[] }[];
  /** Callers that no rule binds, with what does. */
  readonly unbound: readonly { readonly caller: string; readonly boundBy: string }[];
}

export interface ModelSummary {
  readonly model: string;
  /** The operations the model has, in a fixed order. */
  readonly operations: readonly AuthOperation[];
  readonly rows: readonly SummaryRow[];
}

/** Fields on which a role has the same rights. */
export interface SummaryRow {
  readonly role: string;
  readonly fields: readonly string[];
  /** By operation; one that is absent is refused. `record`: it depends on the record. */
  readonly rights: Readonly<Partial<Record<AuthOperation, 'all' | 'record'>>>;
}

export function summarizeAccess(dataModel: DataModel): AccessSummary {
  const authorizer = compileAuthorizer(dataModel);
  const { settings } = dataModel;
  return {
    models: dataModel.models
      .map((model): ModelSummary => {
        const operations = operationsOf(model);
        const isOpen = model.subscriptionLevel === 'public';
        const rows = [
          ...authorizer.table(model.name).filter(({ operation }) => !(isOpen && operation === 'listen')),
          ...(isOpen ? [openSubscriptions(model, settings.defaultAuthMode)] : []),
        ];
        return {
          model: model.name,
          operations,
          rows: summarizeRows(rows.filter((row) => operations.includes(row.operation))),
        };
      })
      .toSorted((a, b) => compare(a.model, b.model)),
    operations: dataModel.operations
      .map((operation) => ({
        operation: `${operation.parent}.${operation.name}`,
        roles: callers(operation, dataModel).toSorted(compare),
      }))
      .toSorted((a, b) => compare(a.operation, b.operation)),
    unbound: [
      ...(settings.genericIamAccess
        ? [{ caller: 'IAM principals outside the identity pool', boundBy: 'their policy' }]
        : []),
      ...settings.functionAccess
        .map(({ function: name, actions }) => ({ caller: `function ${name}`, boundBy: actions.join(', ') }))
        .toSorted((a, b) => compare(a.caller, b.caller)),
    ],
  };
}

/** Operations that the API has for the model. */
function operationsOf({ operations, indexes, subscriptionLevel }: Model): readonly AuthOperation[] {
  const { onCreate, onUpdate, onDelete } = operations;
  const has: readonly (readonly [AuthOperation, boolean])[] = [
    ['create', operations.create !== null],
    ['get', operations.get !== null],
    ['list', operations.list !== null || indexes.some(({ queryField }) => queryField !== null)],
    ['search', operations.search !== null],
    ['listen', subscriptionLevel !== 'off' && onCreate.length + onUpdate.length + onDelete.length > 0],
    ['update', operations.update !== null],
    ['delete', operations.delete !== null],
  ];
  return has.filter(([, exists]) => exists).map(([operation]) => operation);
}

/** Subscriptions of level `public` ask no rule but those of a field's own. */
function openSubscriptions(model: Model, mode: string): AccessRow {
  const open = model.fields.filter(({ origin, rules }) => origin === 'declared' && rules === null);
  const fields = open.map(({ name }) => name);
  return { role: `any caller with ${mode}`, operation: 'listen', perRecord: false, fields, otherFields: [] };
}

/** One row per role and set of rights. */
function summarizeRows(rows: readonly AccessRow[]): readonly SummaryRow[] {
  const byRole = Map.groupBy(rows, ({ role }) => role);
  return [...byRole]
    .toSorted(([a], [b]) => compare(a, b))
    .flatMap(([role, ofRole]) => {
      const fields = [...new Set(ofRole.flatMap((row) => [...row.fields, ...row.otherFields]))];
      const rightsOf = (field: string) =>
        Object.fromEntries(
          ofRole
            .filter((row) => row.fields.includes(field))
            .map(({ operation, perRecord }) => [operation, perRecord ? 'record' : 'all'] as const),
        );
      const byRights = Map.groupBy(fields, (field) => JSON.stringify(rightsOf(field)));
      return [...byRights.values()].map((alike) => ({ role, fields: alike, rights: rightsOf(alike[0]!) }));
    })
    .filter(({ rights }) => Object.keys(rights).length > 0);
}

function callers(operation: CustomOperation, { settings }: DataModel): readonly string[] {
  const { parent, name, rules, nativeAuth } = operation;
  const access = compileCallAccess(`${parent}.${name}`, rules, nativeAuth, settings.defaultAuthMode);
  if (access.rules !== null) return [...new Set(access.roles.map(({ label }) => label))];
  return (access.native ?? []).map(({ mode, groups }) =>
    groups === null ? `any caller with ${mode}` : `${mode} in ${groups.join(' or ')}`,
  );
}

/** By code units: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
