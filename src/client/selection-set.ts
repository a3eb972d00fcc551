import type { IntrospectedField, IntrospectedModel, ModelIntrospection } from './model-introspection.ts';

type Fields = Readonly<Record<string, IntrospectedField>>;
/** Selected fields; `null` marks a leaf. */
type Tree = Map<string, { readonly field: IntrospectedField | null; readonly children: Tree } | null>;

/**
 * Text of a selection set, with its braces: the default one (all scalars, enums and custom types, then owner and group
 * fields that the rules name), or the given paths (`'id'`, `'comments.*'`, `'author.name'`). A relation to many becomes
 * `name { items { … } }`. Throws on a path that names no field.
 */
export function selectionSet(schema: ModelIntrospection, model: IntrospectedModel, paths?: readonly string[]): string {
  const tree: Tree = new Map();
  for (const path of paths ?? ['*'])
    addPath(schema, tree, `model ${model.name}`, model.fields, model, path.split('.'), path);
  return print(tree);
}

/** Selection set of a custom type: all its fields. */
export function typeSelectionSet(schema: ModelIntrospection, type: IntrospectedField['type']): string {
  if (typeof type === 'string' || 'enum' in type || 'input' in type) return '';
  if ('model' in type) return selectionSet(schema, schema.models[type.model]!);
  const tree: Tree = new Map();
  addAll(schema, tree, schema.nonModels?.[type.nonModel]?.fields ?? {}, null);
  return print(tree);
}

function addPath(
  schema: ModelIntrospection,
  tree: Tree,
  where: string,
  fields: Fields,
  model: IntrospectedModel | null,
  [name, ...rest]: readonly string[],
  path: string,
): void {
  if (name === '*') {
    addAll(schema, tree, fields, model);
    return;
  }
  const field = name === undefined ? undefined : fields[name];
  if (field === undefined) {
    if (model !== null && name !== undefined && implicitFields(model).includes(name)) {
      tree.set(name, null);
      return;
    }
    throw new Error(`${name} is not a field of ${where}`);
  }
  const inner = objectFields(schema, field);
  if (inner === null) {
    tree.set(field.name, null);
    return;
  }
  if (rest.length === 0) throw new Error(`${name} must declare a wildcard (*) or a field of ${inner.where}`);
  const entry = tree.get(field.name) ?? { field, children: new Map() };
  tree.set(field.name, entry);
  addPath(schema, entry.children, inner.where, inner.fields, inner.model, rest, path);
}

function addAll(schema: ModelIntrospection, tree: Tree, fields: Fields, model: IntrospectedModel | null): void {
  for (const field of Object.values(fields)) {
    const inner = objectFields(schema, field);
    if (inner === null) tree.set(field.name, null);
    else if (inner.model === null && !tree.has(field.name)) {
      const children: Tree = new Map();
      tree.set(field.name, { field, children });
      addAll(schema, children, inner.fields, null);
    }
  }
  if (model !== null) for (const name of implicitFields(model)) if (!(name in fields)) tree.set(name, null);
}

function objectFields(schema: ModelIntrospection, { type }: IntrospectedField) {
  if (typeof type === 'string' || 'enum' in type || 'input' in type) return null;
  if ('model' in type) {
    const model = schema.models[type.model]!;
    return { where: `model ${type.model}`, fields: model.fields, model };
  }
  return {
    where: `custom type ${type.nonModel}`,
    fields: schema.nonModels?.[type.nonModel]?.fields ?? {},
    model: null,
  };
}

/** Owner and group fields that exist because a rule names them. */
export function implicitFields(model: IntrospectedModel): readonly string[] {
  const names = new Set<string>();
  for (const { type, properties } of model.attributes ?? []) {
    if (type !== 'auth') continue;
    for (const rule of (properties?.rules ?? []) as { allow?: string; ownerField?: string; groupsField?: string }[]) {
      if (rule.allow === 'owner') names.add(rule.ownerField ?? 'owner');
      else if (rule.allow === 'groups' && rule.groupsField) names.add(rule.groupsField);
    }
  }
  return [...names].filter((name) => !(name in model.fields));
}

function print(tree: Tree): string {
  const parts = [...tree].map(([name, entry]) => {
    if (entry === null) return name;
    const { field, children } = entry;
    const inner = print(children);
    const isConnection = field?.isArray === true && typeof field.type === 'object' && 'model' in field.type;
    return isConnection ? `${name} { items ${inner} }` : `${name} ${inner}`;
  });
  return `{ ${parts.join(' ')} }`;
}
