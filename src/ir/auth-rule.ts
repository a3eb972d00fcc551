/** One rule of `@auth` (or `allow.*`), with every default made explicit. `reference/authorization.md` section 1. */
export type AuthRule = PublicRule | PrivateRule | OwnerRule | StaticGroupsRule | DynamicGroupsRule | CustomRule;

export type AuthProvider = 'apiKey' | 'userPools' | 'oidc' | 'identityPool' | 'function';

/** `read` is expanded to `get`, `list`, `listen`, `search` and `sync`; a rule without `operations` lists all eight. */
export type AuthOperation = 'create' | 'update' | 'delete' | 'get' | 'list' | 'listen' | 'search' | 'sync';

interface RuleBase {
  readonly kind: 'AuthRule';
  readonly provider: AuthProvider;
  readonly operations: readonly AuthOperation[];
}

export interface PublicRule extends RuleBase {
  readonly allow: 'public';
}

export interface PrivateRule extends RuleBase {
  readonly allow: 'private';
}

export interface OwnerRule extends RuleBase {
  readonly allow: 'owner';
  readonly ownerField: string;
  /** Whether the owner field is a list of owners. */
  readonly ownerIsList: boolean;
  /** Claims joined by `::`; the default is `sub::username`. */
  readonly identityClaim: string;
}

export interface StaticGroupsRule extends RuleBase {
  readonly allow: 'groups';
  readonly groups: readonly string[];
  readonly groupsField: null;
  readonly groupClaim: string;
}

export interface DynamicGroupsRule extends RuleBase {
  readonly allow: 'groups';
  readonly groups: null;
  readonly groupsField: string;
  readonly groupsIsList: boolean;
  readonly groupClaim: string;
}

export interface CustomRule extends RuleBase {
  readonly allow: 'custom';
}
