import { type CallSite, callSiteOf } from '../call-site.ts';
import type { CombinedSchema } from '../combine.ts';
import type { AnySchema } from '../schema.ts';
import { collect } from './collect-backend.ts';
import { checkResourceName, DefineError } from './define-error.ts';
import type { FunctionDefinition } from './define-function.ts';
import { type Resource, resource } from './resource.ts';

export type AuthorizationMode = 'iam' | 'identityPool' | 'userPool' | 'oidc' | 'apiKey' | 'lambda';

export interface AuthorizationModes {
  readonly defaultAuthorizationMode?: AuthorizationMode;
  /** `expiresInDays`: 7 by default. */
  readonly apiKeyAuthorizationMode?: { readonly description?: string; readonly expiresInDays?: number };
  /** `timeToLiveInSeconds`: how long a decision is kept; 60 by default. */
  readonly lambdaAuthorizationMode?: {
    readonly function: Resource<FunctionDefinition>;
    readonly timeToLiveInSeconds?: number;
  };
  readonly oidcAuthorizationMode?: {
    readonly oidcProviderName: string;
    readonly oidcIssuerUrl: string;
    readonly clientId?: string;
    readonly tokenExpiryFromAuthInSeconds: number;
    readonly tokenExpireFromIssueInSeconds: number;
  };
}

export interface DataProps {
  /** GraphQL with directives, `a.schema({...})` or `a.combine([...])`. */
  readonly schema: string | AnySchema | CombinedSchema<readonly AnySchema[]>;
  readonly name?: string;
  readonly authorizationModes?: AuthorizationModes;
  /** Functions by the names that `a.handler.function('name')` uses. */
  readonly functions?: Readonly<Record<string, Resource<FunctionDefinition>>>;
  readonly logging?:
    | boolean
    | {
        readonly retention?: string;
        readonly excludeVerboseContent?: boolean;
        readonly fieldLogLevel?: 'none' | 'error' | 'info' | 'debug' | 'all';
      };
  readonly migratedAmplifyGen1DynamoDbTableMappings?: readonly {
    readonly branchName: string;
    readonly modelNameToTableNameMapping?: Readonly<Record<string, string>>;
  }[];
  readonly stackMappings?: Readonly<Record<string, string>>;
}

/** `defineData({ schema })`. Once in a backend. */
export function defineData(
  props: DataProps,
): Resource<{ readonly kind: 'dataResource'; readonly props: DataProps; readonly site: CallSite }> {
  checkResourceName(props.name);
  const branches = (props.migratedAmplifyGen1DynamoDbTableMappings ?? []).map(({ branchName }) => branchName);
  if (new Set(branches).size < branches.length) {
    throw new DefineError(
      'DefineDataConfigurationError',
      'Branch names must be unique in the migratedAmplifyGen1DynamoDbTableMappings',
    );
  }
  return collect(resource({ kind: 'dataResource', props, site: callSiteOf(defineData) }), 'defineData');
}
