import type { Terminal } from './terminal.ts';

/** Milliseconds after which an unchanged state is said again, with the time it has lasted. */
const interval = 10_000;

/** Says what tables wait for: each state once, and every ten seconds how long it has lasted. */
export function createTableProgress({ note }: Pick<Terminal, 'note'>): (table: string, state: string) => void {
  const states = new Map<string, { readonly state: string; readonly since: number; said: number }>();
  return (table, state) => {
    const now = performance.now();
    const known = states.get(table);
    if (known?.state !== state) {
      states.set(table, { state, since: now, said: now });
      note(`${table}: ${state}`);
    } else if (now - known.said >= interval) {
      known.said = now;
      note(`${table}: ${state}, ${Math.round((now - known.since) / 1000)} s`);
    }
  };
}
