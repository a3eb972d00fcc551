import { type ASTNode, Kind } from 'graphql';
import type { AuthOperation, AuthProvider, AuthRule } from '../ir/auth-rule.ts';
import type { AuthMode } from '../ir/data-model.ts';
import type { DirectiveUse } from './directive.ts';
import { members, stringList, stringOrNull } from './directive-arguments.ts';
import { fieldType } from './fields.ts';

type Strategy = AuthRule['allow'];

/** Strategy → providers it may have, the default first; the wording is the official compiler's. */
const strategies: Readonly<
  Record<Strategy, { readonly providers: readonly AuthProvider[]; readonly wording: string }>
> = {
  public: { providers: ['apiKey', 'identityPool'], wording: `'apiKey' (default) and 'identityPool' providers` },
  private: {
    providers: ['userPools', 'identityPool', 'oidc'],
    wording: `'userPools' (default) and 'identityPool' providers`,
  },
  owner: { providers: ['userPools', 'oidc'], wording: `'userPools' (default) and 'oidc' providers` },
  groups: { providers: ['userPools', 'oidc'], wording: `'userPools' and 'oidc' providers` },
  custom: { providers: ['function'], wording: `'function' (default) provider` },
};

const providerModes: Readonly<Record<AuthProvider, { readonly mode: AuthMode; readonly wording: string }>> = {
  apiKey: { mode: 'API_KEY', wording: 'API Key' },
  userPools: { mode: 'AMAZON_COGNITO_USER_POOLS', wording: 'Cognito User Pools' },
  oidc: { mode: 'OPENID_CONNECT', wording: 'OPENID_CONNECT' },
  identityPool: { mode: 'AWS_IAM', wording: 'IAM' },
  function: { mode: 'AWS_LAMBDA', wording: 'Lambda' },
};

const readOperations: readonly AuthOperation[] = ['get', 'list', 'search', 'listen', 'sync'];
const allOperations: readonly AuthOperation[] = ['create', 'update', 'delete', ...readOperations];

/**
 * The rules of one `@auth` with every default made explicit; `null` where any of them is wrong, each of which is
 * reported at the rule.
 */
export function authRulesOf(use: DirectiveUse): AuthRule[] | null {
  const { directive, report, arguments: given } = use;
  const nodes = ruleNodes(use);
  const values: readonly unknown[] = Array.isArray(given.rules) ? given.rules : [given.rules];
  if (values.length === 0) {
    const name = use.on === 'type' ? use.type.name : use.field.name;
    report(
      'auth-empty-rules',
      directive,
      `@auth on ${name} does not have any auth rules.`,
      'Add a rule, or remove @auth.',
    );
    return null;
  }
  const rules = values.map((value, index) => authRule(use, members(value), nodes[index] ?? directive));
  return rules.every((rule) => rule !== null) ? rules : null;
}

function ruleNodes({ directive }: DirectiveUse): readonly ASTNode[] {
  const value = directive.arguments?.find((argument) => argument.name.value === 'rules')?.value;
  if (value === undefined) return [];
  return value.kind === Kind.LIST ? value.values : [value];
}

function authRule(use: DirectiveUse, rule: Readonly<Record<string, unknown>>, node: ASTNode): AuthRule | null {
  const allow = stringOrNull(rule.allow);
  if (!isStrategy(allow)) return null;
  const written = stringOrNull(rule.provider) ?? strategies[allow].providers[0]!;
  const provider = (written === 'iam' ? 'identityPool' : written) as AuthProvider;
  let sound = checkProvider(use, node, allow, written, provider);
  if (!checkGroups(use, node, allow, rule)) sound = false;
  if (!checkOperations(use, node, rule)) sound = false;
  if (!sound) return null;

  const base = { kind: 'AuthRule', provider, operations: operationsOf(rule.operations) } as const;
  const ownerGroups = allow === 'owner' ? stringList(rule.groups) : null;
  // With the official compiler too, an owner rule that lists groups asks for the groups and for no owner.
  if (ownerGroups !== null) {
    return { ...base, allow: 'groups', groups: ownerGroups, groupsField: null, groupClaim: 'cognito:groups' };
  }
  if (allow === 'owner') {
    const ownerField = stringOrNull(rule.ownerField) ?? 'owner';
    const ownerIsList = fieldType(use.type, ownerField)?.kind === 'ListType';
    return {
      ...base,
      allow,
      ownerField,
      ownerIsList,
      identityClaim: stringOrNull(rule.identityClaim) ?? 'sub::username',
    };
  }
  if (allow === 'groups') {
    const groupClaim = stringOrNull(rule.groupClaim) ?? 'cognito:groups';
    const groups = stringList(rule.groups);
    if (groups !== null) return { ...base, allow, groups, groupsField: null, groupClaim };
    const groupsField = stringOrNull(rule.groupsField) ?? 'groups';
    const groupsIsList = fieldType(use.type, groupsField)?.kind === 'ListType';
    return { ...base, allow, groups: null, groupsField, groupsIsList, groupClaim };
  }
  return { ...base, allow };
}

function checkProvider(
  { draft, report }: DirectiveUse,
  node: ASTNode,
  allow: Strategy,
  written: string,
  provider: AuthProvider,
): boolean {
  const { providers, wording } = strategies[allow];
  if (!providers.includes(provider)) {
    const message = `@auth directive with '${allow}' strategy only supports ${wording}, but found '${written}' assigned.`;
    report('auth-provider-strategy', node, message, `Use provider: ${providers.join(' or ')}.`);
    return false;
  }
  const { mode, wording: name } = providerModes[provider];
  if (draft.settings.authModes.includes(mode)) return true;
  const message =
    `@auth directive with '${written}' provider found, ` +
    `but the project has no ${name} authentication provider configured.`;
  report('auth-provider-missing', node, message, `Add ${mode} to the authorization modes, or change the rule.`);
  return false;
}

function checkGroups(
  { report }: DirectiveUse,
  node: ASTNode,
  allow: Strategy,
  rule: Readonly<Record<string, unknown>>,
): boolean {
  const groups = stringList(rule.groups);
  const groupsField = stringOrNull(rule.groupsField);
  let sound = true;
  const fail: typeof report = (...finding) => {
    sound = false;
    report(...finding);
  };
  if (allow === 'groups' && groups === null && !groupsField) {
    const message = `@auth directive with 'groups' should have a defined groups list or a groupsField.`;
    fail('auth-groups-missing', node, message, `Add groups: ["…"], or groupsField: "…".`);
  }
  if (groups !== null && groupsField !== null) {
    const message = 'This rule has groupsField and groups, please use one or the other';
    fail('auth-groups-and-groups-field', node, message);
  }
  if (allow === 'groups' && groups?.length === 0) {
    fail('auth-groups-empty', node, '@auth rules using groups cannot have an empty list');
  }
  if (allow === 'groups' && stringOrNull(rule.identityClaim) !== null) {
    const message = `@auth identityClaim can only be used for 'allow: owner'`;
    fail('auth-identity-claim-misplaced', node, message, `Use 'groupClaim' to name the claim that holds groups.`);
  }
  if (allow === 'owner' && stringOrNull(rule.groupClaim) !== null) {
    const message = `@auth groupClaim can only be used 'allow: groups'`;
    fail(
      'auth-group-claim-misplaced',
      node,
      message,
      `Use 'identityClaim' to name the claim that identifies an owner.`,
    );
  }
  return sound;
}

function checkOperations(use: DirectiveUse, node: ASTNode, rule: Readonly<Record<string, unknown>>): boolean {
  const operations = stringList(rule.operations);
  if (operations === null) return true;
  const parts = operations.filter((operation) => readOperations.some((read) => read === operation));
  let sound = true;
  const fail: typeof use.report = (...finding) => {
    sound = false;
    use.report(...finding);
  };
  if (use.on === 'field' && operations.length > 0 && use.type.model === null) {
    if (use.type.root !== null) {
      const message =
        `@auth rules on fields within Query, Mutation, Subscription cannot specify 'operations' argument as these rules ` +
        'are already on an operation already.';
      fail('auth-operations-on-operation', node, message, `Remove 'operations'.`);
    } else {
      const message =
        `@auth rules on fields within types that does not have @model directive cannot specify 'operations' argument ` +
        'as there are operations will be generated by the CLI.';
      fail('auth-operations-on-type', node, message, `Remove 'operations'.`);
    }
  }
  if (use.on === 'field' && parts.length > 0) {
    const message = `'${parts}' operation is not allowed at the field level.`;
    fail('auth-operation-at-field', node, message, `Use 'read', the only read operation a field has.`);
  }
  if (operations.includes('read') && parts.length > 0) {
    const message =
      `'${parts}' operations are specified in addition to 'read'. Either remove 'read' to limit access only to ` +
      `'${parts}' or only keep 'read' to grant all ${readOperations} access.`;
    fail('auth-read-and-part', node, message);
  }
  return sound;
}

function operationsOf(given: unknown): readonly AuthOperation[] {
  const operations = stringList(given);
  if (operations === null) return allOperations;
  const read = operations.includes('read');
  return allOperations.filter(
    (operation) => operations.includes(operation) || (read && readOperations.includes(operation)),
  );
}

function isStrategy(value: string | null): value is Strategy {
  return value !== null && Object.hasOwn(strategies, value);
}
