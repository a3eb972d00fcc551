import type { ApiKeyIdentity } from '../ir/identity.ts';
import type { Clock } from '../util/clock.ts';
import { RecentMap } from '../util/recent-map.ts';

interface Entry {
  readonly identity: ApiKeyIdentity;
  readonly expiresAt: number;
}

/** Milliseconds for which the same caller is the same object. */
const lifetime = 60_000;
/** Ways of addresses of which identities are remembered. */
const capacity = 1000;

/** Identities of API keys: one object for each key and way of addresses, for a while. */
export class ApiKeyIdentities {
  readonly #clock: Clock;
  /** By the addresses, of each the keys that came through them. */
  readonly #entries = new RecentMap<string, readonly Entry[]>(capacity);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  identity(keyName: string, expiresAt: number | null, sourceIp: readonly string[]): ApiKeyIdentity {
    const now = this.#clock();
    const way = sourceIp.length === 1 ? sourceIp[0]! : sourceIp.join('\n');
    const known = this.#entries.get(way) ?? [];
    for (const { identity, expiresAt: end } of known) {
      if (identity.keyName === keyName && identity.expiresAt === expiresAt && end > now) return identity;
    }
    const identity: ApiKeyIdentity = { mode: 'API_KEY', keyName, sourceIp, expiresAt };
    const others = known.filter((entry) => entry.expiresAt > now);
    this.#entries.set(way, [{ identity, expiresAt: now + lifetime }, ...others]);
    return identity;
  }
}
