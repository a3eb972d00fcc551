/** Numbers that follow from a first one: equal on every machine. */
export interface SeededRandom {
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  pick<T>(values: readonly T[]): T;
  /** Hexadecimal digits. */
  hex(length: number): string;
}

/** The generator of Numerical Recipes with the output mix of SplitMix: plenty for made-up data, useless for secrets. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    whole,
    pick: (values) => values[whole(0, values.length - 1)]!,
    hex: (length) => Array.from({ length }, () => whole(0, 15).toString(16)).join(''),
  };
}
