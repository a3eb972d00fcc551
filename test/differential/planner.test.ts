import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildApi } from '../../src/api/build-api.ts';
import { createWorld } from '../scenarios/harness.ts';
import { oracle } from './plain-resolvers.ts';
import { chooser, randomDocument } from './random-document.ts';
import { randomWorld } from './random-schema.ts';

/** Documents to compare; each world serves ten. */
const runs = Number(process.env.PREAMP_FUZZ_RUNS ?? 300);
const documentsPerWorld = 10;

it('the planner gives the data that graphql-js gives over plain resolvers', { timeout: 1_200_000 }, async () => {
  const seeds = fc.array(fc.integer(), { minLength: documentsPerWorld, maxLength: documentsPerWorld });
  await fc.assert(
    fc.asyncProperty(randomWorld, seeds, async (random, list) => {
      const functions = Object.fromEntries(
        Object.entries(random.results).map(([name, value]) => [name, () => structuredClone(value)]),
      );
      const world = await createWorld({ schema: random.schema, functions });
      try {
        await world.seed(random.items);
        const { schema } = buildApi(world.model);
        for (const seed of list) {
          const { text, variables } = randomDocument(schema, chooser(seed));
          const expected = await oracle(schema, random, text, variables);
          const { data, errors } = (await world.send({ query: text, variables })) as {
            data: unknown;
            errors?: { path: unknown }[];
          };
          // A null that the engine refuses is told with its path; a refused document would prove nothing.
          expect(errors?.filter(({ path }) => path === null) ?? []).toEqual([]);
          expect({ text, data }).toEqual({ text, data: JSON.parse(JSON.stringify(expected)) });
        }
      } finally {
        await world.close();
      }
    }),
    { numRuns: Math.ceil(runs / documentsPerWorld), endOnFailure: true },
  );
});
