import type { AuthSettings, ReferencedAuthSettings } from './auth-outputs.ts';

/** `Auth` of the client's own configuration: unlike the standard file it can name other endpoints than AWS's. */
export interface ClientAuth {
  readonly Cognito: {
    readonly userPoolId: string;
    readonly userPoolClientId: string;
    /** Absent for a pool at AWS. */
    readonly userPoolEndpoint?: string;
    readonly identityPoolId?: string;
    readonly identityPoolEndpoint?: string;
    readonly allowGuestAccess?: true;
    readonly loginWith?: { readonly email: boolean; readonly phone: boolean; readonly username: boolean };
    readonly userAttributes?: Readonly<Record<string, { readonly required: true }>>;
    readonly mfa?: {
      readonly status: 'off' | 'optional' | 'on';
      readonly smsEnabled: boolean;
      readonly totpEnabled: boolean;
    };
    readonly passwordFormat?: {
      readonly minLength: number;
      readonly requireNumbers: boolean;
      readonly requireLowercase: boolean;
      readonly requireUppercase: boolean;
      readonly requireSpecialCharacters: boolean;
    };
    readonly groups: readonly Readonly<Record<string, { readonly precedence: number }>>[];
  };
}

const mfaStatus = { NONE: 'off', OPTIONAL: 'optional', REQUIRED: 'on' } as const;

export function clientAuth(auth: AuthSettings | ReferencedAuthSettings): ClientAuth {
  const groups = auth.groups.map((group, precedence) => ({ [group]: { precedence } }));
  if (auth.endpoint === null) {
    const { userPoolId, userPoolClientId, identityPoolId } = auth;
    return { Cognito: { userPoolId, userPoolClientId, ...(identityPoolId !== null && { identityPoolId }), groups } };
  }
  const { identityPoolId, usernameAttributes, passwordPolicy: password, mfa } = auth;
  return {
    Cognito: {
      userPoolId: auth.userPoolId,
      userPoolClientId: auth.userPoolClientId,
      userPoolEndpoint: auth.endpoint,
      ...(identityPoolId !== null && { identityPoolId, identityPoolEndpoint: auth.endpoint }),
      ...(auth.guests && { allowGuestAccess: true }),
      loginWith: {
        email: usernameAttributes.includes('email'),
        phone: usernameAttributes.includes('phone_number'),
        username: usernameAttributes.includes('username'),
      },
      userAttributes: Object.fromEntries(auth.requiredAttributes.map((name) => [name, { required: true }])),
      mfa: {
        status: mfaStatus[mfa.configuration],
        smsEnabled: mfa.methods.includes('SMS'),
        totpEnabled: mfa.methods.includes('TOTP'),
      },
      passwordFormat: {
        minLength: password.minLength,
        requireNumbers: password.requireNumbers,
        requireLowercase: password.requireLowercase,
        requireUppercase: password.requireUppercase,
        requireSpecialCharacters: password.requireSymbols,
      },
      groups,
    },
  };
}
