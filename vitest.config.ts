import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { SummaryReporter } from './scripts/summary-reporter.ts';

/** Folders of `test/` that need minutes, a browser or another server: `npm run test:all` only. */
const slow = ['test/browser', 'test/crash', 'test/soak', 'test/package'];
/** Tests on DynamoDB Local, which needs Java: `npm run test:all` only. Others run there again. */
const dynamodb = ['test/dynamodb'];
/** Folders whose tests are properties of random input, with a fixed seed. */
const property = ['test/fuzz', 'test/differential'];

/** Vitest's own default leaves one core to itself, which on two cores is half of the machine. */
const maxWorkers = availableParallelism();

const testsIn = (folders: readonly string[]) => folders.map((folder) => `${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    reporters: ['default', new SummaryReporter()],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Groups run one after the other: a crash test beside it would make a timing in another test a matter of luck.
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          maxWorkers,
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [...testsIn([...slow, ...dynamodb, ...property]), '**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'property',
          maxWorkers,
          include: testsIn(property),
          setupFiles: ['test/property-seed.ts'],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          sequence: { groupOrder: 1 },
          include: testsIn(slow),
          testTimeout: 600_000,
          env: { PREAMP_CRASH_ROUNDS: '200' },
        },
      },
      {
        extends: true,
        test: {
          name: 'dynamodb',
          sequence: { groupOrder: 3 },
          include: [...testsIn([...dynamodb, 'test/scenarios']), 'test/compat/amplify-*.test.ts'],
          globalSetup: ['test/dynamodb/global-setup.ts'],
          setupFiles: ['test/dynamodb/skip-without-java.ts'],
          testTimeout: 120_000,
        },
      },
      {
        // The same properties with many more runs.
        extends: true,
        test: {
          name: 'deep',
          maxWorkers,
          sequence: { groupOrder: 2 },
          include: testsIn(property),
          setupFiles: ['test/property-seed.ts'],
          env: { PREAMP_FUZZ_RUNS: '10000' },
          testTimeout: 1_200_000,
        },
      },
    ],
  },
});
