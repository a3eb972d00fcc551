import { describe, expect, it } from 'vitest';
import { dataModel, everyOperation, field, model, type RuleText, rule } from '../../test/auth/data-model-fixture.ts';
import { admits, admitsInput, callers, records, rules } from '../../test/auth/rule-oracle.ts';
import { compileFilter } from '../filter/compile-filter.ts';
import type { AuthOperation } from '../ir/auth-rule.ts';
import type { Model } from '../ir/data-model.ts';
import type { Identity } from '../ir/identity.ts';
import type { Item } from '../ir/item.ts';
import type { Authorizer, ReadOperation } from './authorizer.ts';
import { compileAuthorizer } from './compile-authorizer.ts';

/**
 * Every rule × every caller × every operation × records of the caller's own, of others and of nobody, on the model and
 * on a field, against a second and simpler reading of the rules that looks at one record at a time.
 */

const asked: readonly (AuthOperation | 'relation')[] = [
  ...everyOperation.filter((name) => name !== 'sync'),
  'relation',
];
const readParts = ['get', 'list', 'listen', 'search', 'sync'];

/** Whether the compiled authorizer lets the caller do `operation` with `record` (or with it as input). */
function allowed(
  authorizer: Authorizer,
  operation: AuthOperation | 'relation',
  caller: Identity,
  record: Item,
): boolean {
  switch (operation) {
    case 'create':
      return authorizer.create('Note', caller, record, new Set()).effect === 'allow';
    case 'update':
    case 'delete': {
      const decision =
        operation === 'update' ? authorizer.update('Note', caller, ['text'], []) : authorizer.delete('Note', caller);
      if (decision.effect !== 'allow') return false;
      if (decision.fieldFilters.length > 0) throw new Error('a field filter without field rules');
      return decision.filter === null || compileFilter(decision.filter)(record);
    }
    default: {
      const decision = authorizer.read('Note', operation as ReadOperation, caller);
      if (decision.effect !== 'allow') return false;
      if (decision.fields.size > 0) throw new Error('field access without field rules');
      return decision.filter === null || compileFilter(decision.filter)(record);
    }
  }
}

function grants(granted: AuthOperation, operation: AuthOperation | 'relation'): boolean {
  return operation === 'relation' ? readParts.includes(granted) : granted === operation;
}

/** With the fields group rules are about, unrestricted, so that inputs may hold them. */
function withGroups(plain: Model): Model {
  return { ...plain, fields: [...plain.fields, field('group', null, 'owner'), field('groups', null, 'owner')] };
}

const title = (text: RuleText) => JSON.stringify(text).replaceAll('"', '');
const matrix = rules.map((text) => [title(text), text] as const);

describe('a rule on a model', () => {
  it.each(matrix)('%s', (_, text) => {
    const wrong: string[] = [];
    for (const granted of everyOperation) {
      const compiled = rule({ ...text, operations: [granted] });
      const authorizer = compileAuthorizer(dataModel([withGroups(model([compiled], { text: null }))]));
      for (const [callerName, caller] of Object.entries(callers)) {
        for (const [recordName, record] of Object.entries(records)) {
          for (const operation of asked) {
            const matches = (operation === 'create' ? admitsInput : admits)(compiled, caller, record);
            if (allowed(authorizer, operation, caller, record) === (grants(granted, operation) && matches)) continue;
            wrong.push(`${callerName}: ${operation} ${recordName} where ${granted} is granted`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it.each(matrix)('%s passes only what its caller may see through a second rule', (_, text) => {
    const readers = rule({ ...text, operations: ['get'] });
    const everybody = rule({ allow: 'public', operations: ['list'] });
    const authorizer = compileAuthorizer(dataModel([withGroups(model([readers, everybody], { text: null }))]));
    for (const caller of Object.values(callers)) {
      for (const record of Object.values(records)) {
        expect(allowed(authorizer, 'get', caller, record)).toBe(admits(readers, caller, record));
        expect(allowed(authorizer, 'list', caller, record)).toBe(caller.mode === 'API_KEY');
      }
    }
  });
});

describe('a rule on a field', () => {
  const base = rule({ allow: 'public' });

  it.each(matrix)('%s', (_, text) => {
    const wrong: string[] = [];
    for (const granted of ['create', 'read', 'update', 'delete'] as const) {
      const operations = granted === 'read' ? everyOperation.slice(3) : [granted];
      const compiled = rule({ ...text, operations });
      const authorizer = compileAuthorizer(dataModel([withGroups(model([base], { text: null, secret: [compiled] }))]));
      for (const [callerName, caller] of Object.entries(callers)) {
        for (const [recordName, record] of Object.entries(records)) {
          const onText = caller.mode === 'API_KEY';
          const onSecret = admits(compiled, caller, record);
          const onNew = admitsInput(compiled, caller, record);
          const creates = (more: Item) =>
            authorizer.create('Note', caller, { ...record, ...more }, new Set()).effect === 'allow';
          const checks: readonly (readonly [string, boolean, boolean])[] = [
            ['get text', reads(authorizer, 'get', caller, record, 'text'), onText],
            ['get secret', reads(authorizer, 'get', caller, record, 'secret'), granted === 'read' && onSecret],
            ['hear text', reads(authorizer, 'listen', caller, record, 'text'), onText],
            ['hear secret', reads(authorizer, 'listen', caller, record, 'secret'), granted === 'read' && onSecret],
            ['set secret', updates(authorizer, caller, record, ['secret'], []), granted === 'update' && onSecret],
            ['remove secret', updates(authorizer, caller, record, [], ['secret']), granted === 'delete' && onSecret],
            ['set text', updates(authorizer, caller, record, ['text'], []), onText],
            [
              'set both',
              updates(authorizer, caller, record, ['text', 'secret'], []),
              onText && granted === 'update' && onSecret,
            ],
            ['create with text', creates({ text: 't' }), onText],
            ['create with secret', creates({ secret: 's' }), granted === 'create' && onNew],
            [
              'delete',
              authorizer.delete('Note', caller).effect === 'allow',
              onText && granted === 'delete' && onSecret,
            ],
          ];
          for (const [what, found, expected] of checks) {
            if (found !== expected) wrong.push(`${callerName}: ${what} of ${recordName} where ${granted} is granted`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  function reads(authorizer: Authorizer, operation: ReadOperation, caller: Identity, record: Item, name: string) {
    const decision = authorizer.read('Note', operation, caller);
    if (decision.effect !== 'allow') return false;
    const access = decision.fields.get(name);
    if (access === 'deny') return false;
    return [decision.filter, access ?? null].every((filter) => filter === null || compileFilter(filter)(record));
  }

  function updates(authorizer: Authorizer, caller: Identity, record: Item, set: string[], remove: string[]): boolean {
    const decision = authorizer.update('Note', caller, set, remove);
    if (decision.effect !== 'allow') return false;
    const filters = [decision.filter, ...decision.fieldFilters.map(({ filter }) => filter)];
    return filters.every((filter) => filter === null || compileFilter(filter)(record));
  }
});
