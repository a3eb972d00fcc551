/** `true` where two types are the same, `false` otherwise: `const same: Equal<A, B> = true`. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Fails to compile where a type argument is not `true`. */
export function check<_Checks extends readonly true[]>(): void {}
