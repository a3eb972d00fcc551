import type { ModelIntrospection } from './model-introspection.ts';

/** `iam` and `identityPool` are the same: requests signed with `credentials`. */
export type AuthMode = 'apiKey' | 'userPool' | 'oidc' | 'lambda' | 'iam' | 'identityPool' | 'none';

/** What the client needs to know of a backend. */
export interface ClientConfig {
  /** URL of the GraphQL endpoint. */
  readonly endpoint: string;
  readonly apiKey: string | null;
  /** What signatures are made for; `null` where the outputs do not say. */
  readonly region: string | null;
  readonly defaultAuthMode: AuthMode;
  readonly models: ModelIntrospection;
}

const authModes: Readonly<Record<string, AuthMode>> = {
  AWS_IAM: 'iam',
  API_KEY: 'apiKey',
  AMAZON_COGNITO_USER_POOLS: 'userPool',
  OPENID_CONNECT: 'oidc',
  AWS_LAMBDA: 'lambda',
};

interface Outputs {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly API?: { readonly GraphQL?: Readonly<Record<string, unknown>> };
}

const noModels: ModelIntrospection = { models: {} };

/** Of an endpoint without a description of its models: only `client.graphql()` can be used. */
export function endpointConfig({ endpoint, authMode, apiKey, region }: EndpointOptions): ClientConfig {
  if (authMode === undefined) throw new Error('A client of an `endpoint` needs an `authMode`.');
  if (authMode === 'apiKey' && apiKey === undefined)
    throw new Error('An `endpoint` with authMode apiKey needs an `apiKey`.');
  return { endpoint, apiKey: apiKey ?? null, region: region ?? null, defaultAuthMode: authMode, models: noModels };
}

interface EndpointOptions {
  readonly endpoint: string;
  readonly authMode?: AuthMode;
  readonly apiKey?: string;
  readonly region?: string;
}

/**
 * Reads `amplify_outputs.json` in either of its shapes (`data`, or `API.GraphQL`). Throws when it names no GraphQL
 * endpoint.
 */
export function readClientConfig(outputs: unknown): ClientConfig {
  const { data, API } = (outputs ?? {}) as Outputs;
  const graphql = API?.GraphQL;
  const endpoint = graphql?.endpoint ?? data?.url;
  if (typeof endpoint !== 'string') {
    throw new Error('The outputs name no GraphQL endpoint (data.url). Pass the content of amplify_outputs.json.');
  }
  const introspection = graphql?.modelIntrospection ?? data?.model_introspection;
  const apiKey = graphql?.apiKey ?? data?.api_key;
  const region = graphql?.region ?? data?.aws_region;
  const mode = graphql?.defaultAuthMode ?? authModes[String(data?.default_authorization_type)];
  return {
    endpoint,
    apiKey: typeof apiKey === 'string' ? apiKey : null,
    region: typeof region === 'string' ? region : null,
    defaultAuthMode: (mode as AuthMode | undefined) ?? 'apiKey',
    models: (introspection as ModelIntrospection | undefined) ?? noModels,
  };
}
