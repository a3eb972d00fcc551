import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a client sends: the operation, as `PutItem`, and its body. */
export interface ProxiedRequest {
  readonly operation: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * What goes wrong with a request. `before`: DynamoDB never gets it; `after`: DynamoDB carries it out, and the client does
 * not learn of it.
 */
export type Fault =
  | 'throttled'
  | 'conflict'
  | 'error before'
  | 'error after'
  | 'cut before'
  | 'cut after'
  | 'cut within the answer'
  | 'no answer before'
  | 'no answer after'
  | 'half the keys'
  | 'none of the keys';

/** Decides about a request; `null` lets it pass. */
export type Faults = (request: ProxiedRequest) => Fault | null;

export interface FaultyProxy {
  readonly endpoint: string;
  faults: Faults;
  /** Runs between DynamoDB's answer and the loss of it, where a fault is `after`. */
  meanwhile: () => Promise<void>;
  /** How often each fault was brought about. */
  readonly count: ReadonlyMap<Fault, number>;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** A proxy before DynamoDB Local that can make everything go wrong that goes wrong with a service over a network. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const count = new Map<Fault, number>();
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  });

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const text = await bodyOf(incoming);
    const operation = String(incoming.headers['x-amz-target']).split('.')[1] ?? '';
    const body = JSON.parse(text.toString()) as Record<string, unknown>;
    const fault = proxy.faults({ operation, body });
    if (fault !== null) count.set(fault, (count.get(fault) ?? 0) + 1);
    const forwarded = () => forward(target, incoming, text);
    switch (fault) {
      case null:
        return reply(outgoing, await forwarded());
      case 'throttled':
        return reply(outgoing, failure(400, 'ProvisionedThroughputExceededException'));
      case 'conflict':
        return reply(outgoing, cancelled((body.TransactItems as unknown[]).length));
      case 'error before':
        return reply(outgoing, failure(500, 'InternalServerError'));
      case 'cut before':
        outgoing.destroy();
        return;
      case 'no answer before':
        return;
      case 'half the keys':
      case 'none of the keys':
        return reply(outgoing, await withoutKeys(incoming, body, fault === 'half the keys'));
      default: {
        const answer = await forwarded();
        await proxy.meanwhile();
        if (fault === 'error after') reply(outgoing, failure(500, 'InternalServerError'));
        else if (fault === 'cut after') outgoing.destroy();
        else if (fault === 'cut within the answer') {
          outgoing.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length + 10 });
          outgoing.write(answer.body, () => outgoing.destroy());
        }
      }
    }
  }

  /** An answer to BatchGetItem that leaves keys unprocessed. */
  async function withoutKeys(incoming: IncomingMessage, body: Record<string, unknown>, half: boolean): Promise<Answer> {
    const [[table, { Keys, ...rest }] = ['', { Keys: [] }]] = Object.entries(
      body.RequestItems as Record<string, { readonly Keys: unknown[] }>,
    );
    const taken = half ? Keys.slice(0, Math.ceil(Keys.length / 2)) : [];
    const UnprocessedKeys = { [table]: { ...rest, Keys: Keys.slice(taken.length) } };
    if (taken.length === Keys.length) return forward(target, incoming, Buffer.from(JSON.stringify(body)));
    if (taken.length === 0) return json(200, { Responses: {}, UnprocessedKeys });
    const RequestItems = { [table]: { ...rest, Keys: taken } };
    const answer = await forward(target, incoming, Buffer.from(JSON.stringify({ ...body, RequestItems })));
    return json(200, { ...(JSON.parse(answer.body.toString()) as object), UnprocessedKeys });
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: FaultyProxy = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults: () => null,
    meanwhile: async () => {},
    count,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function forward(target: string, incoming: IncomingMessage, body: Buffer): Promise<Answer> {
  const headers = { ...incoming.headers, 'content-length': String(body.length) };
  const sent = request(target, { method: 'POST', path: incoming.url, headers, agent: false });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: await bodyOf(answer) };
}

function reply(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  outgoing.writeHead(status, headers).end(body);
}

function json(status: number, body: object): Answer {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: Buffer.from(JSON.stringify(body)) };
}

function failure(status: number, name: string): Answer {
  return json(status, { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'A fault of the test' });
}

function cancelled(writes: number): Answer {
  const CancellationReasons = Array.from({ length: writes }, (_, i) => ({
    Code: i === 0 ? 'TransactionConflict' : 'None',
  }));
  const type = 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException';
  return json(400, { __type: type, Message: 'A fault of the test', CancellationReasons });
}
