import type { Terminal } from './terminal.ts';

/** Says how far a long task is: not more than once in two seconds, and at the end of each part. */
export interface Progress {
  show(part: string, items: number): void;
  done(part: string, items: number): void;
}

const interval = 2000;

export function createProgress({ note }: Pick<Terminal, 'note'>): Progress {
  let last = performance.now();
  return {
    show: (part, items) => {
      if (performance.now() - last < interval) return;
      last = performance.now();
      note(`${part}: ${items} so far`);
    },
    done: (part, items) => note(`${part}: ${items} ${items === 1 ? 'item' : 'items'}`),
  };
}
