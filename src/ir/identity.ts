/**
 * Who makes a request: the result of checking a credential, and all that rules and handlers may know of the caller.
 * A request has exactly one mode. `reference/authorization.md` section 1.2.
 */
export type Identity = ApiKeyIdentity | TokenIdentity | IamIdentity | LambdaIdentity;

interface IdentityBase {
  /** Addresses the request came through, nearest client first. */
  readonly sourceIp: readonly string[];
  /** Unix seconds after which the credential no longer holds; `null` where it does not end. */
  readonly expiresAt: number | null;
}

export interface ApiKeyIdentity extends IdentityBase {
  readonly mode: 'API_KEY';
  /** Name of the key, never the key. */
  readonly keyName: string;
}

export interface TokenIdentity extends IdentityBase {
  readonly mode: 'AMAZON_COGNITO_USER_POOLS' | 'OPENID_CONNECT';
  readonly sub: string;
  readonly issuer: string;
  /** `username` or `cognito:username`; `null` where the token has neither. */
  readonly username: string | null;
  /** The verified claims; own properties only, without a prototype. */
  readonly claims: Readonly<Record<string, unknown>>;
}

export interface IamIdentity extends IdentityBase {
  readonly mode: 'AWS_IAM';
  /** `authenticated` and `guest`: roles of the identity pool. `role`: any other principal. `service`: passes all rules. */
  readonly principal: 'authenticated' | 'guest' | 'role' | 'service';
  readonly accountId: string;
  readonly userArn: string;
  readonly username: string;
  readonly cognitoIdentityPoolId: string | null;
  readonly cognitoIdentityId: string | null;
  /** What the principal's policy lets it call, as `Query.*`, `Mutation.createPost`…; `null` is everything. */
  readonly allowedFields: readonly string[] | null;
}

export interface LambdaIdentity extends IdentityBase {
  readonly mode: 'AWS_LAMBDA';
  readonly resolverContext: Readonly<Record<string, unknown>>;
  /** `Type.field` names the authorizer refused. */
  readonly deniedFields: readonly string[];
}
