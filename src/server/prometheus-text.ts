import type { Backend } from '../runtime/backend.ts';
import type { ServerMetrics } from './server-metrics.ts';

interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  /** Label text (`status="200"`, or nothing) and value. */
  readonly values: readonly (readonly [labels: string, value: number])[];
}

/** All metrics of a server and its backend in Prometheus' text format, version 0.0.4. */
export function prometheusText(backend: Backend, server: ServerMetrics, openSockets: number): string {
  return metricsOf(backend, server, openSockets).map(lines).join('');
}

export const prometheusContentType = 'text/plain; version=0.0.4; charset=utf-8';

function metricsOf(backend: Backend, server: ServerMetrics, openSockets: number): Metric[] {
  const { realtimeMetrics: live, busMetrics: bus } = backend;
  const counter = (name: string, help: string, value: number): Metric => ({
    name: `preamp_${name}_total`,
    type: 'counter',
    help,
    values: [['', value]],
  });
  const gauge = (name: string, help: string, value: number): Metric => ({
    name: `preamp_${name}`,
    type: 'gauge',
    help,
    values: [['', value]],
  });
  const labelled = (label: string, counts: ReadonlyMap<number, number>) =>
    [...counts].sort(([a], [b]) => a - b).map(([key, value]) => [`${label}="${key}"`, value] as const);
  return [
    { ...counter('http_requests', 'GraphQL requests over HTTP.', 0), values: labelled('status', server.requests) },
    counter('graphql_errors', 'Responses with status 200 that hold errors.', server.errors),
    gauge('sockets', 'Open WebSockets.', openSockets),
    counter('sockets_opened', 'WebSockets opened.', server.socketsOpened),
    {
      ...counter('sockets_closed', 'WebSockets that the server closed; 1006: no answer to a ping.', 0),
      values: labelled('code', server.socketsClosed),
    },
    gauge('subscriptions', 'Live subscriptions.', live.subscriptions),
    gauge('subscription_groups', 'Groups of subscriptions that are matched and rendered once.', live.groups),
    counter('events_published', 'Changes and results that subscriptions may listen to.', live.published),
    counter('events_rendered', 'Events rendered, once for each group.', live.rendered),
    counter('events_delivered', 'Events handed to subscribers.', live.delivered),
    counter('events_replayed', 'Deliveries of events that were missed while a client was away.', live.replayed),
    counter('events_failed', 'Events that could not be matched or rendered.', live.failed),
    counter('subscriptions_expired', 'Subscriptions whose credential no longer held.', live.expired),
    counter('subscriptions_invalidated', 'Subscriptions that a resolver of a mutation ended.', live.invalidated),
    counter('subscriptions_lost', 'Subscriptions ended because events were lost.', live.lost),
    counter('bus_gaps', 'Times that events of other nodes may have been missed.', live.gaps),
    gauge('bus_connected', 'Whether the bus between nodes is connected; always 1 within one process.', bus.connected),
    gauge('bus_pending', 'Events that wait for the bus.', bus.pending),
    counter('bus_reconnects', 'Times that the bus was connected again.', bus.reconnects),
    counter('bus_dropped', 'Events of this node that the bus could not keep.', bus.dropped),
    gauge('process_resident_memory_bytes', 'Memory of the process.', process.memoryUsage.rss()),
    counter('process_cpu_seconds', 'Processor time of the process.', processorSeconds()),
  ];
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function lines({ name, type, help, values }: Metric): string {
  const samples = values.map(([labels, value]) => `${name}${labels === '' ? '' : `{${labels}}`} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${samples.join('')}`;
}
