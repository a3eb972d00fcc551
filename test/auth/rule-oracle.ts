import type { AuthRule } from '../../src/ir/auth-rule.ts';
import type { Identity } from '../../src/ir/identity.ts';
import type { Item } from '../../src/ir/item.ts';
import { apiKey, iam, lambda, type RuleText, user } from './data-model-fixture.ts';

/** Callers, rules and records of all kinds, and a second and simpler reading of rules, one record at a time. */

const alice = { sub: 's-alice', username: 'alice', email: 'a@example.com', tenant: 't1', 'cognito:groups': ['Eng'] };
const bob = { sub: 's-bob', username: 'bob', email: 'b@example.com', tenant: 't2', 'cognito:groups': ['Sales'] };
const oidc = 'OPENID_CONNECT';

export const callers: Readonly<Record<string, Identity>> = {
  'an API key': apiKey,
  alice: user(alice),
  bob: user(bob),
  'alice with her ID token': user({ sub: 's-alice', 'cognito:username': 'alice', 'cognito:groups': ['Eng'] }),
  'a token with nothing but a sub': user({ sub: 's-alice' }),
  'a token with groups as JSON text': user({ ...alice, 'cognito:groups': '["Eng","Ops"]', teams: '["Eng"]' }),
  'a token with one group as text': user({ ...alice, 'cognito:groups': 'Eng', teams: 'Eng' }),
  'a token whose group merely contains the name': user({ ...alice, 'cognito:groups': 'Engineers', teams: ['xEng'] }),
  'a token with claims of other types': user({
    sub: 7,
    username: ['alice'],
    email: { a: 1 },
    'cognito:groups': [7, null],
  }),
  'a token with empty claims': user({ sub: '', username: '', email: '', 'cognito:groups': '' }),
  'alice of the OIDC issuer': user({ ...alice, teams: ['Eng'] }, oidc),
  'a bare OIDC token': user({ sub: 's-alice' }, oidc),
  'a guest': iam('guest'),
  'a signed-in identity': iam('authenticated'),
  'another IAM role': iam('role'),
  'a Lambda caller': lambda,
};

const claims = ['sub::username', 'username', 'sub', 'email', 'tenant::sub'];
const tokenProviders = ['userPools', 'oidc'] as const;
export const rules: readonly RuleText[] = [
  { allow: 'public' },
  { allow: 'public', provider: 'identityPool' },
  { allow: 'private' },
  { allow: 'private', provider: 'oidc' },
  { allow: 'private', provider: 'identityPool' },
  { allow: 'custom' },
  ...tokenProviders.flatMap((provider) => [
    ...claims.flatMap((identityClaim): RuleText[] => [
      { allow: 'owner', provider, identityClaim },
      { allow: 'owner', provider, identityClaim, ownerField: 'owners', ownerIsList: true },
    ]),
    ...['cognito:groups', 'teams'].flatMap((groupClaim): RuleText[] => [
      { allow: 'groups', provider, groups: ['Admin', 'Eng'], groupClaim },
      { allow: 'groups', provider, groupsField: 'group', groupClaim },
      { allow: 'groups', provider, groupsField: 'groups', groupsIsList: true, groupClaim },
    ]),
  ]),
];

export const records: Readonly<Record<string, Item>> = {
  "alice's": { owner: 's-alice::alice', owners: ['x', 's-alice::alice'], group: 'Eng', groups: ['Ops', 'Eng'] },
  "alice's by her sub": { owner: 's-alice', owners: ['s-alice'], group: 'Eng', groups: ['Eng'] },
  "alice's by her name": { owner: 'alice', owners: ['bob', 'alice'], group: 'Eng', groups: ['Eng'] },
  "alice's by her address": { owner: 'a@example.com', owners: ['a@example.com'], group: 'Ops', groups: ['Ops'] },
  "alice's by her tenant": { owner: 't1::s-alice', owners: ['t1'], group: 'Engineers', groups: ['Engineers'] },
  "bob's": { owner: 's-bob::bob', owners: ['s-bob::bob'], group: 'Sales', groups: ['Sales'] },
  "somebody's with a similar name": { owner: 's-alice::alice2', owners: ['alice2'], group: 'eng', groups: ['En'] },
  "nobody's": {},
  'one of null': { owner: null, owners: null, group: null, groups: null },
  'one of nothing': { owner: '', owners: [], group: '', groups: [] },
};

const modes: Readonly<Record<AuthRule['provider'], Identity['mode']>> = {
  apiKey: 'API_KEY',
  userPools: 'AMAZON_COGNITO_USER_POOLS',
  oidc: 'OPENID_CONNECT',
  identityPool: 'AWS_IAM',
  function: 'AWS_LAMBDA',
};

/** The second reading: does this rule let this caller at this record? */
export function admits(text: AuthRule, caller: Identity, record: Item): boolean {
  if (caller.mode !== modes[text.provider]) return false;
  const isIam = caller.mode === 'AWS_IAM';
  if (text.allow === 'public') return !isIam || caller.principal === 'guest';
  if (text.allow === 'private') return !isIam || caller.principal === 'authenticated';
  if (text.allow === 'custom') return true;
  const held = 'claims' in caller ? caller.claims : {};
  if (text.allow === 'owner') {
    const parts = text.identityClaim
      .split('::')
      .map((name) => held[name] ?? (name === 'username' ? held['cognito:username'] : undefined));
    if (!parts.every((part) => typeof part === 'string' && part.length > 0)) return false;
    return [record[text.ownerField]].flat().some((owner) => [parts.join('::'), ...parts].includes(owner));
  }
  const claim = held[text.groupClaim];
  const groups = (typeof claim === 'string' && claim.startsWith('[') ? JSON.parse(claim) : [claim].flat()) as unknown[];
  const names = groups.filter((name) => typeof name === 'string' && name !== '');
  const wanted = text.groups ?? [record[text.groupsField ?? '']].flat();
  return wanted.some((name) => names.includes(name));
}

/** The same for a create: an absent owner field is filled, if the caller has something to fill it with. */
export function admitsInput(text: AuthRule, caller: Identity, input: Item): boolean {
  if (text.allow !== 'owner' || text.ownerField in input) return admits(text, caller, input);
  const self = { ...caller, claims: 'claims' in caller ? caller.claims : {} };
  const full = text.identityClaim
    .split('::')
    .map((name) => self.claims[name] ?? (name === 'username' ? self.claims['cognito:username'] : ''));
  return admits(text, caller, { [text.ownerField]: full.join('::') });
}
