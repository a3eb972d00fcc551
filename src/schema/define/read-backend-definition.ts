import { dirname, isAbsolute, resolve } from 'node:path';
import type { ASTNode, DocumentNode } from 'graphql';
import type { Diagnostic, SourceLocation } from '../../diagnostics/diagnostic.ts';
import { diagnosticCodes } from '../../diagnostics/diagnostic-codes.ts';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { ApiSettings, FunctionAccess, ResolverHandler } from '../../ir/data-model.ts';
import { locationOfCallSite } from '../call-site.ts';
import type { SchemaDefinition } from '../definition.ts';
import type { AiRoutes } from '../lower/ai-operations.ts';
import { type LoweredSchema, lowerSchema } from '../lower/lower-schema.ts';
import type { CustomHandlerDefinition } from '../lower/lowering.ts';
import { dataSourceOf } from '../lower/transform-schema.ts';
import { resolveAuthorizationModes } from './authorization-modes.ts';
import { type BackendAuth, findAuth } from './backend-auth.ts';
import { type BackendFunction, BackendFunctions } from './backend-functions.ts';
import type { CollectedBackend } from './collect-backend.ts';
import type { BackendDataSource } from './data-part.ts';
import type { DataProps } from './define-data.ts';
import { resourceOfKind } from './resource.ts';

/** What the modules of a backend say, as plain data. */
export interface BackendDefinition {
  /** Input of the compiler. */
  readonly source: BackendSource;
  readonly settings: Pick<ApiSettings, 'defaultAuthMode' | 'authModes' | 'genericIamAccess' | 'sandboxMode'>;
  readonly auth: BackendAuth | null;
  readonly functions: readonly BackendFunction[];
  /** Whose tokens the `oidc` mode accepts. */
  readonly oidc: { readonly issuerUrl: string; readonly clientId: string | null } | null;
  /** The function of the `lambda` mode, by name. */
  readonly lambdaAuthorizer: { readonly function: string; readonly timeToLiveInSeconds: number } | null;
  /** Days until an API key expires, where the resource file says so. */
  readonly apiKeyDays: number | null;
  /** Tables of Gen 1 that models of a GraphQL schema are kept in, by branch. */
  readonly tableMappings: readonly TableMapping[];
  /** Arguments of `backend.addOutput`, for `amplify_outputs.json`. */
  readonly outputs: readonly Readonly<Record<string, unknown>>[];
  readonly dataSources: readonly BackendDataSource[];
  readonly resolverEnvironment: Readonly<Record<string, string>>;
  /** What the backend asks of the cloud and has no effect here, each once, in order. */
  readonly ignored: readonly string[];
}

/** Names of tables by model, for one branch of the app. */
export interface TableMapping {
  readonly branch: string;
  readonly tables: Readonly<Record<string, string>>;
}

/** A schema as the compiler takes it: GraphQL text, or the document that the builder made. */
export type BackendSource =
  | { readonly file: string; readonly text: string }
  | {
      readonly file: string;
      readonly document: DocumentNode;
      readonly locate: (node: ASTNode) => SourceLocation | null;
      readonly handlers: ReadonlyMap<string, readonly ResolverHandler[]>;
      readonly functionAccess: readonly FunctionAccess[];
      readonly diagnostics: readonly Diagnostic[];
    };

export interface ReadOptions {
  /** `refuse` unless given. */
  readonly aiRoutes?: AiRoutes | undefined;
}

/**
 * Reads what `modules` export (`amplify/backend.ts`, or `data/resource.ts` and `auth/resource.ts`) and what was defined
 * while they were evaluated. Throws `data-missing` where nothing defines a schema.
 */
export function readBackendDefinition(
  modules: readonly Readonly<Record<string, unknown>>[],
  collected: CollectedBackend | null = null,
  { aiRoutes = 'refuse' }: ReadOptions = {},
): BackendDefinition {
  const exported = modules.flatMap((module) => Object.values(module));
  const values = collected?.parts ? Object.values(collected.parts) : [...exported, ...(collected?.resources ?? [])];
  const { props, file } = findData([...values, ...exported]);
  const functions = new BackendFunctions();
  const { source, grants } = readSchema(props, file, functions, aiRoutes);
  for (const [name, fn] of Object.entries(props.functions ?? {})) functions.add(fn, name);
  for (const value of values) functions.add(value);
  const auth = findAuth(values, functions);
  const modes = props.authorizationModes;
  const authorizer = functions.add(modes?.lambdaAuthorizationMode?.function);
  const { functions: found, withoutEntry } = functions.list();
  return {
    source: 'text' in source ? source : { ...source, functionAccess: grants },
    settings: resolveAuthorizationModes(modes, auth !== null),
    auth,
    functions: found,
    oidc:
      modes?.oidcAuthorizationMode === undefined
        ? null
        : {
            issuerUrl: modes.oidcAuthorizationMode.oidcIssuerUrl,
            clientId: modes.oidcAuthorizationMode.clientId ?? null,
          },
    lambdaAuthorizer:
      authorizer === null
        ? null
        : { function: authorizer, timeToLiveInSeconds: modes?.lambdaAuthorizationMode?.timeToLiveInSeconds ?? 60 },
    apiKeyDays: modes?.apiKeyAuthorizationMode?.expiresInDays ?? null,
    tableMappings: (props.migratedAmplifyGen1DynamoDbTableMappings ?? []).map(
      ({ branchName, modelNameToTableNameMapping = {} }) => ({
        branch: branchName,
        tables: modelNameToTableNameMapping,
      }),
    ),
    outputs: collected?.outputs ?? [],
    dataSources: collected?.dataSources ?? [],
    resolverEnvironment: collected?.resolverEnvironment ?? {},
    ignored: [
      ...(collected?.ignored ?? []),
      ...values.flatMap((value) => {
        const storage = resourceOfKind(value, 'storageResource');
        if (storage !== null) return [`defineStorage('${storage.name}')`];
        // Handlers get no credentials for the administrator's operations.
        return resourceOfKind(value, 'authResource')?.props.access === undefined ? [] : ['access of defineAuth'];
      }),
      ...withoutEntry.map((name) => `defineFunction('${name}'), whose code is not in the project`),
    ],
  };
}

/** `defineData`, or a bare schema that a module exports. */
function findData(values: readonly unknown[]): { readonly props: DataProps; readonly file: string } {
  for (const value of values) {
    const data = resourceOfKind(value, 'dataResource');
    if (data !== null) return { props: data.props, file: locationOfCallSite(data.site)?.file ?? 'resource.ts' };
  }
  const schema = values.find((value) => schemasOf(value) !== null);
  if (schema !== undefined) return { props: { schema: schema as DataProps['schema'] }, file: 'resource.ts' };
  throw new PreampError('data-missing', 'The backend defines no data model.', {
    hint: 'Call defineData({ schema }) in amplify/data/resource.ts, and pass its result to defineBackend.',
  });
}

function readSchema(
  { schema }: DataProps,
  file: string,
  functions: BackendFunctions,
  aiRoutes: AiRoutes,
): { readonly source: BackendSource; readonly grants: readonly FunctionAccess[] } {
  if (typeof schema === 'string') return { source: { file: `${file} (schema)`, text: schema }, grants: [] };
  const schemas = schemasOf(schema);
  if (schemas === null) {
    throw new PreampError('schema-unknown', 'The schema of defineData was not made by this builder.', {
      hint: "Make it with a.schema({…}), where `a` is imported from '@aws-amplify/backend' or 'preamp', or give GraphQL text.",
    });
  }
  const lowered = lowerSchema(schemas, { aiRoutes });
  for (const [name, fn] of lowered.functions) functions.add(fn, name);
  const grants = lowered.grants.map(({ function: fn, actions }) => ({
    function: functions.add(fn) ?? 'unknown function',
    actions: [...actions],
  }));
  const { handlers, diagnostics } = resolverHandlers(lowered);
  const { document, locate } = lowered;
  return {
    source: {
      file,
      document,
      locate,
      handlers,
      functionAccess: grants,
      diagnostics: [...lowered.diagnostics, ...diagnostics],
    },
    grants,
  };
}

/** The definitions of `a.schema` or `a.combine`; `null` for anything else. */
function schemasOf(value: unknown): readonly SchemaDefinition[] | null {
  if (typeof value !== 'object' || value === null) return null;
  if ('schemas' in value && Array.isArray(value.schemas)) {
    const members = value.schemas.map(schemasOf);
    return members.every((member) => member !== null) ? members.flat() : null;
  }
  if (!('transform' in value) || !('data' in value)) return null;
  const data = value.data as Partial<SchemaDefinition> | null;
  return typeof data?.types === 'object' && data.configuration !== undefined ? [data as SchemaDefinition] : null;
}

function resolverHandlers(lowered: LoweredSchema): {
  readonly handlers: ReadonlyMap<string, readonly ResolverHandler[]>;
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const handlers = lowered.resolvers.map(({ parent, field, handlers: written }) => {
    const resolved = written.map((handler): ResolverHandler => {
      const entry = entryPath(handler);
      if (entry === null) {
        diagnostics.push({
          code: 'builder-handler-entry',
          ...diagnosticCodes['builder-handler-entry'],
          message:
            'Could not determine import path to construct absolute code path for custom handler. Consider using an absolute path instead.',
          location: null,
          hint: null,
        });
      }
      return { kind: 'ResolverHandler', dataSource: dataSourceOf(handler), entry: entry ?? handler.entry };
    });
    return [`${parent}.${field}`, resolved] as const;
  });
  return { handlers: new Map(handlers), diagnostics };
}

/** Absolute path of a resolver's file; `null` where it is relative to a file that is not known. */
function entryPath({ entry, site }: CustomHandlerDefinition): string | null {
  if (isAbsolute(entry)) return entry;
  const location = locationOfCallSite(site);
  return location === null ? null : resolve(dirname(location.file), entry);
}
