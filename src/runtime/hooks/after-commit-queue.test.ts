import { describe, expect, it } from 'vitest';
import type { CommittedChange } from '../../execution/hooks/write-hooks.ts';
import { AfterCommitQueue } from './after-commit-queue.ts';

const change = (model: string, id: number): CommittedChange => ({
  kind: 'create',
  model,
  item: { id },
  previous: null,
  identity: null,
  requestId: 'r',
});

function queue(options: { timeout?: number; maxWaiting?: number } = {}) {
  const failures: string[] = [];
  const made = new AfterCommitQueue({
    timeout: 60_000,
    maxWaiting: 100,
    onError: (error, { item }) => failures.push(`${item?.id}: ${(error as Error).message}`),
    ...options,
  });
  return { made, failures };
}

describe('AfterCommitQueue', () => {
  it('keeps the order of a model, and lets no model wait for another', async () => {
    const { made } = queue();
    const gate = Promise.withResolvers<void>();
    const heard: string[] = [];
    const hook = async ({ model, item }: CommittedChange) => {
      if (model === 'A' && item?.id === 1) await gate.promise;
      heard.push(`${model}${item?.id}`);
    };
    for (const [model, id] of [
      ['A', 1],
      ['A', 2],
      ['B', 1],
    ] as const)
      void made.push(change(model, id), [hook]);
    await expect.poll(() => heard).toEqual(['B1']);
    gate.resolve();
    expect(await made.close(10_000)).toBe(0);
    expect(heard).toEqual(['B1', 'A1', 'A2']);
  });

  it('goes on after a hook that fails or does not end', async () => {
    const { made, failures } = queue({ timeout: 5 });
    const heard: unknown[] = [];
    const fail = () => Promise.reject(new Error('no'));
    const hang = () => new Promise<void>(() => {});
    void made.push(change('A', 1), [fail, hang, ({ item }) => void heard.push(item?.id)]);
    void made.push(change('A', 2), [({ item }) => void heard.push(item?.id)]);
    expect(await made.close(10_000)).toBe(0);
    expect(heard).toEqual([1, 2]);
    expect(failures).toEqual(['1: no', '1: It did not end within 5 ms.']);
  });

  it('lets writers wait where too many changes do', async () => {
    const { made } = queue({ maxWaiting: 1 });
    const gate = Promise.withResolvers<void>();
    expect(made.push(change('A', 1), [() => gate.promise])).toBeUndefined();
    const second = made.push(change('A', 2), [() => {}]);
    expect(second).toBeInstanceOf(Promise);
    gate.resolve();
    await second;
    expect(made.push(change('A', 3), [() => {}])).toBeUndefined();
  });

  it('says at the end how many changes were not told', async () => {
    const { made } = queue();
    void made.push(change('A', 1), [() => new Promise(() => {})]);
    void made.push(change('A', 2), [() => {}]);
    expect(await made.close(1)).toBe(2);
  });
});
