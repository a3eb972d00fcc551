import { didYouMean } from '../../diagnostics/did-you-mean.ts';
import type { Log } from '../../diagnostics/log.ts';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { BeforeHook, CommittedChange, WriteHooks, WriteKind } from '../../execution/hooks/write-hooks.ts';
import type { DataModel } from '../../ir/data-model.ts';
import { AfterCommitQueue } from './after-commit-queue.ts';
import type { HookDefinitions, ModelHooks } from './hook-definitions.ts';

/** Hooks of a revision. `close` waits for what is still to be told after a commit. */
export interface RevisionHooks extends WriteHooks {
  close(): Promise<void>;
}

export interface WriteHooksOptions {
  readonly log: Log;
  /** Milliseconds a hook may take after a commit. Default 30,000. */
  readonly timeout?: number;
  /** Changes that may wait before writers do. Default 1,000. */
  readonly maxWaiting?: number;
}

const names = { create: 'beforeCreate', update: 'beforeUpdate', delete: 'beforeDelete' } as const;

/** Milliseconds that changes get at the end. */
const grace = 10_000;

/**
 * Makes the hooks of a revision from their definitions.
 *
 * @throws PreampError `hook-model-unknown` for a model there is not
 */
export function createWriteHooks(
  definitions: HookDefinitions,
  model: DataModel,
  { log, timeout = 30_000, maxWaiting = 1_000 }: WriteHooksOptions,
): RevisionHooks {
  const models = model.models.map(({ name }) => name);
  for (const name of Object.keys(definitions)) {
    if (name === '*' || models.includes(name)) continue;
    throw new PreampError('hook-model-unknown', `There are hooks for '${name}', which is no model.`, {
      hint: didYouMean(name, models) ?? `Models are: ${models.join(', ')}.`,
    });
  }
  const queue = new AfterCommitQueue({
    timeout,
    maxWaiting,
    onError: (error, { kind, model: name, requestId }) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      log.error('a hook failed after the commit', { model: name, kind, requestId, error: text });
    },
  });
  const of = <K extends keyof ModelHooks>(name: string, hook: K): NonNullable<ModelHooks[K]>[] =>
    ['*', name].flatMap((place) => {
      const found = Object.hasOwn(definitions, place) ? definitions[place]?.[hook] : undefined;
      return found === undefined ? [] : [found as NonNullable<ModelHooks[K]>];
    });
  const table = new Map(
    models.map((name) => [
      name,
      {
        create: of(name, names.create),
        update: of(name, names.update),
        delete: of(name, names.delete),
        after: of(name, 'afterCommit'),
      },
    ]),
  );
  return {
    before: (kind: WriteKind, name: string): readonly BeforeHook[] => table.get(name)?.[kind] ?? [],
    committed: (change: CommittedChange) => {
      const after = table.get(change.model)?.after ?? [];
      return after.length === 0 ? undefined : queue.push(change, after);
    },
    close: async () => {
      const left = await queue.close(grace);
      if (left > 0) log.error('hooks were not told of all changes', { changes: left });
    },
  };
}
