import { expect, it } from 'vitest';
import { signInJourney } from './sign-in-journey.ts';
import { steps } from './steps.ts';

it('a user of an app signs up, signs in, works and signs out, in Node', async () => {
  await signInJourney(steps);
  expect.hasAssertions();
});
