import { decodePageToken, encodePageToken } from '../../filter/page-token.ts';
import { type PageTokenKey, pageTokenKey } from '../../filter/page-token-key.ts';
import type { Cursor } from '../../storage/storage-engine.ts';
import { RecentMap } from '../../util/recent-map.ts';

/** Tokens that are remembered, and characters of position and context up to which one is: some megabytes in all. */
const capacity = 8192;
const longestRemembered = 512;

/**
 * Seals and opens the page tokens of one backend. The same position in the same context gives the same token, so recent
 * ones are remembered: sealing costs as much as reading a record, and nested pages need a token each.
 */
export class PageTokens {
  readonly #key: PageTokenKey;
  readonly #recent = new RecentMap<string, string>(capacity);

  /** @param secret at least 32 random bytes */
  constructor(secret: Uint8Array) {
    this.#key = pageTokenKey(secret);
  }

  seal(cursor: Cursor, context: string): string {
    const name = `${context}\0${JSON.stringify(cursor)}`;
    let token = this.#recent.get(name);
    if (token === undefined) {
      token = encodePageToken(cursor, context, this.#key);
      if (name.length <= longestRemembered) this.#recent.set(name, token);
    }
    return token;
  }

  /** @throws PreampError `page-token-invalid` for a token of another context or backend */
  open(token: string, context: string): Cursor {
    return decodePageToken(token, context, this.#key);
  }
}
