import { BuilderError } from '../builder-error.ts';
import type { CallSite } from '../call-site.ts';

/** Checks that a name of the schema is one in GraphQL: a document that is not parsed would not be asked. */
export function checkName(name: string, site: CallSite): void {
  if (/^(?!__)[_A-Za-z][_0-9A-Za-z]*$/.test(name)) return;
  throw new BuilderError(
    'name-invalid',
    `'${name}' is not a valid name.`,
    site,
    'Names hold letters, digits and underscores, do not begin with a digit, and do not begin with two underscores.',
  );
}
