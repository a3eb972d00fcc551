import * as v from 'valibot';
import type { ModelHooks } from '../../../runtime/hooks/hook-definitions.ts';

type BeforeHook = NonNullable<ModelHooks['beforeCreate']>;
const beforeHook = (description: string) =>
  v.pipe(
    v.function('must be a function'),
    v.transform((value) => value as BeforeHook),
    v.description(description),
  );

export const hooks = v.pipe(
  v.record(
    v.string(),
    v.strictObject({
      beforeCreate: v.optional(beforeHook('Asked before a record is created. Returns what it changes, or refuses.')),
      beforeUpdate: v.optional(beforeHook('Asked before a record changes. Returns what it changes, or refuses.')),
      beforeDelete: v.optional(beforeHook('Asked before a record is deleted. May refuse.')),
      afterCommit: v.optional(
        v.pipe(
          v.function('must be a function'),
          v.transform((value) => value as NonNullable<ModelHooks['afterCommit']>),
          v.description('Told of every change once it is durable.'),
        ),
      ),
    }),
  ),
  v.description('Functions around the generated mutations by model, or `*` for all. See the guide on functions.'),
);
