import { afterEach, expect, test } from 'vitest';
import { createMetricsServer, type MetricsServer } from './create-metrics-server.ts';
import { prometheusText } from './prometheus-text.ts';
import { ServerMetrics } from './server-metrics.ts';

let server: MetricsServer;

afterEach(() => server?.close());

const live = {
  subscriptions: 2,
  groups: 1,
  published: 3,
  rendered: 4,
  delivered: 5,
  replayed: 6,
  expired: 7,
  invalidated: 11,
  failed: 8,
  lost: 9,
  gaps: 10,
};
const bus = { connected: 0, pending: 11, reconnects: 12, dropped: 13 };

test('every number has its line, and every line its type and help', () => {
  const metrics = new ServerMetrics();
  metrics.answered(200, '{"data":{"a":[{"b":1}]}}');
  metrics.answered(200, '{"data":null,"errors":[{"message":"m"}]}');
  metrics.answered(401, '{"errors":[{"message":"m"}],"message":"m"}');
  metrics.socketsOpened = 14;
  metrics.socketClosed(1013);
  metrics.socketClosed(1006);
  metrics.socketClosed(1006);
  const text = prometheusText({ realtimeMetrics: live, busMetrics: bus } as never, metrics, 15);
  const lines = text.split('\n');
  const samples = lines.filter((line) => line !== '' && !line.startsWith('#'));
  expect(samples.slice(0, -2)).toEqual([
    'preamp_http_requests_total{status="200"} 2',
    'preamp_http_requests_total{status="401"} 1',
    'preamp_graphql_errors_total 1',
    'preamp_sockets 15',
    'preamp_sockets_opened_total 14',
    'preamp_sockets_closed_total{code="1006"} 2',
    'preamp_sockets_closed_total{code="1013"} 1',
    'preamp_subscriptions 2',
    'preamp_subscription_groups 1',
    'preamp_events_published_total 3',
    'preamp_events_rendered_total 4',
    'preamp_events_delivered_total 5',
    'preamp_events_replayed_total 6',
    'preamp_events_failed_total 8',
    'preamp_subscriptions_expired_total 7',
    'preamp_subscriptions_invalidated_total 11',
    'preamp_subscriptions_lost_total 9',
    'preamp_bus_gaps_total 10',
    'preamp_bus_connected 0',
    'preamp_bus_pending 11',
    'preamp_bus_reconnects_total 12',
    'preamp_bus_dropped_total 13',
  ]);
  expect(samples.at(-2)).toMatch(/^preamp_process_resident_memory_bytes [1-9]\d+$/);
  for (const name of new Set(samples.map((line) => /^\w+/.exec(line)![0]))) {
    expect(lines).toContain(`# TYPE ${name} ${name.endsWith('_total') ? 'counter' : 'gauge'}`);
    expect(lines.filter((line) => line.startsWith(`# HELP ${name} `))).toHaveLength(1);
  }
});

test('metrics are served on a port of their own, and nothing else there', async () => {
  let count = 0;
  server = await createMetricsServer({ port: 0, text: () => `n ${++count}\n` });
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
  const response = await fetch(`${server.url}?x=1`);
  expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
    'n 1\n',
  ]);
  expect((await fetch(server.url, { method: 'POST' })).status).toBe(405);
  expect((await fetch(new URL('/graphql', server.url))).status).toBe(404);
  const port = Number(new URL(server.url).port);
  await expect(createMetricsServer({ port, text: () => '' })).rejects.toMatchObject({ code: 'port-taken' });
});
