import { callSiteOf } from '../call-site.ts';
import type { CloudMember } from './cloud-member.ts';
import { collect } from './collect-backend.ts';
import { checkResourceName, DefineError } from './define-error.ts';
import type { FunctionDefinition } from './define-function.ts';
import { type Resource, resource } from './resource.ts';

export interface AuthProps {
  readonly name?: string;
  readonly loginWith: {
    readonly email?: boolean | Readonly<Record<string, unknown>>;
    readonly phone?: boolean | Readonly<Record<string, unknown>>;
    readonly webAuthn?: boolean | Readonly<Record<string, unknown>>;
    /** Sign-in through other services; not offered where the backend runs locally. */
    readonly externalProviders?: Readonly<Record<string, unknown>>;
  };
  /** The first has the highest precedence. */
  readonly groups?: readonly string[];
  /** Standard attributes, and custom ones as `custom:name`: of those, users have no others. */
  readonly userAttributes?: Readonly<Record<string, UserAttribute>>;
  readonly multifactor?: MultiFactor;
  readonly accountRecovery?: string;
  readonly senders?: Readonly<Record<string, unknown>>;
  readonly triggers?: Partial<Readonly<Record<AuthTrigger, Resource<FunctionDefinition>>>>;
  /** Without effect where the backend runs locally: functions get no credentials for the pool's administration. */
  readonly access?: (allow: CloudMember) => unknown;
  readonly passwordlessOptions?: Readonly<Record<string, unknown>>;
}

export interface UserAttribute {
  /** Whether a sign-up must give it; false unless given. */
  readonly required?: boolean;
  /** Whether it can change once a user has been made; true unless given. */
  readonly mutable?: boolean;
  readonly [setting: string]: unknown;
}

export type MultiFactor =
  | { readonly mode: 'OFF' }
  | {
      readonly mode: 'OPTIONAL' | 'REQUIRED';
      readonly sms?: boolean | Readonly<Record<string, unknown>>;
      readonly totp?: boolean;
      readonly email?: boolean;
    };

export type AuthTrigger =
  | 'createAuthChallenge'
  | 'customMessage'
  | 'defineAuthChallenge'
  | 'postAuthentication'
  | 'postConfirmation'
  | 'preAuthentication'
  | 'preSignUp'
  | 'preTokenGeneration'
  | 'userMigration'
  | 'verifyAuthChallengeResponse';

/** `defineAuth({ loginWith: { email: true } })`. Once in a backend. */
export function defineAuth(props: AuthProps): Resource<{
  readonly kind: 'authResource';
  readonly props: AuthProps;
  readonly site: ReturnType<typeof callSiteOf>;
}> {
  checkResourceName(props.name);
  if (typeof props.loginWith !== 'object' || Object.keys(props.loginWith).length === 0) {
    throw new DefineError(
      'InvalidPropsError',
      'defineAuth needs at least one way to sign in.',
      'Add loginWith: { email: true }.',
    );
  }
  return collect(resource({ kind: 'authResource', props, site: callSiteOf(defineAuth) }), 'defineAuth');
}
