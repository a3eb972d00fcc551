import { closest } from './closest.ts';

/** A hint naming the candidate nearest to `name`, or `null` where none is near. */
export function didYouMean(name: string, candidates: Iterable<string>): string | null {
  const candidate = closest(name, candidates);
  return candidate === null ? null : `Did you mean '${candidate}'?`;
}
