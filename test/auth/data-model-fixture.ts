import type { AuthOperation, AuthRule } from '../../src/ir/auth-rule.ts';
import type { ApiSettings, DataModel, Field, FieldOrigin, Model, Relation } from '../../src/ir/data-model.ts';
import type { IamIdentity, Identity, TokenIdentity } from '../../src/ir/identity.ts';

/** Data models and identities in a line or two, for tests of authorization. */

export const everyOperation: readonly AuthOperation[] = [
  'create',
  'update',
  'delete',
  'get',
  'list',
  'listen',
  'search',
  'sync',
];

/** A rule as an author writes it: `operations` default to all, claims and fields to the documented ones. */
export type RuleText =
  | { allow: 'public'; provider?: 'apiKey' | 'identityPool'; operations?: readonly AuthOperation[] }
  | { allow: 'private'; provider?: 'userPools' | 'oidc' | 'identityPool'; operations?: readonly AuthOperation[] }
  | { allow: 'custom'; operations?: readonly AuthOperation[] }
  | {
      allow: 'owner';
      provider?: 'userPools' | 'oidc';
      ownerField?: string;
      ownerIsList?: boolean;
      identityClaim?: string;
      operations?: readonly AuthOperation[];
    }
  | {
      allow: 'groups';
      provider?: 'userPools' | 'oidc';
      groups?: readonly string[];
      groupsField?: string;
      groupsIsList?: boolean;
      groupClaim?: string;
      operations?: readonly AuthOperation[];
    };

export function rule(text: RuleText): AuthRule {
  const base = { kind: 'AuthRule', operations: text.operations ?? everyOperation } as const;
  switch (text.allow) {
    case 'public':
      return { ...base, allow: 'public', provider: text.provider ?? 'apiKey' };
    case 'private':
      return { ...base, allow: 'private', provider: text.provider ?? 'userPools' };
    case 'custom':
      return { ...base, allow: 'custom', provider: 'function' };
    case 'owner': {
      const { provider = 'userPools', ownerField = 'owner', ownerIsList = false } = text;
      const identityClaim = text.identityClaim ?? 'sub::username';
      return { ...base, allow: 'owner', provider, ownerField, ownerIsList, identityClaim };
    }
    case 'groups': {
      const { provider = 'userPools', groupClaim = 'cognito:groups', groupsField = 'groups' } = text;
      if (text.groups !== undefined) {
        return { ...base, allow: 'groups', provider, groups: text.groups, groupsField: null, groupClaim };
      }
      const groupsIsList = text.groupsIsList ?? false;
      return { ...base, allow: 'groups', provider, groups: null, groupsField, groupsIsList, groupClaim };
    }
  }
}

/** Fields by name: their own rules, or `null`. */
export function model(
  rules: readonly AuthRule[] | null,
  fields: Readonly<Record<string, readonly AuthRule[] | null>>,
  more: Partial<Model> = {},
): Model {
  const name = more.name ?? 'Note';
  return {
    kind: 'Model',
    name,
    plural: `${name}s`,
    table: name,
    fields: [
      field('id', null, 'id'),
      ...Object.entries(fields).map(([field_, own]) => field(field_, own, 'declared')),
      field('createdAt', null, 'timestamp'),
    ],
    computedFields: [],
    interfaces: [],
    relations: [],
    primaryKey: { fields: ['id'], custom: false },
    indexes: [],
    timestamps: { createdAt: 'createdAt', updatedAt: null },
    operations: {
      get: `get${name}`,
      list: `list${name}s`,
      search: null,
      create: `create${name}`,
      update: `update${name}`,
      delete: `delete${name}`,
      onCreate: [`onCreate${name}`],
      onUpdate: [`onUpdate${name}`],
      onDelete: [`onDelete${name}`],
    },
    subscriptionLevel: 'on',
    rules,
    ...more,
  };
}

export function field(name: string, rules: readonly AuthRule[] | null, origin: FieldOrigin): Field {
  const type = { kind: 'NamedType', name: 'String', nonNull: false } as const;
  return { kind: 'Field', name, type, origin, default: null, validations: [], rules };
}

export function relation(name: string, related: string, rules: readonly AuthRule[] | null): Relation {
  return {
    kind: 'Relation',
    name,
    relation: 'hasMany',
    model: related,
    required: false,
    style: 'references',
    lookup: { index: null, from: ['id'] },
    foreignKey: { on: 'related', fields: [] },
    limit: 100,
    manyToMany: null,
    rules,
  };
}

export function dataModel(models: readonly Model[], settings: Partial<ApiSettings> = {}): DataModel {
  return {
    kind: 'DataModel',
    settings: {
      defaultAuthMode: 'API_KEY',
      authModes: ['API_KEY', 'AMAZON_COGNITO_USER_POOLS', 'OPENID_CONNECT', 'AWS_IAM', 'AWS_LAMBDA'],
      genericIamAccess: false,
      sandboxMode: false,
      functionAccess: [],
      ...settings,
    },
    models,
    objects: [],
    interfaces: [],
    unions: [],
    enums: [],
    inputs: [],
    operations: [],
  };
}

export const apiKey: Identity = { mode: 'API_KEY', keyName: 'default', sourceIp: [], expiresAt: null };

export const lambda: Identity = {
  mode: 'AWS_LAMBDA',
  resolverContext: {},
  deniedFields: [],
  sourceIp: [],
  expiresAt: null,
};

export function user(
  claims: Readonly<Record<string, unknown>>,
  mode: TokenIdentity['mode'] = 'AMAZON_COGNITO_USER_POOLS',
): Identity {
  const own = Object.assign(Object.create(null) as Record<string, unknown>, claims);
  return { mode, sub: String(claims.sub), issuer: 'iss', username: null, claims: own, sourceIp: [], expiresAt: null };
}

export function iam(principal: IamIdentity['principal'], allowedFields: readonly string[] | null = null): Identity {
  const accountId = '123456789012';
  const isPool = principal === 'authenticated' || principal === 'guest';
  return {
    mode: 'AWS_IAM',
    principal,
    accountId,
    userArn: `arn:aws:sts::${accountId}:assumed-role/${principal}/session`,
    username: principal,
    cognitoIdentityPoolId: isPool ? 'us-east-1:pool' : null,
    cognitoIdentityId: isPool ? 'us-east-1:identity' : null,
    allowedFields,
    sourceIp: [],
    expiresAt: null,
  };
}
