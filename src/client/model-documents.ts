import { keyConditionType, typeName } from './argument-type.ts';
import type { IntrospectedModel } from './model-introspection.ts';

/** A root field with the variables it may take: name to GraphQL type. */
export interface RootField {
  readonly operation: 'query' | 'mutation' | 'subscription';
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The document of one root field: every variable is declared and passed on, `selection` is its selection set. */
export function documentOf({ operation, name, variables }: RootField, selection: string): string {
  const declared = Object.entries(variables).map(([variable, type]) => `$${variable}: ${type}`);
  const passed = Object.keys(variables).map((variable) => `${variable}: $${variable}`);
  const head = declared.length > 0 ? `${operation} (${declared.join(', ')})` : operation;
  return `${head} { ${name}${passed.length > 0 ? `(${passed.join(', ')})` : ''} ${selection} }`;
}

export function getField(model: IntrospectedModel): RootField {
  const { primaryKeyFieldName, sortKeyFieldNames } = model.primaryKeyInfo;
  const keys = [primaryKeyFieldName, ...sortKeyFieldNames];
  return {
    operation: 'query',
    name: `get${upper(model.name)}`,
    variables: Object.fromEntries(keys.map((key) => [key, `${typeName(model.fields[key]!.type)}!`])),
  };
}

export function listField(model: IntrospectedModel): RootField {
  const { primaryKeyFieldName, sortKeyFieldNames } = model.primaryKeyInfo;
  const hasKeyArguments = model.attributes?.some(
    ({ type, properties }) => type === 'key' && properties?.name === undefined,
  );
  const variables: Record<string, string> = {};
  if (hasKeyArguments) {
    variables[primaryKeyFieldName] = typeName(model.fields[primaryKeyFieldName]!.type);
    if (sortKeyFieldNames.length > 0) {
      variables.sortDirection = 'ModelSortDirection';
      Object.assign(variables, sortKeyVariable(model, sortKeyFieldNames, 'Primary'));
    }
  }
  return { operation: 'query', name: `list${upper(model.pluralName)}`, variables: { ...variables, ...page(model) } };
}

/** One method for each secondary index with a query field. */
export function indexFields(model: IntrospectedModel): readonly RootField[] {
  const fields: RootField[] = [];
  for (const { type, properties } of model.attributes ?? []) {
    const {
      name,
      queryField,
      fields: keys,
    } = (properties ?? {}) as { name?: string; queryField?: string; fields?: string[] };
    if (type !== 'key' || !name || !queryField || !keys) continue;
    const [hash, ...sort] = keys as [string, ...string[]];
    fields.push({
      operation: 'query',
      name: queryField,
      variables: {
        [hash]: `${typeName(model.fields[hash]!.type)}!`,
        ...sortKeyVariable(model, sort, upper(name)),
        sortDirection: 'ModelSortDirection',
        ...page(model),
      },
    });
  }
  return fields;
}

export function writeField(model: IntrospectedModel, kind: 'create' | 'update' | 'delete'): RootField {
  return {
    operation: 'mutation',
    name: `${kind}${upper(model.name)}`,
    variables: { input: `${upper(kind)}${upper(model.name)}Input!` },
  };
}

export function eventField(model: IntrospectedModel, event: 'onCreate' | 'onUpdate' | 'onDelete'): RootField {
  return {
    operation: 'subscription',
    name: `${event}${upper(model.name)}`,
    variables: { filter: `ModelSubscription${upper(model.name)}FilterInput` },
  };
}

function page(model: IntrospectedModel): Record<string, string> {
  return { filter: `Model${upper(model.name)}FilterInput`, limit: 'Int', nextToken: 'String' };
}

function sortKeyVariable(model: IntrospectedModel, sort: readonly string[], index: string): Record<string, string> {
  const [first, ...rest] = sort;
  if (first === undefined) return {};
  if (rest.length === 0) return { [first]: keyConditionType(model.fields[first]!) };
  const name = first + rest.map(upper).join('');
  return { [name]: `Model${upper(model.name)}${index}CompositeKeyConditionInput` };
}
