import type { JSONWebKeySet } from 'jose';

/** Who may sign tokens, and what a token of theirs must say. */
export type TokenIssuer = UserPoolIssuer | OidcIssuer;

interface IssuerBase {
  /** Exactly the `iss` claim; for OIDC a trailing slash more or less is the same issuer. */
  readonly issuer: string;
  readonly keys: IssuerKeys;
}

export interface UserPoolIssuer extends IssuerBase {
  readonly mode: 'AMAZON_COGNITO_USER_POOLS';
  /** App clients: an access token's `client_id`, an ID token's `aud`. `null` accepts every client of the pool. */
  readonly clientIds: readonly string[] | null;
  /** Whether the session behind verified claims still stands; asked at every request. Always, unless given. */
  readonly isLive?: (claims: Readonly<Record<string, unknown>>) => boolean;
}

export interface OidcIssuer extends IssuerBase {
  readonly mode: 'OPENID_CONNECT';
  /** Accepted `aud` (or `azp`) values; `null` accepts any. */
  readonly audiences: readonly string[] | null;
  /** Signature algorithms; all asymmetric ones unless given. */
  readonly algorithms?: readonly string[];
}

export type IssuerKeys =
  /** Asked at every verification, so that a rotated key counts at once. Return the same object while nothing changed. */
  | { readonly kind: 'local'; readonly jwks: () => JSONWebKeySet }
  /** Fetched when first needed, kept for ten minutes, fetched again for an unknown key id at most every 30 seconds. */
  | { readonly kind: 'remote'; readonly url: string }
  /** Found through the issuer's `/.well-known/openid-configuration` when first needed, then as `remote`. */
  | { readonly kind: 'discovered' };
