import type { ListResult, ModelCallOptions, ModelClient, RecordValue } from './model-client.ts';
import { Observable, type Observer, type Subscription } from './observable.ts';

export interface QuerySnapshot {
  readonly items: RecordValue[];
  readonly isSynced: boolean;
}

type Events = (options: ModelCallOptions) => Observable<RecordValue>;
type Event = 'onCreate' | 'onUpdate' | 'onDelete';

/** Milliseconds that the first list waits for the subscriptions, should sockets not get through. */
const patience = 2_000;
/** Milliseconds in which the answers to the three subscriptions of one connection are taken for one. */
const together = 20;
/** Milliseconds before a repeated list that failed is tried again. */
const retryAfter = 3_000;

/**
 * A list that stays current: opens the three subscriptions, lists every page, and merges events by primary key. Emits
 * after each page and each event; `isSynced` from the last page on. Lists again, and emits the result as a whole, where
 * events were missed while the connection was away. Ends with an error when the first list or a subscription is refused.
 */
export function observeQuery(
  methods: ModelClient,
  keys: readonly string[],
  options: ModelCallOptions,
): Observable<QuerySnapshot> {
  const { selectionSet } = options;
  // Records are told apart by their keys, selected or not.
  const full = selectionSet === undefined ? options : { ...options, selectionSet: [...selectionSet, ...keys] };
  return new Observable<QuerySnapshot>((observer) => {
    const query = new ObservedQuery(methods, keys, full, observer);
    return () => query.stop();
  });
}

class ObservedQuery {
  readonly #list: (options: ModelCallOptions) => Promise<ListResult>;
  readonly #keys: readonly string[];
  readonly #options: ModelCallOptions;
  readonly #observer: Required<Observer<QuerySnapshot>>;
  readonly #subscriptions: Subscription[] = [];
  readonly #awaited = new Set<Event>(['onCreate', 'onUpdate', 'onDelete']);
  #items: RecordValue[] = [];
  /** Events that arrived while listing: they are merged into its result. */
  #early: [Event, RecordValue][] = [];
  #isSynced = false;
  #isListing = false;
  /** To list once more, as something was missed after the current list had begun. */
  #again = false;
  #stopped = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    methods: ModelClient,
    keys: readonly string[],
    options: ModelCallOptions,
    observer: Required<Observer<QuerySnapshot>>,
  ) {
    this.#list = methods.list as unknown as (options: ModelCallOptions) => Promise<ListResult>;
    this.#keys = keys;
    this.#options = options;
    this.#observer = observer;
    for (const event of this.#awaited) {
      const events = (methods[event] as unknown as Events)(options);
      this.#subscriptions.push(
        events.subscribe({
          started: (resumed) => this.#started(event, resumed),
          next: (record) => this.#happened(event, record),
          error: (error) => this.#fail({ type: event, error }),
        }),
      );
    }
    this.#timer = setTimeout(() => void this.#load(), patience);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
  }

  /** What is listed before a subscription delivers may lack what happens in between: the list follows it. */
  #started(event: Event, resumed: boolean): void {
    this.#awaited.delete(event);
    if (this.#awaited.size > 0 || (resumed && this.#isSynced)) return;
    this.#loadIn(together);
  }

  #loadIn(milliseconds: number): void {
    if (this.#stopped) return;
    if (this.#isListing) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#load(), milliseconds);
  }

  #happened(event: Event, record: RecordValue): void {
    if (this.#isListing || !this.#isSynced) {
      this.#early.push([event, record]);
      return;
    }
    // After an interruption each subscription delivers in turn what it missed. A record that was deleted and made
    // again then seems to be made while it is there, and which came last cannot be told.
    if (event === 'onCreate' && this.#find(record) >= 0) {
      this.#loadIn(0);
      return;
    }
    this.#merge(event, record);
    this.#emit();
  }

  async #load(): Promise<void> {
    this.#isListing = true;
    this.#early = [];
    try {
      const listed: RecordValue[] = [];
      let nextToken: string | null | undefined;
      do {
        const page = await this.#list({ ...this.#options, nextToken });
        if (this.#stopped) return;
        if (page.errors !== undefined) throw page.errors;
        listed.push(...page.data.filter((item) => item !== null && find(listed, item, this.#keys) < 0));
        nextToken = page.nextToken;
        if (!this.#isSynced) {
          this.#items = listed;
          if (nextToken) this.#emit();
        }
      } while (nextToken);
      this.#items = listed;
      for (const [event, record] of this.#early.splice(0)) this.#merge(event, record);
      this.#isListing = false;
      this.#isSynced = true;
      this.#emit();
      if (this.#again) {
        this.#again = false;
        this.#loadIn(together);
      }
    } catch (error) {
      this.#isListing = false;
      if (this.#stopped) return;
      if (this.#isSynced) this.#loadIn(retryAfter);
      else this.#fail(error);
    }
  }

  #merge(event: Event, record: RecordValue): void {
    const position = this.#find(record);
    if (event === 'onCreate') {
      if (position < 0) this.#items.push(record);
    } else if (position >= 0) {
      if (event === 'onUpdate') this.#items[position] = record;
      else this.#items.splice(position, 1);
    }
  }

  #find(record: RecordValue): number {
    return find(this.#items, record, this.#keys);
  }

  #emit(): void {
    this.#observer.next({ items: [...this.#items], isSynced: this.#isSynced });
  }

  #fail(reason: unknown): void {
    this.stop();
    this.#observer.error(reason);
  }
}

function find(items: readonly RecordValue[], record: RecordValue, keys: readonly string[]): number {
  return items.findIndex((item) => keys.every((key) => item[key] === record[key]));
}
