import type { AuthMode, DataModel } from '../ir/data-model.ts';
import type { ModelIntrospection } from './introspection/model-introspection-types.ts';
import { modelIntrospection } from './model-introspection.ts';
import {
  type AuthOutputs,
  type AuthSettings,
  authOutputs,
  type ReferencedAuthSettings,
} from './outputs/auth-outputs.ts';
import { type ClientAuth, clientAuth } from './outputs/client-auth.ts';

export interface OutputsOptions {
  readonly model: DataModel;
  /** Address of the GraphQL endpoint, as `http://localhost:20002/graphql`. */
  readonly url: string;
  /** Region the client signs IAM requests for. */
  readonly region: string;
  /** A key the client may send; `null` leaves it out. */
  readonly apiKey: string | null;
  /** The user pool; `null` without sign-in. */
  readonly auth: AuthSettings | ReferencedAuthSettings | null;
  /** Free space for the app, `backend.addOutput({ custom })`. */
  readonly custom?: Readonly<Record<string, unknown>>;
  /**
   * `dual` (default): also the client's own configuration, so that an unmodified client signs in at `auth.endpoint`.
   * `standard`: the plain file of version 1.4, whose clients sign in at AWS.
   */
  readonly shape?: 'dual' | 'standard';
}

/** Content of `amplify_outputs.json`. `reference/amplify-outputs.md` sections 2 and 3.2. */
export interface AmplifyOutputs {
  /** Clients take a file whose version starts with `1` as the standard shape and any other as their own configuration. */
  readonly version: '1.4' | 'local-1.4';
  readonly auth?: AuthOutputs;
  readonly data: DataOutputs;
  readonly custom?: Readonly<Record<string, unknown>>;
  readonly Auth?: ClientAuth;
  readonly API?: ClientApi;
}

export interface DataOutputs {
  readonly url: string;
  readonly aws_region: string;
  readonly api_key?: string;
  readonly default_authorization_type: AuthMode;
  /** The modes besides the default one. */
  readonly authorization_types: readonly AuthMode[];
  readonly model_introspection: ModelIntrospection;
}

/** `API` of the client's own configuration. */
export interface ClientApi {
  readonly GraphQL: {
    readonly endpoint: string;
    readonly region: string;
    readonly apiKey?: string;
    readonly defaultAuthMode: 'apiKey' | 'userPool' | 'oidc' | 'iam' | 'lambda';
    readonly modelIntrospection: ModelIntrospection;
  };
}

const clientModes = {
  API_KEY: 'apiKey',
  AMAZON_COGNITO_USER_POOLS: 'userPool',
  OPENID_CONNECT: 'oidc',
  AWS_IAM: 'iam',
  AWS_LAMBDA: 'lambda',
} as const satisfies Record<AuthMode, string>;

/** Builds the configuration file that Amplify's clients read. */
export function amplifyOutputs(options: OutputsOptions): AmplifyOutputs {
  const { model, region, apiKey, auth, custom } = options;
  const { defaultAuthMode, authModes } = model.settings;
  const url = endpointFor(options.url);
  const introspection = modelIntrospection(model);
  const isDual = options.shape !== 'standard';
  return {
    version: isDual ? 'local-1.4' : '1.4',
    ...(auth !== null && { auth: authOutputs(auth, region) }),
    data: {
      url,
      aws_region: region,
      ...(apiKey !== null && { api_key: apiKey }),
      default_authorization_type: defaultAuthMode,
      authorization_types: authModes.filter((mode) => mode !== defaultAuthMode),
      model_introspection: introspection,
    },
    ...(custom !== undefined && { custom }),
    ...(isDual && auth !== null && { Auth: clientAuth(auth) }),
    ...(isDual && {
      API: {
        GraphQL: {
          endpoint: url,
          region,
          ...(apiKey !== null && { apiKey }),
          defaultAuthMode: clientModes[defaultAuthMode],
          modelIntrospection: introspection,
        },
      },
    }),
  };
}

/**
 * The address as the client needs it. For realtime it replaces a lower-case `http` by `wss`, but leaves `HTTP`, which
 * URLs take for the same, and then opens a plain `ws` connection.
 */
function endpointFor(url: string): string {
  return url.replace(/^http:/i, 'HTTP:');
}
