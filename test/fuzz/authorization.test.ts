import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileAuthorizer } from '../../src/auth/compile-authorizer.ts';
import { compileFilter } from '../../src/filter/compile-filter.ts';
import type { Filter } from '../../src/filter/filter.ts';
import type { AuthOperation, AuthRule } from '../../src/ir/auth-rule.ts';
import type { Model } from '../../src/ir/data-model.ts';
import type { Identity } from '../../src/ir/identity.ts';
import type { Item } from '../../src/ir/item.ts';
import { dataModel, everyOperation, field, model, rule } from '../auth/data-model-fixture.ts';
import { admits, admitsInput, callers, records, rules } from '../auth/rule-oracle.ts';
import '../property-seed.ts';

/**
 * Models with several rules on the model and on each field: what the compiled authorizer lets a caller do is what the
 * rules say read one by one, field by field and record by record.
 */

const numRuns = Number(process.env.PREAMP_FUZZ_RUNS ?? 300);
const names = ['a', 'b', 'c'] as const;
const readParts: readonly AuthOperation[] = ['get', 'list', 'listen', 'search', 'sync'];

const fieldOperations = fc
  .subarray(['create', 'read', 'update', 'delete'] as const)
  .map((parts) => parts.flatMap((part): AuthOperation[] => (part === 'read' ? [...readParts] : [part])));
const ruleOf = (operations: fc.Arbitrary<readonly AuthOperation[]>) =>
  fc.tuple(fc.constantFrom(...rules), operations).map(([text, granted]) => rule({ ...text, operations: granted }));
const modelRules = fc.array(ruleOf(fc.subarray([...everyOperation])), { maxLength: 4 });
const ownRules = fc.option(fc.array(ruleOf(fieldOperations), { maxLength: 3 }), { freq: 2 });
const fields = fc.record({ a: ownRules, b: ownRules, c: ownRules });
const caller = fc.constantFrom(...Object.values(callers));
const record = fc.constantFrom(...Object.values(records));
const touched = fc.subarray([...names]);

type OwnRules = Readonly<Record<(typeof names)[number], AuthRule[] | null>>;

const passes = (filter: Filter | null, item: Item) => filter === null || compileFilter(filter)(item);

function noteOf(onModel: AuthRule[], own: OwnRules): Model {
  const plain = model(onModel, own);
  return { ...plain, fields: [...plain.fields, field('group', null, 'owner'), field('groups', null, 'owner')] };
}

test('reading', () => {
  fc.assert(
    fc.property(modelRules, fields, caller, record, (onModel, own, identity, item) => {
      const authorizer = compileAuthorizer(dataModel([noteOf(onModel, own)]));
      const some = (name: (typeof names)[number], granted: readonly AuthOperation[]) =>
        (own[name] ?? onModel).some(
          (each) => granted.some((part) => each.operations.includes(part)) && admits(each, identity, item),
        );
      for (const operation of ['get', 'list', 'search', 'listen', 'relation'] as const) {
        const opens = operation === 'relation' ? readParts : [operation];
        const shows = operation === 'listen' ? opens : readParts;
        const decision = authorizer.read('Note', operation, identity);
        const isOpen = decision.effect === 'allow' && passes(decision.filter, item);
        expect(isOpen).toBe(names.some((name) => some(name, opens)));
        if (!isOpen) continue;
        for (const name of names) {
          const access = decision.fields.get(name) ?? null;
          expect(access !== 'deny' && passes(access, item)).toBe(some(name, shows));
        }
      }
    }),
    { numRuns },
  );
});

test('updating', () => {
  fc.assert(
    fc.property(modelRules, fields, caller, record, touched, touched, (onModel, own, identity, item, set, cleared) => {
      const remove = cleared.filter((name) => !set.includes(name));
      const authorizer = compileAuthorizer(dataModel([noteOf(onModel, own)]));
      const has = (name: (typeof names)[number], operation: AuthOperation) =>
        (own[name] ?? onModel).some((each) => each.operations.includes(operation) && admits(each, identity, item));
      const decision = authorizer.update('Note', identity, set, remove);
      const clears = set.length === 0 && remove.length > 0;
      const gate = names.some((name) => has(name, 'update') || (clears && has(name, 'delete')));
      const touches = set.every((name) => has(name, 'update')) && remove.every((name) => has(name, 'delete'));
      const may =
        decision.effect === 'allow' &&
        passes(decision.filter, item) &&
        decision.fieldFilters.every(({ filter }) => passes(filter, item));
      expect(may).toBe(gate && touches);
      if (decision.effect !== 'denyFields') return;
      for (const name of decision.fields as (typeof names)[number][]) {
        expect(has(name, set.includes(name) ? 'update' : 'delete')).toBe(false);
      }
    }),
    { numRuns },
  );
});

test('creating', () => {
  fc.assert(
    fc.property(modelRules, fields, caller, record, touched, (onModel, own, identity, item, set) => {
      const authorizer = compileAuthorizer(dataModel([noteOf(onModel, own)]));
      const input = { ...item, ...Object.fromEntries(set.map((name) => [name, 'x'])) };
      const has = (name: (typeof names)[number]) =>
        (own[name] ?? onModel).some((each) => each.operations.includes('create') && admitsInput(each, identity, input));
      const decision = authorizer.create('Note', identity, input, new Set());
      expect(decision.effect === 'allow').toBe(names.some(has) && set.every(has));
      if (decision.effect === 'denyFields') {
        expect([...decision.fields]).toEqual(set.filter((name) => !has(name)));
      }
      if (decision.effect !== 'allow') return;
      const filled = names
        .flatMap((name) => own[name] ?? onModel)
        .filter((each) => each.allow === 'owner' && each.operations.includes('create'))
        .filter((each) => admitsInput(each, identity, input))
        .map((each) => ('ownerField' in each ? each.ownerField : ''))
        .filter((name) => !Object.hasOwn(input, name));
      expect(new Set(Object.keys(decision.assign))).toEqual(new Set(filled));
    }),
    { numRuns },
  );
});

test('deleting', () => {
  fc.assert(
    fc.property(modelRules, fields, caller, record, (onModel, own, identity, item) => {
      const authorizer = compileAuthorizer(dataModel([noteOf(onModel, own)]));
      const roles = (each: AuthRule): readonly AuthRule[] =>
        each.allow === 'groups' && each.groups !== null
          ? each.groups.map((name) => ({ ...each, groups: [name] }))
          : [each];
      const rolesOf = (name: (typeof names)[number]) =>
        (own[name] ?? onModel).filter((each) => each.operations.includes('delete')).flatMap(roles);
      const key = (each: AuthRule) => JSON.stringify({ ...each, operations: null });
      const full = rolesOf('a').filter((role) =>
        names.every((name) => rolesOf(name).some((other) => key(other) === key(role))),
      );
      const decision = authorizer.delete('Note', identity);
      const may = decision.effect === 'allow' && passes(decision.filter, item);
      expect(may).toBe(full.some((role) => admits(role, identity, item)));
    }),
    { numRuns },
  );
});

test('every caller but a service is denied by a model with no rules', () => {
  fc.assert(
    fc.property(caller, fc.constantFrom(...everyOperation), (identity: Identity, operation) => {
      const authorizer = compileAuthorizer(dataModel([model(null, { a: null, b: [], c: null })]));
      for (const read of ['get', 'list', 'search', 'listen', 'relation'] as const) {
        expect(authorizer.read('Note', read, identity).effect).toBe('deny');
      }
      expect(authorizer.create('Note', identity, {}, new Set()).effect).toBe('deny');
      expect(authorizer.update('Note', identity, [], []).effect).toBe('deny');
      expect(authorizer.delete('Note', identity).effect).toBe('deny');
      expect(authorizer.explain('Note', operation, identity).rules).toHaveLength(1);
    }),
    { numRuns: 50 },
  );
});
