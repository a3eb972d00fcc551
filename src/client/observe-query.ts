import type { ListResult, ModelCallOptions, ModelClient, RecordValue } from './model-client.ts';
import { Observable, type Subscription } from './observable.ts';

export interface QuerySnapshot {
  readonly items: RecordValue[];
  readonly isSynced: boolean;
}

type Events = (options: ModelCallOptions) => Observable<RecordValue>;

/**
 * A list that stays current: opens the three subscriptions, lists every page, and merges events by primary key. Emits
 * after each page and each event; `isSynced` from the last page on. Ends with an error when a page or a subscription
 * fails.
 */
export function observeQuery(
  methods: ModelClient,
  keys: readonly string[],
  options: ModelCallOptions,
): Observable<QuerySnapshot> {
  return new Observable<QuerySnapshot>((observer) => {
    const items: RecordValue[] = [];
    const early: (() => void)[] = [];
    let isSynced = false;
    let stopped = false;
    const find = (record: RecordValue) => items.findIndex((item) => keys.every((key) => item[key] === record[key]));
    const emit = () => observer.next({ items: [...items], isSynced });
    const merge = {
      onCreate: (record: RecordValue) => {
        if (find(record) < 0) items.push(record);
      },
      onUpdate: (record: RecordValue) => {
        const position = find(record);
        if (position >= 0) items[position] = record;
      },
      onDelete: (record: RecordValue) => {
        const position = find(record);
        if (position >= 0) items.splice(position, 1);
      },
    };
    const stop = () => {
      stopped = true;
      for (const subscription of subscriptions) subscription.unsubscribe();
    };
    const fail = (reason: unknown) => {
      stop();
      observer.error(reason);
    };
    const subscriptions: Subscription[] = Object.entries(merge).map(([event, apply]) =>
      (methods[event] as unknown as Events)(options).subscribe({
        error: (error) => fail({ type: event, error }),
        next: (record) => {
          if (!isSynced) {
            early.push(() => apply(record));
            return;
          }
          apply(record);
          emit();
        },
      }),
    );
    const load = async () => {
      const list = methods.list as unknown as (options: ModelCallOptions) => Promise<ListResult>;
      let nextToken: string | null | undefined;
      do {
        const page = await list({ ...options, nextToken });
        if (stopped) return;
        if (page.errors !== undefined) return fail(page.errors);
        items.push(...page.data.filter((item) => item !== null && find(item) < 0));
        nextToken = page.nextToken;
        if (nextToken) emit();
      } while (nextToken);
      for (const apply of early.splice(0)) apply();
      isSynced = true;
      emit();
    };
    load().catch(fail);
    return stop;
  });
}
