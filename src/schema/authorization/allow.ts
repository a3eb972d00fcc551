import type { AuthRuleDefinition, FunctionAction, ResourceRuleDefinition } from '../definition.ts';
import type { CannotCall, Once } from '../once.ts';
import type { kind, shape } from '../phantom.ts';

export type RuleOperation = 'create' | 'update' | 'delete' | 'read' | 'get' | 'list' | 'sync' | 'listen' | 'search';

export type PrivateProvider = 'userPools' | 'oidc' | 'identityPool';
export type UserProvider = 'userPools' | 'oidc';

type RuleFamily = 'plain' | 'owner' | 'group';

/** One rule. `Single` and `List` are the fields it implies: one name, or a list of names. */
export interface Rule<
  Family extends RuleFamily = 'plain',
  Single extends string = never,
  List extends string = never,
  Used extends string = never,
> {
  readonly [kind]: 'rule';
  readonly [shape]: { readonly single: Single; readonly list: List };
  readonly data: AuthRuleDefinition;
  /** What the rule admits; everything where it is not called. */
  readonly to: Once<Used, 'to', (operations: readonly RuleOperation[]) => Rule<Family, Single, List, Used | 'to'>>;
  /** The claim of the caller's token that is compared with the owner field. */
  readonly identityClaim: Once<
    Used,
    'identityClaim',
    Family extends 'owner'
      ? (claim: string) => Rule<Family, Single, List, Used | 'identityClaim'>
      : CannotCall<'.identityClaim() is for owner rules'>
  >;
  /** The claim of the caller's token that lists the caller's groups. */
  readonly withClaimIn: Once<
    Used,
    'withClaimIn',
    Family extends 'group'
      ? (claim: string) => Rule<Family, Single, List, Used | 'withClaimIn'>
      : CannotCall<'.withClaimIn() is for group rules'>
  >;
}

/** A rule as it stands where `.to()` has no meaning: on queries, mutations and subscriptions. */
export interface CallRule<Family extends 'plain' | 'group' = 'plain', Used extends string = never> {
  readonly [kind]: 'rule';
  readonly data: AuthRuleDefinition;
  readonly withClaimIn: Once<
    Used,
    'withClaimIn',
    Family extends 'group'
      ? (claim: string) => CallRule<Family, Used | 'withClaimIn'>
      : CannotCall<'.withClaimIn() is for group rules'>
  >;
}

/** A grant of the API's root types to a function; `query`, `mutate` and `listen` where `.to()` is not called. */
export interface ResourceRule<Used extends string = never> {
  readonly [kind]: 'resourceRule';
  readonly data: ResourceRuleDefinition;
  readonly to: Once<Used, 'to', (actions: readonly FunctionAction[]) => ResourceRule<Used | 'to'>>;
}

interface AnyRule {
  readonly [kind]: 'rule';
}

interface AnySchemaRule {
  readonly [kind]: 'rule' | 'resourceRule';
}

/** What an `authorization` callback gives back. */
export type AuthRules = AnyRule | readonly AnyRule[];
/** The rules of a callback's result, as a union. */
export type EachRule<R> = R extends readonly (infer One)[] ? One : R;
export type SchemaAuthRules = AnySchemaRule | readonly AnySchemaRule[];

/** `allow` of models and fields. */
export interface AllowRules {
  /** Whoever has the API key. */
  publicApiKey(): Rule;
  /** Whoever has guest credentials of the identity pool. */
  guest(): Rule;
  /** Whoever is signed in. */
  authenticated(provider?: PrivateProvider): Rule;
  /** Whoever created the record; their name stands in its `owner` field. */
  owner(provider?: UserProvider): Rule<'owner', 'owner'>;
  /** Whoever is named in a field. */
  ownerDefinedIn<const Field extends string>(field: Field, provider?: UserProvider): Rule<'owner', Field>;
  /** Whoever is named in a field that holds a list. */
  ownersDefinedIn<const Field extends string>(field: Field, provider?: UserProvider): Rule<'owner', never, Field>;
  /** Members of a group. */
  group(group: string, provider?: UserProvider): Rule<'group'>;
  /** Members of any of the groups. */
  groups(groups: readonly string[], provider?: UserProvider): Rule<'group'>;
  /** Members of the group that a field names. */
  groupDefinedIn<const Field extends string>(field: Field, provider?: UserProvider): Rule<'group', Field>;
  /** Members of any group that a field lists. */
  groupsDefinedIn<const Field extends string>(field: Field, provider?: UserProvider): Rule<'group', never, Field>;
  /** Whoever the Lambda authorizer admits. */
  custom(provider?: 'function'): Rule;
}

/** `allow` of a schema. */
export interface SchemaAllowRules extends AllowRules {
  /** A function made with `defineFunction`. */
  resource(fn: object): ResourceRule;
}

/** `allow` of queries, mutations, subscriptions and generations. */
export interface CallAllowRules {
  publicApiKey(): CallRule;
  guest(): CallRule;
  authenticated(provider?: PrivateProvider): CallRule;
  group(group: string, provider?: UserProvider): CallRule<'group'>;
  groups(groups: readonly string[], provider?: UserProvider): CallRule<'group'>;
  custom(provider?: 'function'): CallRule;
}

/** `allow` of conversations. */
export interface ConversationAllowRules {
  owner(): Rule<'owner', 'owner'>;
}

class RuleBuilder {
  readonly data: AuthRuleDefinition;

  constructor(data: AuthRuleDefinition) {
    this.data = data;
  }

  to(operations: readonly RuleOperation[]): this {
    this.data.operations = operations;
    return this;
  }

  identityClaim(claim: string): this {
    this.data.identityClaim = claim;
    return this;
  }

  withClaimIn(claim: string): this {
    this.data.groupClaim = claim;
    return this;
  }
}

class ResourceRuleBuilder {
  readonly data: ResourceRuleDefinition;

  constructor(fn: object) {
    this.data = { kind: 'resource', function: fn, actions: ['query', 'mutate', 'listen'] };
  }

  to(actions: readonly FunctionAction[]): this {
    this.data.actions = actions;
    return this;
  }
}

type RuleSettings = Partial<Pick<AuthRuleDefinition, 'provider' | 'field' | 'groups'>>;

function rule(allow: AuthRuleDefinition['allow'], settings: RuleSettings): RuleBuilder {
  return new RuleBuilder({
    kind: 'rule',
    allow,
    provider: settings.provider ?? null,
    operations: null,
    field: settings.field ?? null,
    groups: settings.groups ?? null,
    identityClaim: null,
    groupClaim: null,
  });
}

function known(provider: string | undefined, providers: readonly string[]): string | null {
  if (provider !== undefined && !providers.includes(provider)) throw new Error(`Invalid provider (${provider}) given!`);
  return provider ?? null;
}

const privateProviders: readonly string[] = ['userPools', 'oidc', 'identityPool'];
const userProviders: readonly string[] = ['userPools', 'oidc'];

function owner(name: string, list: boolean, provider: string | undefined): RuleBuilder {
  return rule('owner', { provider: known(provider, userProviders), field: { name, list } });
}

function groups(settings: RuleSettings, provider: string | undefined): RuleBuilder {
  return rule('groups', { ...settings, provider: provider ?? null });
}

/** The one `allow` that every `authorization` callback is given; its type says what may be used where. */
export const allow = Object.freeze({
  publicApiKey: () => rule('public', { provider: 'apiKey' }),
  guest: () => rule('public', { provider: 'identityPool' }),
  authenticated: (provider?: string) => rule('private', { provider: known(provider, privateProviders) }),
  owner: (provider?: string) => owner('owner', false, provider),
  ownerDefinedIn: (field: string, provider?: string) => owner(field, false, provider),
  ownersDefinedIn: (field: string, provider?: string) => owner(field, true, provider),
  group: (group: string, provider?: string) => groups({ groups: [group] }, provider),
  groups: (names: readonly string[], provider?: string) => groups({ groups: [...names] }, provider),
  groupDefinedIn: (field: string, provider?: string) => groups({ field: { name: field, list: false } }, provider),
  groupsDefinedIn: (field: string, provider?: string) => groups({ field: { name: field, list: true } }, provider),
  custom: (provider?: string) => rule('custom', { provider: provider ?? null }),
  resource: (fn: object) => new ResourceRuleBuilder(fn),
}) as unknown as SchemaAllowRules;
