import { createHash } from 'node:crypto';
import type { DataModel } from '../ir/data-model.ts';
import type { GeneratedFile } from './generated-file.ts';
import type {
  IntrospectionField,
  ModelDescription,
  ModelIntrospection,
} from './introspection/model-introspection-types.ts';
import { modelIntrospection } from './model-introspection.ts';

export type ModelTarget = 'typescript' | 'javascript';

/**
 * Models for `@aws-amplify/datastore`: `models/schema`, which it reads, and `models/index`, which an app imports. For
 * JavaScript each comes with its declarations.
 */
export function datastoreModels(model: DataModel, target: ModelTarget): readonly GeneratedFile[] {
  const introspection = modelIntrospection(model);
  const schema = JSON.stringify(schemaOf(introspection), null, 2);
  const constructors = constructorsOf(introspection);
  const names = Object.keys(constructors);
  const types = [typeImports, ...enumsOf(introspection, target), ...recordsOf(introspection)].join('\n');
  const interfaces = Object.entries(constructors);
  if (target === 'typescript') {
    const made = interfaces.map(([name, type]) => `  readonly ${name}: ${type};`).join('\n');
    const values = names.map((name) => `export const ${name} = made.${name};`).join('\n');
    return [
      {
        name: 'models/schema.ts',
        text: `import type { Schema } from "@aws-amplify/datastore";\n\nexport const schema: Schema = ${schema};\n`,
      },
      {
        name: 'models/index.ts',
        text: `import { initSchema } from "@aws-amplify/datastore";\n${types}\nimport { schema } from "./schema";\n\nconst made = initSchema(schema) as unknown as {\n${made}\n};\n${values}\n`,
      },
    ];
  }
  const enums = Object.values(introspection.enums).map(
    ({ name, values }) => `export const ${name} = ${enumObject(values)};`,
  );
  const declared = interfaces.map(([name, type]) => `export declare const ${name}: ${type};`).join('\n');
  return [
    { name: 'models/schema.js', text: `export const schema = ${schema};\n` },
    {
      name: 'models/schema.d.ts',
      text: 'import type { Schema } from "@aws-amplify/datastore";\n\nexport declare const schema: Schema;\n',
    },
    {
      name: 'models/index.js',
      text: `import { initSchema } from "@aws-amplify/datastore";\nimport { schema } from "./schema";\n\n${[...enums, ''].join('\n')}export const { ${names.join(', ')} } = initSchema(schema);\n`,
    },
    { name: 'models/index.d.ts', text: `${types}\n${declared}\n` },
  ];
}

const typeImports =
  'import type { __modelMeta__, AsyncCollection, AsyncItem, CompositeIdentifier, CustomIdentifier, LazyLoading, LazyLoadingDisabled, ManagedIdentifier, ModelInit, MutableModel, NonModelTypeConstructor, OptionallyManagedIdentifier } from "@aws-amplify/datastore";\n';

function schemaOf({ models, enums, nonModels }: ModelIntrospection): object {
  const described = Object.fromEntries(
    Object.entries(models).map(([name, { primaryKeyInfo: _, ...model }]) => [name, model]),
  );
  const version = createHash('md5')
    .update(JSON.stringify([described, enums, nonModels]))
    .digest('hex');
  return { models: described, enums, nonModels, codegenVersion: '3.4.4', version };
}

function constructorsOf({ models, nonModels }: ModelIntrospection): Readonly<Record<string, string>> {
  return Object.fromEntries([
    ...Object.keys(models).map((name) => [
      name,
      `(new (init: ModelInit<${name}>) => ${name}) & { copyOf(source: ${name}, mutator: (draft: MutableModel<${name}>) => MutableModel<${name}> | void): ${name} }`,
    ]),
    ...Object.keys(nonModels).map((name) => [name, `NonModelTypeConstructor<${name}>`]),
  ]);
}

/** Objects with a type of the same name rather than enums, which type stripping cannot run. */
function enumsOf({ enums }: ModelIntrospection, target: ModelTarget): readonly string[] {
  return Object.values(enums).map(({ name, values }) => {
    const type = `export type ${name} = (typeof ${name})[keyof typeof ${name}];\n`;
    if (target === 'typescript') return `export const ${name} = ${enumObject(values)} as const;\n${type}`;
    const members = values.map((value) => `readonly ${value}: "${value}";`).join(' ');
    return `export declare const ${name}: { ${members} };\n${type}`;
  });
}

function enumObject(values: readonly string[]): string {
  return `{ ${values.map((value) => `${value}: "${value}"`).join(', ')} }`;
}

function recordsOf({ models, nonModels }: ModelIntrospection): readonly string[] {
  return [
    ...Object.values(nonModels).map(
      ({ name, fields }) => `export type ${name} = {\n${membersOf(fields, 'eager')}\n};\n`,
    ),
    ...Object.values(models).map((model) => {
      const { name, fields } = model;
      const meta = `  readonly [__modelMeta__]: { identifier: ${identifierOf(model)}; readOnlyFields: ${readOnlyFields(model)} };`;
      return [
        `type Eager${name} = {\n${meta}\n${membersOf(fields, 'eager')}\n};`,
        `type Lazy${name} = {\n${meta}\n${membersOf(fields, 'lazy')}\n};`,
        `export type ${name} = LazyLoading extends LazyLoadingDisabled ? Eager${name} : Lazy${name};\n`,
      ].join('\n');
    }),
  ];
}

function identifierOf(model: ModelDescription): string {
  const { name, primaryKeyInfo } = model;
  const { isCustomPrimaryKey, primaryKeyFieldName, sortKeyFieldNames } = primaryKeyInfo;
  if (!isCustomPrimaryKey) return `ManagedIdentifier<${name}, "id">`;
  const keys = [primaryKeyFieldName, ...sortKeyFieldNames];
  if (keys.length > 1) return `CompositeIdentifier<${name}, ${JSON.stringify(keys)}>`;
  return primaryKeyFieldName === 'id'
    ? `OptionallyManagedIdentifier<${name}, "id">`
    : `CustomIdentifier<${name}, "${primaryKeyFieldName}">`;
}

function readOnlyFields({ fields }: ModelDescription): string {
  const names = Object.values(fields).filter(({ isReadOnly }) => isReadOnly === true);
  return names.length === 0 ? 'never' : names.map(({ name }) => `"${name}"`).join(' | ');
}

function membersOf(fields: Readonly<Record<string, IntrospectionField>>, loading: 'eager' | 'lazy'): string {
  return Object.values(fields)
    .map((field) => `  readonly ${memberOf(field, loading)};`)
    .join('\n');
}

function memberOf(field: IntrospectionField, loading: 'eager' | 'lazy'): string {
  const { name, type, isArray, isRequired, isArrayNullable } = field;
  if (loading === 'lazy' && typeof type !== 'string' && 'model' in type) {
    if (isArray) return `${name}: AsyncCollection<${type.model}>`;
    return `${name}: AsyncItem<${type.model}${isRequired ? '' : ' | undefined'}>`;
  }
  const element = `${valueType(type)}${isRequired ? '' : ' | null'}`;
  const value = isArray ? `(${element})[]${isArrayNullable ? ' | null' : ''}` : element;
  return `${name}${(isArray ? isArrayNullable : !isRequired) ? '?' : ''}: ${value}`;
}

function valueType(type: IntrospectionField['type']): string {
  if (typeof type !== 'string') return Object.values(type)[0] as string;
  if (type === 'Int' || type === 'Float' || type === 'AWSTimestamp') return 'number';
  return type === 'Boolean' ? 'boolean' : 'string';
}
