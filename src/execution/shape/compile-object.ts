import type { RequestRun } from '../run/request-run.ts';
import type { AcceptsLeaf } from './accepts-leaf.ts';

/** A member of an object of the response. */
export interface Member {
  readonly responseKey: string;
  /** Makes the member's value, whatever it takes; `undefined` where the object cannot stand. */
  readonly shape: (run: RequestRun, source: object) => unknown;
  /** For a member that mostly is an attribute as it is stored. */
  readonly direct: { readonly attribute: string; readonly accepts: AcceptsLeaf; readonly nonNull: boolean } | null;
}

/** Makes an object of the response from its source; `undefined` where it cannot stand. */
export type ObjectShape = (run: RequestRun, source: object) => object | undefined;

/**
 * Compiles a function that builds objects of one selection as a literal: V8 then makes and serialises them about twice
 * as fast as through a loop over the members. Only names from the document and from the schema get into its text, and
 * those as string literals.
 */
export function compileObject(members: readonly Member[]): ObjectShape {
  const lines = members.map(({ direct }, index) => {
    const value = `v${index}`;
    const otherwise = `if ((${value} = shape${index}(run, source)) === undefined) return undefined;`;
    if (direct === null) return `let ${value}; ${otherwise}`;
    const read = `let ${value} = source[${JSON.stringify(direct.attribute)}];`;
    if (direct.nonNull) return `${read} if (!accepts${index}(${value})) ${otherwise}`;
    return `${read} if (${value} === null || ${value} === undefined) ${value} = null; else if (!accepts${index}(${value})) ${otherwise}`;
  });
  const literal = members.map(({ responseKey }, index) => `${keyText(responseKey)}: v${index}`);
  const body = `"use strict"; return (run, source) => { ${lines.join('\n')} return { ${literal.join(', ')} }; };`;
  const names = members.flatMap((_, index) => [`shape${index}`, `accepts${index}`]);
  const values = members.flatMap(({ shape, direct }) => [shape, direct?.accepts ?? null]);
  return new Function(...names, body)(...values) as ObjectShape;
}

/** In a literal, a plain `__proto__` key would set the prototype. */
function keyText(key: string): string {
  return key === '__proto__' ? '["__proto__"]' : JSON.stringify(key);
}
