import { print } from 'graphql';
import { type CallSite, locationOfCallSite } from '../call-site.ts';
import type { Defined, FunctionAction, RefDefinition, SchemaDefinition } from '../definition.ts';
import { lowerSchema } from './lower-schema.ts';
import type { CustomHandlerDefinition } from './lowering.ts';

/** What `schema.transform()` gives. */
export interface Transformed {
  /** GraphQL with directives. */
  readonly schema: string;
  readonly functionSlots: readonly [];
  readonly jsFunctions: readonly JsFunction[];
  readonly functionSchemaAccess: readonly {
    readonly resourceProvider: unknown;
    readonly actions: readonly FunctionAction[];
  }[];
  /** `defineFunction` results by the name their `@function` has. */
  readonly lambdaFunctions: Readonly<Record<string, unknown>>;
  readonly customSqlDataSourceStrategies: readonly [];
}

export interface JsFunction {
  readonly typeName: 'Query' | 'Mutation' | 'Subscription';
  readonly fieldName: string;
  readonly handlers: readonly { readonly dataSource: string; readonly entry: HandlerEntry }[];
}

/** An absolute path, or a path and the stack frame of the file it starts from. */
export type HandlerEntry = string | { readonly relativePath: string; readonly importLine: string };

/** Lowers one schema and prints it. Throws an `Error` with the official message on the first mistake. */
export function transformSchema(schema: SchemaDefinition): Transformed {
  const lowered = lowerSchema([schema], schema.context === undefined ? {} : { context: schema.context });
  const mistake = lowered.diagnostics.find(({ severity }) => severity === 'error');
  if (mistake !== undefined) throw new Error(mistake.message);
  return {
    schema: lowered.document.definitions.map((definition) => print(definition)).join('\n\n'),
    functionSlots: [],
    jsFunctions: lowered.resolvers.map(({ parent, field, handlers }) => ({
      typeName: parent,
      fieldName: field,
      handlers: handlers.map((handler) => ({ dataSource: dataSourceOf(handler), entry: entryOf(handler) })),
    })),
    functionSchemaAccess: lowered.grants.map(({ function: fn, actions }) => ({ resourceProvider: fn, actions })),
    lambdaFunctions: Object.fromEntries(lowered.functions),
    customSqlDataSourceStrategies: [],
  };
}

/** Name of the data source of a resolver: `<Model>Table` for a model, `NONE_DS` for none. */
export function dataSourceOf({ dataSource }: CustomHandlerDefinition): string {
  if (dataSource === undefined) return 'NONE_DS';
  return typeof dataSource === 'string' ? dataSource : `${(dataSource as Defined<RefDefinition>).data.link}Table`;
}

function entryOf({ entry, site }: CustomHandlerDefinition): HandlerEntry {
  if (entry.startsWith('/')) return entry;
  return { relativePath: entry, importLine: importLineOf(site) };
}

function importLineOf(site: CallSite): string {
  if (locationOfCallSite(site) !== null) return site!;
  throw new Error(
    'Could not determine import path to construct absolute code path for custom handler. Consider using an absolute path instead.',
  );
}
