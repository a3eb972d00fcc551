import type { TokenIssuer } from '../../identity/token-issuer.ts';
import type { PreampConfig } from '../config/config-schema.ts';

/** The issuers a configuration names, with the keys where Cognito publishes them and OIDC providers say they are. */
export function configuredIssuers(config: PreampConfig): readonly TokenIssuer[] {
  return (config.authorization?.issuers ?? []).map(({ mode, issuer, clientIds = null, jwksUrl }): TokenIssuer => {
    const configured = jwksUrl === undefined ? null : ({ kind: 'remote', url: jwksUrl } as const);
    if (mode === 'OPENID_CONNECT') {
      return { mode, issuer, keys: configured ?? { kind: 'discovered' }, audiences: clientIds };
    }
    const published = { kind: 'remote', url: `${issuer.replace(/\/$/, '')}/.well-known/jwks.json` } as const;
    return { mode, issuer, keys: configured ?? published, clientIds };
  });
}
