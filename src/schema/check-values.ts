import { BuilderError } from './builder-error.ts';
import type { CallSite } from './call-site.ts';
import type { Defined } from './definition.ts';

/**
 * Checks that every value of a record was made by the builder, and gives their definitions' record back. A value is
 * most often missing because two modules import each other.
 */
export function checkValues<D>(values: object, what: string, site: CallSite): Readonly<Record<string, Defined<D>>> {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value?.data?.kind === 'string') continue;
    throw new BuilderError(
      'builder-value',
      `${what} ${name} is ${value === undefined ? 'undefined' : 'not a value of the builder'}.`,
      site,
      value === undefined
        ? 'Check that it is exported where it is imported from, and that the two files do not import each other.'
        : "Make it with `a`, imported from '@aws-amplify/backend' or 'preamp'.",
    );
  }
  return values as Readonly<Record<string, Defined<D>>>;
}
