import { attributeName } from './attribute-name.ts';
import type { BackendFunctions } from './backend-functions.ts';
import type { AuthProps, AuthTrigger } from './define-auth.ts';
import type { ReferenceAuthProps } from './reference-auth.ts';
import { resourceOfKind } from './resource.ts';

/** The sign-in of a backend, as far as it has a meaning where the backend runs locally. */
export type BackendAuth = DefinedAuth | { readonly kind: 'referenced'; readonly props: ReferenceAuthProps };

export interface DefinedAuth {
  readonly kind: 'defined';
  /** What users sign in with. */
  readonly signInWith: readonly ('email' | 'phone_number')[];
  readonly groups: readonly string[];
  /** Cognito's names of the attributes a sign-up must give: `email`, `given_name`, `custom:tier`. */
  readonly requiredAttributes: readonly string[];
  /** Cognito's names of the custom attributes there are: `custom:tier`. */
  readonly customAttributes: readonly string[];
  /** Cognito's names of the attributes that never change. */
  readonly immutableAttributes: readonly string[];
  readonly mfa: { readonly mode: 'OFF' | 'OPTIONAL' | 'ON'; readonly methods: readonly ('SMS' | 'TOTP' | 'EMAIL')[] };
  readonly passwordless: { readonly emailOtp: boolean; readonly smsOtp: boolean };
  /** Trigger → name of its function. */
  readonly triggers: Partial<Readonly<Record<AuthTrigger, string>>>;
}

/** The auth resource among the values a backend is made of; `null` where it has none. */
export function findAuth(values: readonly unknown[], functions: BackendFunctions): BackendAuth | null {
  for (const value of values) {
    const defined = resourceOfKind(value, 'authResource');
    if (defined !== null) return definedAuth(defined.props, functions);
    const referenced = resourceOfKind(value, 'referencedAuth');
    if (referenced !== null) return { kind: 'referenced', props: referenced.props };
  }
  return null;
}

function definedAuth(props: AuthProps, functions: BackendFunctions): DefinedAuth {
  const { loginWith, multifactor, userAttributes = {} } = props;
  const signInWith = [
    ...(loginWith.email ? (['email'] as const) : []),
    ...(loginWith.phone ? (['phone_number'] as const) : []),
  ];
  const required = Object.entries(userAttributes).filter(([, settings]) => settings.required === true);
  const triggers = Object.entries(props.triggers ?? {}).flatMap(([trigger, fn]) => {
    const name = functions.add(fn);
    return name === null ? [] : [[trigger, name] as const];
  });
  return {
    kind: 'defined',
    signInWith,
    groups: [...(props.groups ?? [])],
    requiredAttributes: [...new Set([...signInWith, ...required.map(([name]) => attributeName(name))])],
    customAttributes: Object.keys(userAttributes).filter((name) => name.startsWith('custom:')),
    immutableAttributes: Object.entries(userAttributes)
      .filter(([, settings]) => settings.mutable === false)
      .map(([name]) => attributeName(name)),
    mfa: {
      mode: multifactor === undefined ? 'OFF' : multifactor.mode === 'REQUIRED' ? 'ON' : multifactor.mode,
      methods:
        multifactor === undefined || multifactor.mode === 'OFF'
          ? []
          : [
              ...(multifactor.sms ? (['SMS'] as const) : []),
              ...(multifactor.totp ? (['TOTP'] as const) : []),
              ...(multifactor.email ? (['EMAIL'] as const) : []),
            ],
    },
    passwordless: { emailOtp: hasOtp(loginWith.email), smsOtp: hasOtp(loginWith.phone) },
    triggers: Object.fromEntries(triggers),
  };
}

function hasOtp(login: AuthProps['loginWith']['email']): boolean {
  return typeof login === 'object' && Boolean(login.otpLogin);
}
