import { hash, timingSafeEqual } from 'node:crypto';
import { RecentMap } from '../util/recent-map.ts';
import type { ApiKey } from './api-key.ts';

/** Keys whose digests are remembered. */
const capacity = 64;

/**
 * Finds the entry of a presented key. Digests of equal length are compared in constant time, and all of them always.
 *
 * The digest of a key that was found is remembered: making it costs as much as the rest of the check. Only who presents
 * the whole key again meets it, so that neither the look-up nor its time tells anything of a key to others.
 */
export class ApiKeyFinder {
  readonly #expected = new WeakMap<ApiKey, Buffer>();
  readonly #found = new RecentMap<string, Buffer>(capacity);

  /** The entry whose hash equals that of the key presented, or `null`. */
  find(keys: readonly ApiKey[], presented: string): ApiKey | null {
    const known = this.#found.get(presented);
    const digest = known ?? hash('sha256', presented, 'buffer');
    let found: ApiKey | null = null;
    for (const key of keys) {
      const expected = this.#digestOf(key);
      if (expected.length === digest.length && timingSafeEqual(expected, digest)) found = key;
    }
    if (found !== null && known === undefined) this.#found.set(presented, digest);
    return found;
  }

  #digestOf(key: ApiKey): Buffer {
    let digest = this.#expected.get(key);
    if (digest === undefined) {
      digest = Buffer.from(key.hash, 'hex');
      this.#expected.set(key, digest);
    }
    return digest;
  }
}
