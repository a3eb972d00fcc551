import type { kind } from '../phantom.ts';

/** A value that is kept out of the code. It is the environment variable of that name, or what `preamp secret set` has kept. */
export interface Secret {
  readonly [kind]: 'secret';
  readonly secretName: string;
}

/** `secret('STRIPE_KEY')`. */
export function secret(name: string): Secret {
  return Object.freeze({ secretName: name }) as unknown as Secret;
}

export function isSecret(value: unknown): value is Secret {
  return typeof value === 'object' && value !== null && 'secretName' in value;
}
