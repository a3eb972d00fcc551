import { createHash } from 'node:crypto';
import { policyField } from '../../identity/field-policy.ts';
import type { SigV4Principal } from '../../identity/sigv4/sigv4-verifier.ts';
import type { PreampConfig } from '../config/config-schema.ts';
import type { Instance } from '../data/instance-file.ts';

type Configured = NonNullable<NonNullable<PreampConfig['authorization']>['principals']>[number];
type Kind = NonNullable<Configured['kind']>;

/** A caller from the configuration, and whether it may administer users. */
export interface ConfiguredPrincipal extends SigV4Principal {
  readonly isAdministrator: boolean;
}

/** The role that each kind has assumed where the configuration names none. */
const roleNames: Partial<Record<Kind, string>> = { authenticated: 'authRole', unauthenticated: 'unauthRole' };
const identityKinds = {
  role: 'role',
  authenticated: 'authenticated',
  group: 'authenticated',
  unauthenticated: 'guest',
  service: 'service',
  admin: 'service',
} as const;

/** The IAM principals a configuration names. `adminRoles`: parts of the ARNs that pass every rule. */
export function configuredPrincipals(
  config: PreampConfig,
  instance: Instance,
  adminRoles: readonly string[],
): readonly ConfiguredPrincipal[] {
  return (config.authorization?.principals ?? []).map((configured) => {
    const { name, accessKeyId, secretAccessKey, sessionToken = null, kind = 'role', allow } = configured;
    const inPool = kind === 'authenticated' || kind === 'unauthenticated' || kind === 'group';
    const userArn = arnOf(configured, kind, instance.accountId);
    const isAdminRole = !inPool && adminRoles.some((part) => userArn.includes(part));
    return {
      accessKeyId,
      secretAccessKey,
      sessionToken,
      expiresAt: null,
      isAdministrator: kind === 'admin',
      identity: {
        principal: isAdminRole ? 'service' : identityKinds[kind],
        accountId: accountOf(configured) ?? instance.accountId,
        userArn,
        username: userArn.includes(':assumed-role/') ? `${accessKeyId}:${sessionName(configured, kind)}` : accessKeyId,
        cognitoIdentityPoolId: inPool ? instance.identityPoolId : null,
        cognitoIdentityId: inPool ? `${instance.region}:${uuidOf(name)}` : null,
        allowedFields: allow === undefined ? null : allow.map(policyField).filter((field) => field !== null),
      },
    };
  });
}

/** What rules and handlers see of a role is the session that assumed it; without a role, it is a user. */
function arnOf(configured: Configured, kind: Kind, accountId: string): string {
  const role = configured.roleArn?.slice(configured.roleArn.lastIndexOf('/') + 1) ?? roleNames[kind];
  if (role === undefined) return `arn:aws:iam::${accountId}:user/${configured.name}`;
  return `arn:aws:sts::${accountOf(configured) ?? accountId}:assumed-role/${role}/${sessionName(configured, kind)}`;
}

function sessionName({ name }: Configured, kind: Kind): string {
  return kind === 'authenticated' || kind === 'unauthenticated' || kind === 'group'
    ? 'CognitoIdentityCredentials'
    : name;
}

function accountOf({ roleArn }: Configured): string | null {
  return roleArn === undefined ? null : (roleArn.split(':')[4] ?? null);
}

/** The same name is the same identity, across restarts. */
function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
