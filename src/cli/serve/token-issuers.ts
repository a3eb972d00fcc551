import type { TokenIssuer } from '../../identity/token-issuer.ts';
import type { PreampConfig } from '../config/config-schema.ts';

/** The issuers a configuration names, with the keys where Cognito and OIDC providers publish them. */
export function configuredIssuers(config: PreampConfig): readonly TokenIssuer[] {
  return (config.authorization?.issuers ?? []).map(({ mode, issuer, clientIds = null, jwksUrl }) => {
    const keys = { kind: 'remote', url: jwksUrl ?? `${issuer.replace(/\/$/, '')}/.well-known/jwks.json` } as const;
    return mode === 'OPENID_CONNECT' ? { mode, issuer, keys, audiences: clientIds } : { mode, issuer, keys, clientIds };
  });
}
