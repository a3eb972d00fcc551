import type { Filter } from '../filter/filter.ts';
import type { Identity } from '../ir/identity.ts';
import { matchRole } from './match-role.ts';
import type { RolesByProvider } from './model-access.ts';
import { providerOfMode } from './provider-of-mode.ts';

/** What a set of roles gives a caller: every record, none, or those that a filter finds. */
export type RoleAccess = 'all' | 'none' | RecordAccess;

export interface RecordAccess {
  readonly filter: Filter;
  /** Keys of the roles behind the filter: equal keys mean the same filter for the same caller. */
  readonly roles: string;
}

/** Tries the roles of the caller's provider in order. One that needs no record ends the search. */
export function roleAccess(roles: RolesByProvider, identity: Identity): RoleAccess {
  const clauses: Filter[] = [];
  const keys: string[] = [];
  for (const role of roles[providerOfMode(identity.mode)]) {
    const match = matchRole(role, identity);
    if (match.kind === 'all') return 'all';
    if (match.kind === 'none') continue;
    clauses.push(match.filter);
    keys.push(role.key);
  }
  if (clauses.length === 0) return 'none';
  return { filter: clauses.length === 1 ? clauses[0]! : { op: 'or', of: clauses }, roles: keys.join() };
}
