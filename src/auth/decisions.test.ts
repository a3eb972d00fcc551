import { describe, expect, it } from 'vitest';
import {
  apiKey,
  dataModel,
  field,
  iam,
  lambda,
  model,
  relation,
  rule,
  user,
} from '../../test/auth/data-model-fixture.ts';
import type { ComputedField, CustomOperation, DataModel, ObjectType } from '../ir/data-model.ts';
import type { Identity } from '../ir/identity.ts';
import type { Item } from '../ir/item.ts';
import { compileAuthorizer } from './compile-authorizer.ts';
import { decideByFields } from './decide-by-fields.ts';

const alice = user({ sub: '1b2c', username: 'alice', 'cognito:groups': ['Eng'] });
const bob = user({ sub: '9z', username: 'bob' });
const none: ReadonlySet<string> = new Set();

const notes = (rules: Parameters<typeof model>[0], fields: Parameters<typeof model>[1] = { text: null }) =>
  compileAuthorizer(dataModel([model(rules, fields)]));

describe('the owner on create', () => {
  const both = [
    rule({ allow: 'private' }),
    rule({ allow: 'owner' }),
    rule({ allow: 'owner', ownerField: 'editors', ownerIsList: true }),
  ];

  it.each<[string, ReturnType<typeof rule>[], Identity, Item, Item | 'deny']>([
    ['absent is filled', [rule({ allow: 'owner' })], alice, {}, { owner: '1b2c::alice' }],
    ['absent list is filled', [both[2]!], alice, {}, { editors: ['1b2c::alice'] }],
    ['is stored as sent when it is the sub', [rule({ allow: 'owner' })], alice, { owner: '1b2c' }, {}],
    ['is stored as sent when it is the name', [rule({ allow: 'owner' })], alice, { owner: 'alice' }, {}],
    ['of somebody else is refused', [rule({ allow: 'owner' })], alice, { owner: 'bob' }, 'deny'],
    ['of null is refused', [rule({ allow: 'owner' })], alice, { owner: null }, 'deny'],
    ['list with the caller is taken', [both[2]!], alice, { editors: ['bob', 'alice'] }, {}],
    ['list without the caller is refused', [both[2]!], alice, { editors: ['bob'] }, 'deny'],
    ['empty list is refused', [both[2]!], alice, { editors: [] }, 'deny'],
    ['list that is a text is refused', [both[2]!], alice, { editors: 'alice' }, 'deny'],
    ['list in a single field is refused', [rule({ allow: 'owner' })], alice, { owner: ['alice'] }, 'deny'],
    [
      'is filled also where a rule without owner admits the caller',
      both,
      alice,
      {},
      { owner: '1b2c::alice', editors: ['1b2c::alice'] },
    ],
    ['of somebody else passes through another rule', both, alice, { owner: 'bob' }, { editors: ['1b2c::alice'] }],
    ['is not filled without create', [both[0]!, rule({ allow: 'owner', operations: ['get'] })], alice, {}, {}],
    ['is not filled for an API key', [rule({ allow: 'public' }), both[1]!], apiKey, {}, {}],
    ['is not filled for a service', both, iam('service'), { owner: 'anybody' }, {}],
    ['with a claim of several parts', [rule({ allow: 'owner', identityClaim: 'sub' })], alice, {}, { owner: '1b2c' }],
  ])('%s', (_, rules, caller, input, expected) => {
    const decision = notes(rules, { text: null, owner: null, editors: null }).create('Note', caller, input, none);
    if (expected === 'deny') expect(decision.effect).toBe('deny');
    else expect(decision).toEqual({ effect: 'allow', assign: expected });
  });
});

describe('identities that try to pass for others', () => {
  const owner = notes([rule({ allow: 'owner' })]);
  const filterOf = (caller: Identity) => {
    const decision = owner.read('Note', 'get', caller);
    return decision.effect === 'allow' ? decision.filter : decision.effect;
  };

  it('do not reach a full value by a name that spells it', () => {
    expect(filterOf(user({ sub: 'evil', username: '1b2c::alice' }))).toEqual({
      op: 'in',
      field: 'owner',
      values: ['evil::1b2c::alice', 'evil'],
    });
  });

  it('find no claims on the prototype', () => {
    const inherited = { mode: 'OPENID_CONNECT', sub: 'x', issuer: 'i', username: null, sourceIp: [], expiresAt: null };
    const claims = Object.create({ sub: '1b2c', username: 'alice', 'cognito:groups': ['Admin'] }) as Record<
      string,
      unknown
    >;
    const caller = { ...inherited, mode: 'AMAZON_COGNITO_USER_POOLS', claims } as Identity;
    expect(filterOf(caller)).toBe('deny');
    expect(notes([rule({ allow: 'groups', groups: ['Admin'] })]).read('Note', 'get', caller).effect).toBe('deny');
    const odd = notes([rule({ allow: 'owner', identityClaim: 'constructor' })]);
    expect(odd.read('Note', 'get', user({ sub: 'x' })).effect).toBe('deny');
    expect(odd.read('Note', 'get', user({ sub: 'x', constructor: 'x' })).effect).toBe('allow');
  });

  it('may own by fields named like a prototype member', () => {
    for (const ownerField of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      const authorizer = notes([rule({ allow: 'owner', ownerField })], { text: null });
      const decision = authorizer.create('Note', alice, { text: 't' }, none);
      expect(decision.effect).toBe('allow');
      const assign = decision.effect === 'allow' ? decision.assign : {};
      expect(Object.getOwnPropertyDescriptor(assign, ownerField)?.value).toBe('1b2c::alice');
      const forged = JSON.parse(`{"text":"t","${ownerField}":"bob"}`) as Item;
      expect(authorizer.create('Note', alice, forged, none).effect).toBe('deny');
    }
  });

  it('are denied what the model does not have', () => {
    for (const name of ['constructor', '__proto__', 'Nope']) {
      expect(owner.read(name, 'get', iam('service')).effect).toBe('deny');
      expect(owner.create(name, iam('service'), {}, none).effect).toBe('deny');
      expect(owner.call('Query', name, alice).effect).toBe('deny');
    }
  });
});

describe('callers no rule binds', () => {
  const closed = (settings: Partial<DataModel['settings']>) =>
    compileAuthorizer(dataModel([model(null, { secret: [] })], settings));

  it.each<[string, Identity, Partial<DataModel['settings']>, boolean]>([
    ['a service passes a model without rules', iam('service'), {}, true],
    ['a role does not', iam('role'), {}, false],
    ['a role does with generic IAM access', iam('role'), { genericIamAccess: true }, true],
    ['a guest does not with generic IAM access', iam('guest'), { genericIamAccess: true }, false],
    ['a signed-in identity does not either', iam('authenticated'), { genericIamAccess: true }, false],
    ['an API key does not', apiKey, {}, false],
    ['a user does not', alice, {}, false],
    ['a user does not in sandbox mode', alice, { sandboxMode: true }, false],
  ])('%s', (_, caller, settings, expected) => {
    const authorizer = closed(settings);
    expect(authorizer.read('Note', 'list', caller).effect === 'allow').toBe(expected);
    expect(authorizer.create('Note', caller, { secret: 's' }, none).effect === 'allow').toBe(expected);
    expect(authorizer.update('Note', caller, ['secret'], []).effect === 'allow').toBe(expected);
    expect(authorizer.delete('Note', caller).effect === 'allow').toBe(expected);
  });

  it('an API key in sandbox mode reaches models without rules only', () => {
    const authorizer = compileAuthorizer(
      dataModel([model(null, { text: null }), model([rule({ allow: 'owner' })], { text: null }, { name: 'Own' })], {
        sandboxMode: true,
      }),
    );
    expect(authorizer.read('Note', 'list', apiKey).effect).toBe('allow');
    expect(authorizer.delete('Note', apiKey).effect).toBe('allow');
    expect(authorizer.read('Own', 'list', apiKey).effect).toBe('deny');
  });

  it('keep to their policy', () => {
    const reader = iam('service', ['Query.*', 'Mutation.updateNote']);
    const authorizer = closed({});
    expect(authorizer.permits('Query', 'anything', reader)).toBe('permitted');
    expect(authorizer.permits('Mutation', 'createNote', reader)).toBe('outsidePolicy');
    expect(authorizer.permits('Note', 'secret', reader)).toBe('permitted');
    expect(authorizer.read('Note', 'get', reader).effect).toBe('allow');
    expect(authorizer.read('Note', 'relation', reader).effect).toBe('allow');
    expect(authorizer.read('Note', 'listen', reader).effect).toBe('deny');
    expect(authorizer.create('Note', reader, {}, none).effect).toBe('deny');
    expect(authorizer.update('Note', reader, [], []).effect).toBe('allow');
    expect(authorizer.delete('Note', reader).effect).toBe('deny');
    expect(authorizer.call('Mutation', 'shout', reader).effect).toBe('deny');
    expect(authorizer.read('Note', 'get', iam('service', [])).effect).toBe('deny');
  });

  it('a Lambda authorizer may withhold fields and operations', () => {
    const authorizer = notes([rule({ allow: 'custom' })], { text: null, secret: null });
    const held: Identity = {
      ...lambda,
      mode: 'AWS_LAMBDA',
      deniedFields: ['Note.secret', 'Mutation.deleteNote'],
    } as Identity;
    const read = authorizer.read('Note', 'get', held);
    expect(read.effect === 'allow' && [...read.fields]).toEqual([['secret', 'deny']]);
    expect([...authorizer.result('Note', held)]).toEqual([['secret', 'deny']]);
    expect(authorizer.permits('Mutation', 'deleteNote', held)).toBe('deniedField');
    expect(authorizer.delete('Note', held).effect).toBe('deny');
    expect(authorizer.update('Note', held, ['secret'], []).effect).toBe('allow');
  });
});

describe('field rules', () => {
  const groups = (...names: string[]) => rule({ allow: 'groups', groups: names });
  const admin = user({ sub: 'a', username: 'a', 'cognito:groups': ['Admin', 'Staff'] });
  const staff = user({ sub: 's', username: 's', 'cognito:groups': ['Staff'] });

  it('replace those of the model for their field', () => {
    const employees = notes([rule({ allow: 'private', operations: ['get', 'list'] }), rule({ allow: 'owner' })], {
      name: null,
      ssn: [rule({ allow: 'owner' })],
    });
    const read = employees.read('Note', 'list', alice);
    expect(read).toEqual({
      effect: 'allow',
      filter: null,
      fields: new Map([['ssn', { op: 'in', field: 'owner', values: ['1b2c::alice', '1b2c', 'alice'] }]]),
    });
    const get = employees.read('Note', 'get', user({ sub: 'x' }));
    expect(get).toEqual({ effect: 'allow', filter: null, fields: new Map([['ssn', 'deny']]) });
  });

  it('add no check to fields whose rules equal those that found the record', () => {
    const owned = notes([rule({ allow: 'owner' })], { name: null, ssn: [groups('Admin')] });
    const read = owned.read('Note', 'get', alice);
    expect(read.effect === 'allow' && [...read.fields]).toEqual([['ssn', 'deny']]);
    const update = owned.update('Note', alice, ['name'], []);
    expect(update).toMatchObject({ effect: 'allow', fieldFilters: [] });
  });

  it('name every forbidden field, in the order sent', () => {
    const authorizer = notes([groups('Staff')], {
      a: [groups('Admin')],
      name: null,
      b: [groups('Boss')],
    });
    const write = (decision: { effect: string }) => decision;
    expect(write(authorizer.update('Note', staff, ['b', 'name'], ['a']))).toMatchObject({
      effect: 'denyFields',
      fields: ['b', 'a'],
    });
    expect(write(authorizer.update('Note', admin, ['b', 'name'], ['a']))).toMatchObject({ fields: ['b'] });
    expect(write(authorizer.create('Note', staff, { b: 1, name: 1, a: 1 }, none))).toMatchObject({
      effect: 'denyFields',
      fields: ['b', 'a'],
    });
    expect(authorizer.create('Note', staff, { b: 1, name: 1, id: 'x' }, new Set(['b'])).effect).toBe('allow');
  });

  it('add up over the groups of a caller, except to delete', () => {
    const authorizer = notes([groups('Admin')], { a: null, b: [groups('Staff')] });
    expect(authorizer.update('Note', admin, ['a', 'b'], []).effect).toBe('allow');
    expect(authorizer.update('Note', staff, ['a', 'b'], [])).toMatchObject({ effect: 'denyFields', fields: ['a'] });
    const deletion = authorizer.delete('Note', admin);
    expect(deletion).toMatchObject({
      effect: 'deny',
      explanation: {
        rules: expect.arrayContaining([
          { rule: 'delete on every field', outcome: 'no role of the caller has it' },
        ]) as unknown,
      },
    });
    expect(notes([groups('Admin', 'Staff')], { a: null, b: [groups('Staff')] }).delete('Note', staff).effect).toBe(
      'allow',
    );
  });

  it('open the model to their roles, and then only their fields', () => {
    const authorizer = notes([groups('Admin')], { a: null, b: [rule({ allow: 'private' })] });
    const read = authorizer.read('Note', 'get', staff);
    expect(read.effect === 'allow' && [...read.fields]).toEqual([['a', 'deny']]);
  });

  it('on every field leave nothing to the rules of the model', () => {
    const authorizer = notes([rule({ allow: 'private' })], { a: [groups('Admin')], b: [] });
    expect(authorizer.read('Note', 'get', staff).effect).toBe('deny');
    expect(authorizer.read('Note', 'get', admin).effect).toBe('allow');
  });

  it('guard relations and computed fields', () => {
    const computed: ComputedField = {
      kind: 'ComputedField',
      name: 'score',
      type: { kind: 'NamedType', name: 'Int', nonNull: false },
      arguments: [],
      handlers: [],
      rules: [rule({ allow: 'owner' })],
    };
    const authorizer = compileAuthorizer(
      dataModel([
        model(
          [rule({ allow: 'private' })],
          { text: null },
          {
            relations: [relation('children', 'Note', [groups('Admin')])],
            computedFields: [computed],
          },
        ),
      ]),
    );
    const filter = { op: 'in', field: 'owner', values: ['1b2c::alice', '1b2c', 'alice'] };
    const read = authorizer.read('Note', 'get', alice);
    expect(read.effect === 'allow' && [...read.fields]).toEqual([
      ['score', filter],
      ['children', 'deny'],
    ]);
    expect(authorizer.call('Note', 'score', alice)).toEqual({ effect: 'allow', filter });
    expect(authorizer.call('Note', 'score', user({ sub: 'x' })).effect).toBe('deny');
    expect(authorizer.call('Note', 'text', alice)).toEqual({ effect: 'allow', filter: null });
  });

  it('hide in results what no reader but some may see', () => {
    const authorizer = notes([rule({ allow: 'private', operations: ['create', 'get'] })], {
      text: null,
      secret: [groups('Admin')],
    });
    expect([...authorizer.result('Note', staff)]).toEqual([['secret', 'deny']]);
    expect([...authorizer.result('Note', admin)]).toEqual([]);
    const writeOnly = notes([rule({ allow: 'public', operations: ['create'] })]);
    expect(writeOnly.read('Note', 'get', apiKey).effect).toBe('deny');
    expect([...writeOnly.result('Note', apiKey)]).toEqual([]);
  });

  it('are listed by role and operation', () => {
    const authorizer = notes([rule({ allow: 'owner' }), rule({ allow: 'private', operations: ['get'] })], {
      text: null,
      secret: [rule({ allow: 'owner', operations: ['get', 'create'] })],
    });
    const rows = authorizer
      .table('Note')
      .map(({ role, operation, fields, otherFields }) => [operation, role, fields, otherFields]);
    const owner = 'owner (userPools, owner, sub::username)';
    expect(rows).toEqual([
      ['create', owner, ['text', 'secret'], []],
      ['get', 'private (userPools)', ['text'], ['secret']],
      ['get', owner, ['text', 'secret'], []],
      ['list', owner, ['text'], ['secret']],
      ['listen', owner, ['text'], ['secret']],
      ['search', owner, ['text'], ['secret']],
      ['sync', owner, ['text'], ['secret']],
      ['update', owner, ['text'], ['secret']],
    ]);
    expect(authorizer.table('Nope')).toEqual([]);
  });

  it('about a group field the model lacks admit nobody', () => {
    const rules = [rule({ allow: 'groups', groupsField: 'team' })];
    expect(notes(rules).read('Note', 'list', alice)).toMatchObject({
      effect: 'deny',
      explanation: { rules: [{ outcome: 'the model lacks the field it is about' }] },
    });
    expect(notes(rules, { team: null }).read('Note', 'list', alice).effect).toBe('allow');
  });

  it('leave what the compiler added alone', () => {
    const fields = [
      field('text', [groups('Admin')], 'declared'),
      field('other', null, 'declared'),
      field('parentId', null, 'foreignKey'),
      field('owner', null, 'owner'),
    ];
    const authorizer = compileAuthorizer(dataModel([model([rule({ allow: 'private' })], {}, { fields })]));
    expect(authorizer.update('Note', staff, ['parentId', 'owner', 'id', 'createdAt', 'a#b'], []).effect).toBe('allow');
  });
});

describe('subscriptions', () => {
  const at = (subscriptionLevel: 'on' | 'public' | 'off', caller: Identity) =>
    compileAuthorizer(
      dataModel([
        model(
          [rule({ allow: 'owner' })],
          { text: null, secret: [rule({ allow: 'groups', groups: ['Admin'] })] },
          {
            subscriptionLevel,
          },
        ),
      ]),
    ).read('Note', 'listen', caller);

  it('follow the rules by default', () => {
    expect(at('on', apiKey).effect).toBe('deny');
    const decision = at('on', alice);
    expect(decision).toMatchObject({ effect: 'allow', filter: { op: 'in', field: 'owner' } });
    expect(decision.effect === 'allow' && [...decision.fields]).toEqual([['secret', 'deny']]);
  });

  it('are open to the default mode on level public, but for fields with rules of their own', () => {
    const decision = at('public', apiKey);
    expect(decision).toEqual({ effect: 'allow', filter: null, fields: new Map([['secret', 'deny']]) });
    expect(at('public', alice).effect).toBe('deny');
  });

  it('are closed on level off', () => {
    expect(at('off', apiKey).effect).toBe('deny');
    expect(at('off', alice).effect).toBe('deny');
  });
});

describe('fields outside the models', () => {
  const operation = (name: string, more: Partial<CustomOperation>): CustomOperation => ({
    kind: 'CustomOperation',
    parent: 'Query',
    name,
    type: { kind: 'NamedType', name: 'String', nonNull: false },
    arguments: [],
    handlers: [],
    rules: null,
    nativeAuth: null,
    mutations: [],
    ...more,
  });
  const admins = [{ mode: 'AMAZON_COGNITO_USER_POOLS', groups: ['Admin', 'Eng'] }] as const;
  const secretType: ObjectType = {
    kind: 'ObjectType',
    name: 'Secret',
    interfaces: [],
    nativeAuth: [{ mode: 'AMAZON_COGNITO_USER_POOLS', groups: null }],
    fields: [
      { ...operation('plain', {}), kind: 'ObjectField' },
      { ...operation('ruled', { rules: [rule({ allow: 'public' })] }), kind: 'ObjectField' },
    ],
  };
  const freeType: ObjectType = { ...secretType, name: 'Free', nativeAuth: null };
  const authorizer = compileAuthorizer({
    ...dataModel([]),
    objects: [secretType, freeType],
    operations: [
      operation('unruled', {}),
      operation('closed', { rules: [] }),
      operation('users', { rules: [rule({ allow: 'private' })] }),
      operation('engineers', { rules: [rule({ allow: 'groups', groups: ['Eng'] })] }),
      operation('owners', { rules: [rule({ allow: 'owner' })] }),
      operation('native', { nativeAuth: admins }),
      operation('signed', { nativeAuth: [{ mode: 'AWS_IAM', groups: null }] }),
      operation('shout', { parent: 'Mutation', rules: [rule({ allow: 'custom' })] }),
    ],
  });

  it.each<[string, string, Identity[], Identity[]]>([
    ['Query', 'unruled', [apiKey, iam('service')], [alice, lambda, iam('role'), iam('guest')]],
    ['Query', 'closed', [iam('service')], [apiKey, alice]],
    ['Query', 'users', [alice, bob], [apiKey, iam('authenticated'), user({ sub: 'x' }, 'OPENID_CONNECT')]],
    ['Query', 'engineers', [alice], [bob, apiKey]],
    ['Query', 'owners', [], [alice, apiKey]],
    ['Query', 'native', [alice], [bob, apiKey, user({ 'cognito:groups': ['Eng'] }, 'OPENID_CONNECT')]],
    ['Query', 'signed', [iam('role'), iam('service')], [iam('guest'), iam('authenticated'), alice]],
    ['Mutation', 'shout', [lambda], [alice, apiKey]],
    ['Query', 'shout', [], [lambda]],
    ['Secret', 'plain', [alice, bob], [apiKey, lambda]],
    ['Secret', 'ruled', [apiKey], [alice]],
    ['Free', 'plain', [apiKey, alice, lambda], []],
  ])('%s.%s', (type, name, admitted, refused) => {
    for (const caller of admitted)
      expect(authorizer.call(type, name, caller)).toEqual({ effect: 'allow', filter: null });
    for (const caller of refused) expect(authorizer.call(type, name, caller).effect).toBe('deny');
  });
});

describe('explanations', () => {
  it('say what each rule lacked, and no value', () => {
    const authorizer = notes(
      [
        rule({ allow: 'public' }),
        rule({ allow: 'owner', identityClaim: 'email' }),
        rule({ allow: 'groups', groups: ['Admin', 'Boss'] }),
        rule({ allow: 'private', operations: ['get'] }),
        rule({ allow: 'groups', groupsField: 'team', groupClaim: 'teams' }),
      ],
      { text: null, team: null },
    );
    const decision = authorizer.read('Note', 'list', alice);
    expect(decision).toEqual({
      effect: 'deny',
      explanation: {
        rules: [
          {
            rule: 'allow public (apiKey)',
            outcome: 'is for apiKey; the request came with AMAZON_COGNITO_USER_POOLS',
          },
          {
            rule: 'allow owner (userPools, ownerField owner, identityClaim email)',
            outcome: 'the token has no claim email',
          },
          {
            rule: 'allow groups (userPools, groups Admin Boss, groupClaim cognito:groups)',
            outcome:
              'the claim cognito:groups does not hold the group Admin; the claim cognito:groups does not hold the group Boss',
          },
          { rule: 'allow private (userPools)', outcome: 'does not grant list' },
          {
            rule: 'allow groups (userPools, groupsField team, groupClaim teams)',
            outcome: 'the claim teams names no group',
          },
        ],
      },
    });
    expect(JSON.stringify(decision)).not.toMatch(/1b2c|alice|Eng\b/);
  });

  it('tell of records where the rule is about them', () => {
    const authorizer = notes([rule({ allow: 'owner' })], { text: null, secret: [rule({ allow: 'public' })] });
    expect(authorizer.explain('Note', 'get', alice)).toEqual({
      rules: [
        {
          rule: 'allow owner (userPools, ownerField owner, identityClaim sub::username)',
          outcome: 'admits the caller to records whose owner names the caller',
        },
        {
          rule: 'on field secret: allow public (apiKey)',
          outcome: 'is for apiKey; the request came with AMAZON_COGNITO_USER_POOLS',
        },
      ],
    });
    expect(compileAuthorizer(dataModel([model(null, {})])).explain('Note', 'update', alice).rules).toEqual([
      { rule: 'model Note has no rules', outcome: 'without rules only service credentials pass' },
    ]);
  });

  it('tell what is wrong with the input of a create', () => {
    const decision = notes([rule({ allow: 'owner' }), rule({ allow: 'groups', groupsField: 'team' })], {
      team: null,
    }).create('Note', alice, { owner: 'bob', team: 'Sales' }, none);
    expect(decision.effect === 'deny' && decision.explanation.rules.map(({ outcome }) => outcome)).toEqual([
      'the field owner of the input does not name the caller',
      "the field team of the input names none of the caller's groups",
    ]);
  });
});

describe('a filter with some values known', () => {
  const filter = {
    op: 'or',
    of: [
      { op: 'in', field: 'owner', values: ['s::a', 's', 'a'] },
      { op: 'contains', field: 'groups', value: 'Eng' },
    ],
  } as const;

  it.each<[Item, 'all' | 'none' | 'depends']>([
    [{ owner: 'a' }, 'all'],
    [{ owner: 'b' }, 'depends'],
    [{ owner: 'b', groups: ['Eng'] }, 'all'],
    [{ owner: 'b', groups: ['Ops'] }, 'none'],
    [{ owner: 'b', groups: 'Eng' }, 'none'],
    [{}, 'depends'],
  ])('%j: %s', (known, expected) => {
    expect(decideByFields(filter, known)).toBe(expected);
  });

  it('is decided under not and and', () => {
    const owner = { op: 'eq', field: 'owner', value: 'a' } as const;
    expect(decideByFields({ op: 'not', of: owner }, { owner: 'a' })).toBe('none');
    expect(decideByFields({ op: 'and', of: [owner, filter] }, { owner: 'b' })).toBe('none');
    expect(decideByFields({ op: 'and', of: [owner, filter] }, { owner: 'a' })).toBe('all');
    expect(decideByFields({ op: 'gt', field: 'owner', value: 'a' }, { owner: 'b' })).toBe('depends');
  });
});
