import { type UserPoolSettings, userPoolSettings } from '../../identity/user-pool/user-pool-settings.ts';
import type { PreampConfig } from '../config/config-schema.ts';
import type { Instance } from '../data/instance-file.ts';
import type { DeclaredUserPool } from '../project/declared-backend.ts';

/** Settings of the embedded user pool: what the configuration says, else the resource file, else Amplify's defaults. */
export function poolSettings(
  instance: Instance,
  { settings }: DeclaredUserPool,
  { userPool = {} }: PreampConfig,
): UserPoolSettings {
  const { region, accountId, userPoolId, userPoolClientId, identityPoolId } = instance;
  const { signInWith, confirmation, selfSignUp, allowGuests = true } = userPool;
  return userPoolSettings({
    ...settings,
    ...(signInWith === undefined ? {} : { signInWith: signInNames(signInWith) }),
    ...(confirmation === undefined ? {} : { confirmation }),
    ...(selfSignUp === undefined ? {} : { selfSignUp }),
    userPoolId,
    clientIds: [userPoolClientId],
    // The form of the cloud: clients and token verifiers derive it from the pool's id.
    issuer: `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`,
    identityPool: {
      id: identityPoolId,
      allowGuests,
      accountId,
      authenticatedRole: 'authRole',
      guestRole: 'unauthRole',
    },
  });
}

/** A name and an attribute cannot both be what users sign in with. */
function signInNames(names: readonly ('username' | 'email' | 'phone_number')[]): UserPoolSettings['signInWith'] {
  const attributes = names.filter((name) => name !== 'username');
  return attributes.length === names.length ? attributes : ['username'];
}
