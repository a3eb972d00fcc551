import type { CollectedBackend } from './collect-backend.ts';
import type { EffectiveMembers } from './inert.ts';

/** A data source that a backend adds to its API: `backend.data.addHttpDataSource(…)` and its like. */
export type BackendDataSource = { readonly name: string } & (
  | {
      readonly kind: 'http';
      readonly url: string;
      readonly signing: { readonly region: string; readonly service: string } | null;
    }
  | { readonly kind: 'lambda'; readonly function: string }
  | { readonly kind: 'none' }
  /** Without a counterpart here: `call` is what adds it. */
  | { readonly kind: 'missing'; readonly call: string }
);

interface HttpOptions {
  readonly name?: string;
  readonly authorizationConfig?: { readonly signingRegion: unknown; readonly signingServiceName: unknown };
}

/**
 * What takes effect of the data part of a backend: data sources, of which those for HTTP endpoints, functions and nothing
 * are the same here, and the environment of resolvers. `functionOf` gives the name of the function that a part of the backend is.
 */
export function dataPart(
  path: string,
  { dataSources, resolverEnvironment, ignored }: CollectedBackend,
  functionOf: (part: string) => string | null,
): EffectiveMembers {
  const addHttpDataSource = (id: unknown, url: unknown, options: HttpOptions = {}): void => {
    const signing = options.authorizationConfig;
    dataSources.push({
      name: nameOf(id, options),
      kind: 'http',
      url: String(url),
      signing:
        signing === undefined
          ? null
          : { region: String(signing.signingRegion), service: String(signing.signingServiceName) },
    });
  };
  const addNoneDataSource = (id: unknown, options: HttpOptions = {}): void => {
    dataSources.push({ name: nameOf(id, options), kind: 'none' });
  };
  const addLambdaDataSource = (id: unknown, lambda: unknown, options: HttpOptions = {}): void => {
    // What stands in for a function's construct says which part it belongs to.
    const part = /^\[backend\.(\w+)\.resources\./.exec(String(lambda))?.[1];
    const name = part === undefined ? null : functionOf(part);
    if (name === null) ignored.add(`${path}.addLambdaDataSource('${String(id)}', …)`);
    else dataSources.push({ name: nameOf(id, options), kind: 'lambda', function: name });
  };
  const missing = Object.fromEntries(
    withoutCounterpart.map((call) => [
      call,
      // The options come last: after a table, a domain, an event bus, or a cluster with its secret.
      (id: unknown, ...rest: readonly unknown[]): void => {
        const options = rest.findLast((each) => typeof each === 'object' && each !== null) as HttpOptions | undefined;
        dataSources.push({ name: nameOf(id, options ?? {}), kind: 'missing', call });
      },
    ]),
  );
  const places = [path, `${path}.resources.graphqlApi`];
  const calls = { ...missing, addHttpDataSource, addNoneDataSource, addLambdaDataSource };
  return {
    calls: Object.fromEntries(
      places.flatMap((place) => Object.entries(calls).map(([name, call]) => [`${place}.${name}`, call as never])),
    ),
    assignments: {
      [`${path}.resources.cfnResources.cfnGraphqlApi.environmentVariables`]: (variables) => {
        for (const [key, value] of Object.entries(variables ?? {})) {
          if (typeof value === 'string') resolverEnvironment[key] = value;
          else ignored.add(`environmentVariables.${key}`);
        }
      },
    },
  };
}

const withoutCounterpart = [
  'addDynamoDbDataSource',
  'addElasticsearchDataSource',
  'addEventBridgeDataSource',
  'addOpenSearchDataSource',
  'addRdsDataSource',
  'addRdsDataSourceV2',
] as const;

/** As the cloud names data sources: what is no letter, digit or underscore falls out. */
function nameOf(id: unknown, { name }: HttpOptions): string {
  return String(name ?? id).replace(/\W+/g, '');
}
