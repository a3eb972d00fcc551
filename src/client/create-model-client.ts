import type { GraphQLResult } from './graphql-result.ts';
import { inheritedOptions } from './inherited-options.ts';
import { attachLoaders } from './lazy-loaders.ts';
import type {
  ListResult,
  ModelCallOptions,
  ModelClient,
  ModelClientContext,
  RecordValue,
  SingleResult,
} from './model-client.ts';
import {
  documentOf,
  eventField,
  getField,
  indexFields,
  listField,
  type RootField,
  writeField,
} from './model-documents.ts';
import type { IntrospectedModel, ModelIntrospection } from './model-introspection.ts';
import { Observable } from './observable.ts';
import { observeQuery } from './observe-query.ts';
import { implicitFields, selectionSet } from './selection-set.ts';

/** The methods of one model, without those of operations that the schema has switched off. */
export function createModelClient(context: ModelClientContext, model: IntrospectedModel): ModelClient {
  const { schema, requests, cancellable } = context;
  const disabled = disabledOperations(model);
  const keys = [model.primaryKeyInfo.primaryKeyFieldName, ...model.primaryKeyInfo.sortKeyFieldNames];
  const dress = (value: unknown, options: ModelCallOptions): RecordValue => {
    const record = flatten(schema, model, value as RecordValue);
    return options.selectionSet === undefined
      ? attachLoaders(context, model, record, inheritedOptions(options))
      : record;
  };

  const single = (field: RootField, variables: RecordValue, options: ModelCallOptions): Promise<SingleResult> => {
    const document = () => documentOf(field, selectionSet(schema, model, options.selectionSet));
    return cancellable.follow(requests.send(document, variables, options), (result): SingleResult => {
      const value = firstValue(result);
      const data = value === null ? null : dress(value, options);
      return hasErrors(result) ? { data, errors: result.errors! } : { data, extensions: result.extensions };
    });
  };

  const many = (field: RootField, input: RecordValue, options: ModelCallOptions): Promise<ListResult> => {
    const variables: RecordValue = {};
    for (const name of Object.keys(field.variables)) {
      const value = name in input ? input[name] : options[name];
      if (value !== undefined && value !== null && value !== 0) variables[name] = value;
    }
    const document = () =>
      documentOf(field, `{ items ${selectionSet(schema, model, options.selectionSet)} nextToken __typename }`);
    return cancellable.follow(requests.send(document, variables, options), (result): ListResult => {
      const page = firstValue(result) as { items?: unknown[]; nextToken?: string | null } | null;
      const data = (page?.items ?? []).map((item) =>
        item === null ? (null as unknown as RecordValue) : dress(item, options),
      );
      if (page === null) return { data, errors: result.errors ?? [] };
      const shared = { data, nextToken: page.nextToken ?? null };
      return hasErrors(result) ? { ...shared, errors: result.errors! } : { ...shared, extensions: result.extensions };
    });
  };

  const methods: Record<string, (...values: never[]) => unknown> = {};
  const add = <Values extends unknown[]>(name: string, method: (...values: Values) => unknown) => {
    methods[name] = method as (...values: never[]) => unknown;
  };
  if (!disabled.has('get')) {
    add('get', (input: RecordValue, options: ModelCallOptions = {}) =>
      single(getField(model), pick(input, keys), options),
    );
  }
  for (const kind of ['create', 'update', 'delete'] as const) {
    if (disabled.has(kind)) continue;
    add(kind, (input: RecordValue, options: ModelCallOptions = {}) =>
      single(writeField(model, kind), { input: writeInput(schema, model, kind, input, keys) }, options),
    );
  }
  if (!disabled.has('list')) {
    add('list', (options: ModelCallOptions = {}) => many(listField(model), {}, options));
    for (const field of indexFields(model)) {
      add(field.name, (input: RecordValue, options: ModelCallOptions = {}) => many(field, input, options));
    }
  }
  for (const event of ['onCreate', 'onUpdate', 'onDelete'] as const) {
    if (disabled.has(event)) continue;
    add(event, (options: ModelCallOptions = {}) => {
      const document = documentOf(eventField(model, event), selectionSet(schema, model, options.selectionSet));
      const variables = options.filter ? { filter: options.filter } : {};
      return new Observable<RecordValue>((observer) => {
        const events = requests.subscribe(document, variables, options).subscribe({
          ...observer,
          next: (result) => {
            const value = firstValue(result);
            if (value !== null) observer.next(dress(value, options));
          },
        });
        return () => events.unsubscribe();
      });
    });
  }
  if (['list', 'onCreate', 'onUpdate', 'onDelete'].every((name) => name in methods)) {
    add('observeQuery', (options: ModelCallOptions = {}) => observeQuery(methods, keys, options));
  }
  return methods;
}

const coarse: Readonly<Record<string, readonly string[]>> = {
  queries: ['get', 'list'],
  mutations: ['create', 'update', 'delete'],
  subscriptions: ['onCreate', 'onUpdate', 'onDelete'],
};

function disabledOperations(model: IntrospectedModel): ReadonlySet<string> {
  const disabled = new Set<string>();
  const properties = model.attributes?.find(({ type }) => type === 'model')?.properties ?? {};
  for (const [group, names] of Object.entries(coarse)) {
    const setting = properties[group] as Record<string, unknown> | null | undefined;
    for (const name of names) if (setting === null || setting?.[name] === null) disabled.add(name);
  }
  return disabled;
}

function pick(input: RecordValue, names: readonly string[]): RecordValue {
  return Object.fromEntries(names.map((name) => [name, input[name]]));
}

/** Input of a mutation: keys only for a delete, no read-only fields for an update, related objects as foreign keys. */
function writeInput(
  schema: ModelIntrospection,
  model: IntrospectedModel,
  kind: 'create' | 'update' | 'delete',
  input: RecordValue,
  keys: readonly string[],
): RecordValue {
  if (kind === 'delete') return pick(input, keys);
  const implicit = implicitFields(model);
  const result: RecordValue = {};
  for (const [name, value] of Object.entries(input)) {
    const field = model.fields[name];
    if (kind === 'update' && (field?.isReadOnly || (field === undefined && implicit.includes(name)))) continue;
    const related =
      typeof field?.type === 'object' && 'model' in field.type ? schema.models[field.type.model] : undefined;
    if (related === undefined) {
      if (typeof value !== 'function') result[name] = value;
      continue;
    }
    const { primaryKeyFieldName, sortKeyFieldNames } = related.primaryKeyInfo;
    const source = value as RecordValue | null;
    field?.association?.targetNames?.forEach((target, position) => {
      if (typeof value !== 'function')
        result[target] = source?.[[primaryKeyFieldName, ...sortKeyFieldNames][position]!] ?? null;
    });
  }
  return result;
}

/** Turns `{ items: [...] }` of relations to many into plain arrays, at every depth. */
function flatten(schema: ModelIntrospection, model: IntrospectedModel, record: RecordValue): RecordValue {
  const result: RecordValue = {};
  for (const [name, value] of Object.entries(record)) {
    const field = model.fields[name];
    const related =
      typeof field?.type === 'object' && 'model' in field.type ? schema.models[field.type.model] : undefined;
    if (related === undefined || value === null) result[name] = value;
    else if (field!.isArray) {
      const items = (value as { items?: (RecordValue | null)[] }).items ?? [];
      result[name] = items.map((item) => item && flatten(schema, related, item));
    } else result[name] = flatten(schema, related, value as RecordValue);
  }
  return result;
}

function firstValue({ data }: GraphQLResult): unknown {
  return data ? (Object.values(data)[0] ?? null) : null;
}

function hasErrors({ errors }: GraphQLResult): boolean {
  return errors !== undefined && errors.length > 0;
}
