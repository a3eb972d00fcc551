import type { ModelIntrospection } from './model-introspection.ts';

export type AuthMode = 'apiKey' | 'userPool' | 'oidc' | 'lambda' | 'none';

/** What the client needs to know of a backend. */
export interface ClientConfig {
  /** URL of the GraphQL endpoint. */
  readonly endpoint: string;
  readonly apiKey: string | null;
  readonly defaultAuthMode: AuthMode;
  readonly models: ModelIntrospection;
}

const authModes: Readonly<Record<string, AuthMode>> = {
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
  const mode = graphql?.defaultAuthMode ?? authModes[String(data?.default_authorization_type)];
  return {
    endpoint,
    apiKey: typeof apiKey === 'string' ? apiKey : null,
    defaultAuthMode: (mode as AuthMode | undefined) ?? 'apiKey',
    models: (introspection as ModelIntrospection | undefined) ?? noModels,
  };
}
