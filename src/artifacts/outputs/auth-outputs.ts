/** What the outputs say of the user pool and the identity pool. */
export interface AuthSettings {
  /** `us-east-1_…`: the client takes the region from before the underscore. */
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  /** `us-east-1:…`; `null` where there is no identity endpoint. */
  readonly identityPoolId: string | null;
  /** Address of the Cognito wire API, for both services, as `http://localhost:20002/`. */
  readonly endpoint: string;
  /** Whether the identity pool gives credentials to guests. */
  readonly guests: boolean;
  /** What users sign in with. */
  readonly usernameAttributes: readonly ('email' | 'phone_number' | 'username')[];
  readonly requiredAttributes: readonly string[];
  readonly verificationTypes: readonly ('email' | 'phone_number')[];
  readonly passwordPolicy: PasswordPolicy;
  readonly mfa: {
    readonly configuration: 'NONE' | 'OPTIONAL' | 'REQUIRED';
    readonly methods: readonly ('SMS' | 'TOTP' | 'EMAIL')[];
  };
  /** In order of precedence. */
  readonly groups: readonly string[];
}

/** A user pool at AWS: clients find it by its ids, and the rest is its own affair. */
export interface ReferencedAuthSettings {
  /** Holds the region, as `us-east-1_…`. */
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly identityPoolId: string | null;
  readonly endpoint: null;
  readonly groups: readonly string[];
}

export interface PasswordPolicy {
  readonly minLength: number;
  readonly requireNumbers: boolean;
  readonly requireLowercase: boolean;
  readonly requireUppercase: boolean;
  readonly requireSymbols: boolean;
}

/** `auth` of `amplify_outputs.json`. */
export interface AuthOutputs {
  readonly aws_region: string;
  readonly user_pool_id: string;
  readonly user_pool_client_id: string;
  readonly identity_pool_id?: string;
  readonly username_attributes?: readonly string[];
  readonly standard_required_attributes?: readonly string[];
  readonly user_verification_types?: readonly string[];
  readonly mfa_configuration?: 'NONE' | 'OPTIONAL' | 'REQUIRED';
  readonly mfa_methods?: readonly string[];
  readonly password_policy?: {
    readonly min_length: number;
    readonly require_numbers: boolean;
    readonly require_lowercase: boolean;
    readonly require_uppercase: boolean;
    readonly require_symbols: boolean;
  };
  readonly groups: readonly Readonly<Record<string, { readonly precedence: number }>>[];
  readonly unauthenticated_identities_enabled?: boolean;
}

export function authOutputs(auth: AuthSettings | ReferencedAuthSettings, region: string): AuthOutputs {
  const ids = {
    user_pool_id: auth.userPoolId,
    user_pool_client_id: auth.userPoolClientId,
    ...(auth.identityPoolId !== null && { identity_pool_id: auth.identityPoolId }),
  };
  const groups = auth.groups.map((group, precedence) => ({ [group]: { precedence } }));
  if (auth.endpoint === null) return { aws_region: auth.userPoolId.split('_', 1)[0]!, ...ids, groups };
  const { passwordPolicy: password } = auth;
  return {
    aws_region: region,
    ...ids,
    username_attributes: auth.usernameAttributes,
    standard_required_attributes: auth.requiredAttributes,
    user_verification_types: auth.verificationTypes,
    mfa_configuration: auth.mfa.configuration,
    mfa_methods: auth.mfa.methods,
    password_policy: {
      min_length: password.minLength,
      require_numbers: password.requireNumbers,
      require_lowercase: password.requireLowercase,
      require_uppercase: password.requireUppercase,
      require_symbols: password.requireSymbols,
    },
    groups,
    unauthenticated_identities_enabled: auth.guests,
  };
}
