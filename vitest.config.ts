import { defineConfig } from 'vitest/config';
import { SummaryReporter } from './scripts/summary-reporter.ts';

/** Folders of `test/` that need minutes, a browser or another server: `npm run test:all` only. */
const slow = ['test/browser/**', 'test/crash/**', 'test/soak/**', 'test/package/**'];

export default defineConfig({
  test: {
    reporters: ['default', new SummaryReporter()],
    testTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [...slow, '**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          include: slow.map((folder) => `${folder}/*.test.ts`),
          testTimeout: 600_000,
        },
      },
      {
        // The property tests of the fast project once more, with many more runs.
        extends: true,
        test: {
          name: 'deep',
          include: ['test/fuzz/**/*.test.ts', 'test/differential/**/*.test.ts'],
          env: { PREAMP_FUZZ_RUNS: '10000', PREAMP_CRASH_ROUNDS: '200' },
          testTimeout: 1_200_000,
        },
      },
    ],
  },
});
