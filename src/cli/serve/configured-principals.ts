import type { SigV4Principal } from '../../identity/sigv4/sigv4-verifier.ts';
import type { PreampConfig } from '../config/config-schema.ts';

/** The IAM principals a configuration names. */
export function configuredPrincipals(config: PreampConfig, accountId: string): readonly SigV4Principal[] {
  return (config.authorization?.principals ?? []).map(({ name, accessKeyId, secretAccessKey, allow = null }) => ({
    accessKeyId,
    secretAccessKey,
    sessionToken: null,
    expiresAt: null,
    identity: {
      principal: 'role',
      accountId,
      userArn: `arn:aws:iam::${accountId}:user/${name}`,
      username: accessKeyId,
      cognitoIdentityPoolId: null,
      cognitoIdentityId: null,
      allowedFields: allow,
    },
  }));
}
