import type { Item } from '../../ir/item.ts';
import type { Cursor } from '../storage-engine.ts';
import type { RawItem } from './table-binding.ts';

/** What one request brings: items in their order, and where it stopped; `null` where nothing follows. */
export interface Slice {
  readonly items: readonly RawItem[];
  readonly last: RawItem | null;
}

export interface PageReader {
  /** @param most items to look at */
  read(start: RawItem | null, most: number): Promise<Slice>;
  decode(raw: RawItem): Item;
  /** Whether the item belongs on the page; `null` takes all. */
  readonly matches: ((item: Item) => boolean) | null;
  cursorOf(raw: RawItem): Cursor;
}

/** Requests that pages may still take. Pages of one read share it; the first request of each is free. */
export interface ReadBudget {
  requests: number;
}

const largestSlice = 1000;

/**
 * Reads on until the page is full, and one item further, so that the last page is known to be the last. Where few items
 * match, slices grow; when the budget is spent, the page ends as it is, and goes on where reading stopped.
 */
export async function readPage(
  { read, decode, matches, cursorOf }: PageReader,
  limit: number,
  after: RawItem | null,
  budget: ReadBudget,
): Promise<{ readonly items: readonly Item[]; readonly next: Cursor | null }> {
  const items: Item[] = [];
  let last: RawItem | null = null;
  let start = after;
  for (let size = limit + 1; ; size = Math.min(size * 2, Math.max(largestSlice, limit + 1))) {
    const slice = await read(start, matches === null ? limit + 1 - items.length : size);
    for (const raw of slice.items) {
      const item = decode(raw);
      if (matches !== null && !matches(item)) continue;
      if (items.length === limit) return { items, next: cursorOf(last!) };
      items.push(item);
      last = raw;
    }
    if (slice.last === null) return { items, next: null };
    if (budget.requests-- <= 0) return { items, next: cursorOf(slice.last) };
    start = slice.last;
  }
}
