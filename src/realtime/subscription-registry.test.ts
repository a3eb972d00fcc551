import { afterEach, expect, test, vi } from 'vitest';
import type { Change, Invalidation, Publication } from './change.ts';
import type { PreparedSubscription } from './prepared-subscription.ts';
import type { EndReason, Subscriber } from './subscriber.ts';
import { SubscriptionRegistry } from './subscription-registry.ts';

function change(kind: Change['kind'], id: string, model = 'Post'): Change {
  return { kind, model, item: { id }, previous: null };
}

function prepared(overrides: Partial<PreparedSubscription> = {}): PreparedSubscription {
  return {
    topics: ['create:Post'],
    group: 'all',
    matches: () => true,
    render: (publication) => JSON.stringify({ data: itemId(publication) }),
    expiresAt: null,
    ...overrides,
  };
}

function itemId(publication: Publication): unknown {
  return publication.kind === 'mutation' ? publication.value : publication.item.id;
}

function recorder(log: string[] = []): Subscriber & { readonly log: string[]; readonly ends: EndReason[] } {
  const ends: EndReason[] = [];
  return {
    log,
    ends,
    deliver: (payload) => log.push((JSON.parse(payload.toString()) as { data: string }).data),
    end: (reason) => ends.push(reason),
  };
}

function createRegistry(options: { now?: () => number; maxWaiting?: number } = {}) {
  const errors: unknown[] = [];
  const registry = new SubscriptionRegistry<string>({
    now: options.now ?? (() => 0),
    onError: (error) => errors.push(error),
    ...(options.maxWaiting === undefined ? {} : { maxWaiting: options.maxWaiting }),
  });
  return { registry, errors };
}

afterEach(() => {
  vi.useRealTimers();
});

test('subscriptions of one group are matched and rendered once and get the same bytes', () => {
  const { registry } = createRegistry();
  const matches = vi.fn(() => true);
  const render = vi.fn(() => '{"data":"1"}');
  const payloads: Buffer[] = [];
  for (let n = 0; n < 3; n++) {
    registry.add(prepared({ matches, render }), { deliver: (payload) => payloads.push(payload), end: () => {} }, 's');
  }
  registry.publish(change('create', '1'));
  expect(matches).toHaveBeenCalledTimes(1);
  expect(render).toHaveBeenCalledTimes(1);
  expect(new Set(payloads).size).toBe(1);
  expect(registry.metrics).toMatchObject({ subscriptions: 3, groups: 1, published: 1, rendered: 1, delivered: 3 });
});

test('a publication reaches the groups of its topic that match, and no others', () => {
  const { registry } = createRegistry();
  const yes = recorder();
  const no = recorder();
  const otherTopic = recorder();
  const custom = recorder();
  registry.add(prepared({ group: 'yes' }), yes, 's');
  registry.add(prepared({ group: 'no', matches: () => false }), no, 's');
  registry.add(prepared({ group: 'delete', topics: ['delete:Post'] }), otherTopic, 's');
  registry.add(prepared({ group: 'custom', topics: ['mutation:shout', 'mutation:call'] }), custom, 's');
  registry.publish(change('create', '1'));
  registry.publish({ kind: 'mutation', mutation: 'call', value: 'hello' });
  expect([yes.log, no.log, otherTopic.log, custom.log]).toEqual([['1'], [], [], ['hello']]);
});

test('an invalidation ends the groups it is about and no others', () => {
  const { registry, errors } = createRegistry();
  const ended = recorder();
  const broken = recorder();
  const staying = recorder();
  const plain = recorder();
  const seen = (invalidation: Invalidation) => invalidation.subscription === 'onPost' && invalidation.payload.id === 1;
  registry.add(prepared({ group: 'ended', isInvalidatedBy: seen }), ended, 's');
  registry.add(prepared({ group: 'staying', isInvalidatedBy: () => false }), staying, 's');
  registry.add(prepared({ group: 'plain' }), plain, 's');
  const isInvalidatedBy = () => {
    throw new Error('cannot be asked');
  };
  registry.add(prepared({ group: 'broken', isInvalidatedBy }), broken, 's');
  const watch = registry.watchInvalidations();
  registry.invalidate({ kind: 'invalidation', subscription: 'onPost', payload: { id: 1 } });
  expect([ended, broken, staying, plain].map(({ ends }) => ends)).toEqual([
    [{ kind: 'invalidated' }],
    [{ kind: 'invalidated' }],
    [],
    [],
  ]);
  expect(watch.hits(prepared({ isInvalidatedBy: seen }))).toBe(true);
  watch.stop();
  registry.publish(change('create', '1'));
  expect([ended.log, broken.log, staying.log, plain.log]).toEqual([[], [], ['1'], ['1']]);
  expect(registry.metrics).toMatchObject({ subscriptions: 2, groups: 2, invalidated: 2, published: 1 });
  expect(errors).toHaveLength(1);
});

test('after stop nothing arrives and nothing of it is kept', () => {
  const { registry } = createRegistry();
  const subscriber = recorder();
  const live = registry.add(prepared(), subscriber, 's');
  live?.stop();
  live?.stop();
  registry.publish(change('create', '1'));
  expect(subscriber.log).toEqual([]);
  expect(registry.metrics).toMatchObject({ subscriptions: 0, groups: 0, rendered: 0 });
});

test('events of one model arrive in order although an earlier one renders longer, also across groups', async () => {
  const { registry } = createRegistry();
  const subscriber = recorder();
  const first = Promise.withResolvers<string>();
  registry.add(prepared({ group: 'created', render: () => first.promise }), subscriber, 's');
  registry.add(prepared({ group: 'updated', topics: ['update:Post'] }), subscriber, 's');
  registry.add(prepared({ group: 'other', topics: ['create:Blog'] }), subscriber, 's');
  registry.publish(change('create', 'created'));
  registry.publish(change('update', 'updated'));
  registry.publish(change('create', 'blog', 'Blog'));
  await vi.waitFor(() => expect(subscriber.log).toEqual(['blog']));
  first.resolve('{"data":"created"}');
  await vi.waitFor(() => expect(subscriber.log).toEqual(['blog', 'created', 'updated']));
  registry.publish(change('update', 'again'));
  expect(subscriber.log).toEqual(['blog', 'created', 'updated', 'again']);
});

test('a subscriber that leaves while its event renders does not get it; one that joins does not either', async () => {
  const { registry } = createRegistry();
  const rendering = Promise.withResolvers<string>();
  const render = () => rendering.promise;
  const leaving = recorder();
  const staying = recorder();
  const joining = recorder();
  const live = registry.add(prepared({ render }), leaving, 's');
  registry.add(prepared({ render }), staying, 's');
  registry.publish(change('create', '1'));
  live?.stop();
  registry.add(prepared({ render }), joining, 's');
  rendering.resolve('{"data":"1"}');
  await vi.waitFor(() => expect(staying.log).toEqual(['1']));
  expect([leaving.log, joining.log]).toEqual([[], []]);
});

test('a matcher or renderer that fails is reported and keeps nothing from the others', async () => {
  const { registry, errors } = createRegistry();
  const subscriber = recorder();
  const broken = () => {
    throw new Error('broken');
  };
  registry.add(prepared({ group: 'a', matches: broken }), recorder(), 's');
  registry.add(prepared({ group: 'b', render: broken }), recorder(), 's');
  registry.add(prepared({ group: 'c', render: async () => broken() }), recorder(), 's');
  registry.add(prepared({ group: 'd' }), subscriber, 's');
  registry.publish(change('create', '1'));
  await vi.waitFor(() => expect(subscriber.log).toEqual(['1']));
  expect(errors).toHaveLength(3);
  expect(registry.metrics.failed).toBe(3);
});

test('a full queue ends the subscriptions that would lose events', async () => {
  const { registry } = createRegistry({ maxWaiting: 1 });
  const slow = recorder();
  const other = recorder();
  const rendering = Promise.withResolvers<string>();
  registry.add(prepared({ group: 'slow', render: () => rendering.promise }), slow, 's');
  registry.add(prepared({ group: 'other', topics: ['update:Post'] }), other, 's');
  registry.publish(change('create', '1'));
  registry.publish(change('update', '2'));
  expect(other.ends).toEqual([{ kind: 'lost' }]);
  expect(registry.metrics.subscriptions).toBe(1);
  rendering.resolve('{"data":"1"}');
  await vi.waitFor(() => expect(slow.log).toEqual(['1']));
});

test('a rendering that never ends is given up after 30 seconds and later events go on', async () => {
  vi.useFakeTimers();
  const { registry } = createRegistry();
  const stuck = recorder();
  const other = recorder();
  registry.add(prepared({ group: 'stuck', render: () => new Promise<string>(() => {}) }), stuck, 's');
  registry.add(prepared({ group: 'other', topics: ['update:Post'] }), other, 's');
  registry.publish(change('create', '1'));
  registry.publish(change('update', '2'));
  await vi.advanceTimersByTimeAsync(29_999);
  expect(other.log).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect([stuck.ends, other.log]).toEqual([[{ kind: 'lost' }], ['2']]);
});

test('a subscription ends when its credential expires, without an event and at the event that comes too late', () => {
  vi.useFakeTimers({ now: 0 });
  const { registry } = createRegistry({ now: () => Date.now() });
  const quiet = recorder();
  const busy = recorder();
  const lasting = recorder();
  registry.add(prepared({ group: 'quiet', expiresAt: 10, matches: () => false }), quiet, 's');
  registry.add(prepared({ group: 'busy', expiresAt: 60 }), busy, 's');
  registry.add(prepared({ group: 'busy' }), lasting, 's');
  vi.advanceTimersByTime(9_000);
  registry.publish(change('create', '1'));
  expect(quiet.ends).toEqual([]);
  vi.advanceTimersByTime(1_000);
  expect(quiet.ends).toEqual([{ kind: 'expired' }]);
  vi.setSystemTime(60_000);
  registry.publish(change('create', '2'));
  expect([busy.log, busy.ends, lasting.log]).toEqual([['1'], [{ kind: 'expired' }], ['1', '2']]);
  registry.close();
  expect(vi.getTimerCount()).toBe(0);
});

test('a new revision prepares subscriptions again; one that is refused ends with its errors', async () => {
  const { registry } = createRegistry();
  const kept = recorder();
  const refused = recorder();
  registry.add(prepared({ render: () => '{"data":"old"}' }), kept, 'kept');
  registry.add(prepared({ render: () => '{"data":"old"}' }), refused, 'refused');
  registry.publish(change('create', '1'));
  const errors = [{ errorType: 'Unauthorized', message: 'no' }];
  await registry.prepareAgain((source) => (source === 'kept' ? prepared({ render: () => '{"data":"new"}' }) : errors));
  registry.publish(change('create', '2'));
  expect(kept.log).toEqual(['old', 'new']);
  expect([refused.log, refused.ends]).toEqual([['old'], [{ kind: 'refused', errors }]]);
  expect(registry.metrics).toMatchObject({ subscriptions: 1, groups: 1 });
});

test('an event on its way during a change of revision is delivered once', async () => {
  const { registry } = createRegistry();
  const subscriber = recorder();
  const rendering = Promise.withResolvers<string>();
  registry.add(prepared({ render: () => rendering.promise }), subscriber, 's');
  registry.publish(change('create', '1'));
  await registry.prepareAgain(() => prepared());
  registry.publish(change('create', '2'));
  rendering.resolve('{"data":"1"}');
  await vi.waitFor(() => expect(subscriber.log).toEqual(['1', '2']));
});

test('an owner may have so many subscriptions and no more; ended ones make room', () => {
  const registry = new SubscriptionRegistry<string | null>({
    now: () => 0,
    onError: () => {},
    ownerOf: (source) => source,
    maxPerOwner: 2,
  });
  const first = registry.add(prepared(), recorder(), 'ann');
  registry.add(prepared(), recorder(), 'ann');
  expect(registry.add(prepared(), recorder(), 'ann')).toBeNull();
  expect(registry.add(prepared(), recorder(), 'bob')).not.toBeNull();
  for (let n = 0; n < 3; n++) expect(registry.add(prepared(), recorder(), null)).not.toBeNull();
  first?.stop();
  expect(registry.add(prepared(), recorder(), 'ann')).not.toBeNull();
  expect(registry.metrics.subscriptions).toBe(6);
});

test('a replay gives what matches the topics and the filter, rendered once for all that come back', () => {
  const { registry } = createRegistry();
  const matches = (publication: Publication) => itemId(publication) !== 'other';
  const render = vi.fn((publication: Publication) => JSON.stringify({ data: itemId(publication) }));
  for (const id of ['before', 'a', 'other', 'b']) registry.publish(change('create', id));
  registry.publish(change('delete', 'a'));
  const back = [recorder(), recorder(), recorder()];
  for (const subscriber of back) registry.add(prepared({ matches, render }), subscriber, 's')?.replay(1);
  expect(back.map(({ log }) => log)).toEqual([
    ['a', 'b'],
    ['a', 'b'],
    ['a', 'b'],
  ]);
  expect(render).toHaveBeenCalledTimes(2);
  expect(registry.metrics).toMatchObject({ replayed: 6, delivered: 6 });
});
