import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuthRule } from '../../src/ir/auth-rule.ts';
import type { Identity } from '../../src/ir/identity.ts';
import type { Item } from '../../src/ir/item.ts';
import { conditionFailed, createWorld, fieldError, send, type World } from '../scenarios/harness.ts';
import { type RuleText, rule } from './data-model-fixture.ts';
import { admits, admitsInput, callers, records, rules } from './rule-oracle.ts';

/**
 * Every strategy with every provider and claim, on a model and on a field, for every caller: what is answered, and what
 * is stored, for the caller's own record, for somebody else's and for one that is missing. From the schema's text to the
 * response's JSON; `src/auth/compile-authorizer.test.ts` tries each operation alone.
 */

const off = 'timestamps: { createdAt: null, updatedAt: null }';
const fields = 'id: ID! text: String owner: String owners: [String] group: String groups: [String]';
const everybody = [
  '{ allow: public }',
  '{ allow: public, provider: identityPool }',
  '{ allow: private }',
  '{ allow: private, provider: oidc }',
  '{ allow: private, provider: identityPool }',
  '{ allow: custom }',
];
const schema = rules
  .map(
    (text, n) => `
      type M${n} @model(${off}) @auth(rules: [${sdlOf(text)}]) { ${fields} }
      type F${n} @model(${off}) @auth(rules: [${everybody.join(' ')}]) {
        ${fields}
        secret: String @auth(rules: [${sdlOf(text)}])
      }`,
  )
  .join('\n');

let world: World;
beforeAll(async () => {
  world = await createWorld({ schema, settings: { genericIamAccess: false } });
});
afterAll(() => world.close());

const title = (text: RuleText) => JSON.stringify(text).replaceAll('"', '');
const matrix = rules.map((text, n) => [title(text), n] as const);

/** One thing that a caller does with a record, and what should come of it. */
interface Row {
  readonly query: string;
  readonly expected: unknown;
  /** The record afterwards. */
  readonly stored?: Item | null;
}

describe('on a model', () => {
  it.each(matrix)('%s', async (_, n) => {
    const compiled = rule(rules[n]!);
    const name = `M${n}`;
    await eachCase(compiled, name, ({ caller, record, id }) => {
      const mayAsk = isDecidable(compiled, caller);
      const may = record !== null && admits(compiled, caller, record);
      const isStatic = mayAsk && !isAboutRecords(compiled);
      const missing = isStatic ? failedCondition(`update${name}`) : refused(`update${name}`, 'Mutation');
      const rows: Row[] = [
        {
          query: `{ get${name}(id: "${id}") { id } }`,
          expected: may
            ? answered(`get${name}`, { id })
            : !mayAsk || record !== null
              ? refused(`get${name}`)
              : nothing(`get${name}`),
        },
        {
          query: `{ list${name}s { items { id } } }`,
          expected: mayAsk ? answered(`list${name}s`, { items: may ? [{ id }] : [] }) : refused(`list${name}s`),
        },
        {
          query: `mutation { update${name}(input: { id: "${id}", text: "new" }) { id } }`,
          expected:
            record === null ? missing : may ? answered(`update${name}`, { id }) : refused(`update${name}`, 'Mutation'),
          stored: record && { ...record, id, text: may ? 'new' : 'old' },
        },
        {
          query: `mutation { delete${name}(input: { id: "${id}" }) { id } }`,
          expected: may
            ? answered(`delete${name}`, { id })
            : record === null && isStatic
              ? nothing(`delete${name}`)
              : refused(`delete${name}`, 'Mutation'),
          stored: record === null || may ? null : { ...record, id, text: 'old' },
        },
      ];
      if (record === null) return rows;
      const admitted = admitsInput(compiled, caller, record);
      return [
        ...rows,
        {
          query: `mutation { create${name}(input: { id: "new", ${inputOf(record)} }) { id } }`,
          expected: admitted ? answered(`create${name}`, { id: 'new' }) : refused(`create${name}`, 'Mutation'),
        },
      ];
    });
  });
});

describe('on a field', () => {
  it.each(matrix)('%s', async (_, n) => {
    const compiled = rule(rules[n]!);
    const name = `F${n}`;
    const deletes = !isAboutRecords(compiled) && compiled.allow !== 'groups';
    await eachCase(compiled, name, ({ caller, record, id }) => {
      // A role outside the identity pool is admitted by nothing here.
      const isOutside = caller.mode === 'AWS_IAM' && caller.principal === 'role';
      const may = record !== null && admits(compiled, caller, record);
      const mayAsk = isDecidable(compiled, caller);
      const rows: Row[] = [
        {
          query: `{ get${name}(id: "${id}") { id secret } }`,
          expected: isOutside
            ? refused(`get${name}`)
            : record === null
              ? nothing(`get${name}`)
              : may
                ? answered(`get${name}`, { id, secret: 's' })
                : hidden(name, id),
        },
        ...['"new"', 'null'].map((value) => ({
          query: `mutation { update${name}(input: { id: "${id}", secret: ${value} }) { id } }`,
          expected: isOutside
            ? refused(`update${name}`, 'Mutation')
            : record === null && mayAsk
              ? failedCondition(`update${name}`)
              : may
                ? answered(`update${name}`, { id })
                : refusedOn(`update${name}`, 'secret'),
          stored: record && withSecret(record, id, may ? (value === 'null' ? null : 'new') : 's'),
        })),
        {
          query: `mutation { update${name}(input: { id: "${id}", text: "new" }) { id } }`,
          expected: isOutside
            ? refused(`update${name}`, 'Mutation')
            : record === null
              ? failedCondition(`update${name}`)
              : answered(`update${name}`, { id }),
        },
        {
          query: `mutation { delete${name}(input: { id: "${id}" }) { id } }`,
          // Only a role that may delete every field deletes the record.
          expected: !(deletes && mayAsk)
            ? refused(`delete${name}`, 'Mutation')
            : record === null
              ? nothing(`delete${name}`)
              : answered(`delete${name}`, { id }),
          stored: record === null || (deletes && mayAsk) ? null : withSecret(record, id, 's'),
        },
      ];
      if (record === null) return rows;
      const admitted = admitsInput(compiled, caller, record);
      return [
        ...rows,
        {
          query: `mutation { create${name}(input: { id: "new", secret: "s", ${inputOf(record)} }) { id } }`,
          expected: isOutside
            ? refused(`create${name}`, 'Mutation')
            : admitted
              ? answered(`create${name}`, { id: 'new' })
              : refusedOn(`create${name}`, 'secret'),
        },
        {
          query: `mutation { create${name}(input: { id: "new", ${inputOf(record)} }) { id } }`,
          expected: isOutside ? refused(`create${name}`, 'Mutation') : answered(`create${name}`, { id: 'new' }),
        },
      ];
    });
  });
});

/** Runs the rows of every caller with the own, the other and the missing record; each on a store with that record alone. */
async function eachCase(
  compiled: AuthRule,
  model: string,
  rowsOf: (given: { caller: Identity; record: Item | null; id: string }) => readonly Row[],
): Promise<void> {
  const own = Object.values(records).find((record) => holders.some((holder) => admits(compiled, holder, record)));
  const cases = { own: own ?? records["alice's"]!, "somebody else's": records["bob's"]!, missing: null };
  for (const [callerName, caller] of Object.entries(callers)) {
    for (const [recordName, record] of Object.entries(cases)) {
      for (const { query, expected, stored } of rowsOf({ caller, record, id: '1' })) {
        for (const id of ['1', 'new']) await world.store.write([{ kind: 'delete', model, key: { id }, checks: [] }]);
        if (record !== null) await world.seed({ [model]: [seeded(model, record)] });
        const response = await send(world.executor, { as: caller, query });
        const where = `${callerName}, ${recordName}: ${query}`;
        expect([where, response.status, JSON.parse(response.body)]).toEqual([where, 200, expected]);
        if (stored === undefined) continue;
        const found = await world.store.get(model, { id: '1' });
        expect([where, withoutNulls(found)]).toEqual([where, withoutNulls(stored)]);
      }
    }
  }
}

const holders = [callers.alice!, callers['alice of the OIDC issuer']!];

function seeded(model: string, record: Item): Item {
  return { ...record, id: '1', text: 'old', ...(model.startsWith('F') ? { secret: 's' } : {}) };
}

function withSecret(record: Item, id: string, secret: string | null): Item {
  return { ...record, id, text: 'old', secret };
}

function withoutNulls(item: Item | null): Item | null {
  return item && Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null && value !== undefined));
}

function isAboutRecords(compiled: AuthRule): boolean {
  return compiled.allow === 'owner' || (compiled.allow === 'groups' && compiled.groups === null);
}

/** Whether there is any record at which the rule admits the caller: else it is refused before one is looked for. */
function isDecidable(compiled: AuthRule, caller: Identity): boolean {
  if (!isAboutRecords(compiled)) return admits(compiled, caller, {});
  if (compiled.allow === 'owner') return admitsInput(compiled, caller, {});
  const held = 'claims' in caller ? Object.values(caller.claims) : [];
  const names = held.flatMap((claim) =>
    typeof claim === 'string' && claim.startsWith('[') ? JSON.parse(claim) : claim,
  );
  return names.some((group) => admits(compiled, caller, { group, groups: [group] }));
}

function sdlOf(text: RuleText): string {
  const { operations: _, ownerIsList: __, groupsIsList: ___, ...rest } = text as Record<string, unknown>;
  const members = Object.entries(rest).map(([key, value]) => {
    const isEnum = key === 'allow' || key === 'provider';
    return `${key}: ${isEnum ? value : JSON.stringify(value)}`;
  });
  return `{ ${members.join(', ')} }`;
}

function inputOf(record: Item): string {
  return Object.entries(record)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
    .join(', ');
}

function answered(field: string, value: unknown) {
  return { data: { [field]: value } };
}

function nothing(field: string) {
  return answered(field, null);
}

function failed(field: string, errorType: string, message: string, errorInfo: unknown = null) {
  const column = /^(get|list)/.test(field) ? 3 : 12;
  return { data: { [field]: null }, errors: [fieldError([field], errorType, message, { column, errorInfo })] };
}

function refused(field: string, type = 'Query') {
  return failed(field, 'Unauthorized', `Not Authorized to access ${field} on type ${type}`);
}

function refusedOn(field: string, names: string) {
  return failed(field, 'Unauthorized', `Unauthorized on [${names}]`);
}

function failedCondition(field: string) {
  const type = 'DynamoDB:ConditionalCheckFailedException';
  return failed(field, type, conditionFailed, 'There is no record with this key.');
}

function hidden(name: string, id: string) {
  const message = `Not Authorized to access secret on type ${name}`;
  const column = `{ get${name}(id: "1") { id `.length + 1;
  return {
    data: { [`get${name}`]: { id, secret: null } },
    errors: [fieldError([`get${name}`, 'secret'], 'Unauthorized', message, { column })],
  };
}
