import * as v from 'valibot';

/** The kinds of values of the configuration, each with what it means to the reader of the reference. */
export const text = (description: string) =>
  v.pipe(v.string(), v.nonEmpty('must not be empty'), v.description(description));
export const flag = (description: string) => v.pipe(v.boolean(), v.description(description));
export const whole = (description: string, low: number, high: number) =>
  v.pipe(
    v.number(),
    v.integer('must be a whole number'),
    v.minValue(low, `must be at least ${low}`),
    v.maxValue(high, `must be at most ${high}`),
    v.description(description),
  );
export const url = (description: string) => v.pipe(v.string(), v.url('must be a URL'), v.description(description));
export const texts = (description: string) => v.pipe(v.record(v.string(), v.string()), v.description(description));
