import type { Item } from '../../ir/item.ts';
import type { Cursor, Page } from '../../storage/storage-engine.ts';
import type { MaybePromise } from '../../util/maybe-promise.ts';

/** Reads page after page, passing cursors through JSON as page tokens do. Fails on an endless walk. */
export async function walkPages(read: (after: Cursor | null) => MaybePromise<Page>): Promise<Item[][]> {
  const pages: Item[][] = [];
  let after: Cursor | null = null;
  do {
    const page: Page = await read(after);
    pages.push([...page.items]);
    if (pages.length > 1000) throw new Error('The pages do not end.');
    after = page.next === null ? null : (JSON.parse(JSON.stringify(page.next)) as Cursor);
  } while (after !== null);
  return pages;
}
