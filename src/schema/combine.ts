import { BuilderError } from './builder-error.ts';
import { callSiteOf } from './call-site.ts';
import type { kind } from './phantom.ts';
import type { AnySchema } from './schema.ts';

/** Several schemas that make one API. Names are shared, the rules of a schema stay its own. */
export interface CombinedSchema<Schemas extends readonly AnySchema[]> {
  readonly [kind]: 'combined';
  readonly schemas: Schemas;
}

/** `a.combine([users, posts])`. Throws where two schemas define the same name. */
export function combine<const Schemas extends readonly AnySchema[]>(schemas: Schemas): CombinedSchema<Schemas> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const name of schemas.flatMap(({ data }) => Object.keys(data.types))) {
    if (seen.has(name)) twice.add(name);
    seen.add(name);
  }
  if (twice.size > 0) {
    throw new BuilderError(
      'builder-name-collision',
      `The schemas you are attempting to combine have a name collision. Please remove or rename ${[...twice].join(', ')}.`,
      callSiteOf(combine),
    );
  }
  const context = schemas.map(({ data }) => data);
  for (const data of context) data.context = context;
  return { schemas } as unknown as CombinedSchema<Schemas>;
}
