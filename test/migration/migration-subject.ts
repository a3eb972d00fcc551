import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '../../src/compiler/compile.ts';
import type { DataModel, Model } from '../../src/ir/data-model.ts';
import type { Item } from '../../src/ir/item.ts';
import type { MigrationPlan, PlanOptions } from '../../src/storage/migration-plan.ts';
import { createSqliteEngine } from '../../src/storage/sqlite/sqlite-engine.ts';
import { dataModel, model } from '../../src/testing/contract/contract-model.ts';

export type MigrationSubject = ReturnType<typeof createSubject>;

/** An engine on a file of its own, or in memory, with what tests of migrations do with it. */
export function createSubject(where: ':memory:' | null = null) {
  const folder = mkdtempSync(join(tmpdir(), 'preamp-migration-'));
  const file = where ?? join(folder, 'main.db');
  const engine = createSqliteEngine({ file });
  return {
    folder,
    file,
    engine,
    /** Applies a model, with consent to losses. */
    async apply(data: DataModel, options?: PlanOptions): Promise<MigrationPlan> {
      const plan = await engine.plan(data, options);
      await engine.migrate(plan, { destructive: true });
      return plan;
    },
    async fill(data: DataModel, name: string, items: readonly Item[]): Promise<void> {
      await engine.open(data).write(items.map((item) => ({ kind: 'put', model: name, item })));
    },
    async itemsOf(data: DataModel, name: string): Promise<Item[]> {
      const page = await engine.open(data).scan({ model: name, filter: null, after: null, limit: 1000 });
      return page.items.map((item) => Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null)));
    },
    async close(): Promise<void> {
      await engine.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The model `Post` with an `id` and these fields. */
export function post(
  fields: Record<string, string>,
  indexes: Parameters<typeof model>[2]['indexes'] = {},
  key: [string, ...string[]] = ['id'],
): Model {
  return model('Post', key, { fields: { id: 'ID!', ...fields }, indexes });
}

/** The steps between the copy before them and the record after them. */
export function changes(plan: MigrationPlan): string[] {
  return plan.steps
    .filter((step) => !/^(Records revision|Copies the database)/.test(step.description))
    .map((step) => `${step.impact}: ${step.description}`);
}

/** What the tests begin with. */
export const data = [
  { id: '1', title: 'one', views: 1, tag: 'x' },
  { id: '2', title: 'two', views: 2 },
  { id: '3', title: '3' },
];
export const old = dataModel([post({ title: 'String', views: 'Int', tag: 'String' }, { byTag: ['tag', 'title'] })]);

/** The data model of a schema in SDL. */
export function compiled(text: string): DataModel {
  const { model: compiledModel, diagnostics } = compile([{ file: 'schema.graphql', text }]);
  if (compiledModel === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return compiledModel;
}
