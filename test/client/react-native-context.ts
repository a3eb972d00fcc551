import { type Context, createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { WebSocket as NodeSocket } from 'ws';

/**
 * `preamp/client` as React Native runs it: one script, with syntax as Metro leaves it, in a realm of its own that has
 * what React Native has and nothing more. There is no `window`, `document`, `crypto`, `URL`, `TextEncoder`, `Event`,
 * `structuredClone` or `Response`; bodies cannot be streamed; the reason of an abort is lost; and the newer parts of the
 * language that Hermes lacks are taken away.
 */
export async function reactNativeContext(): Promise<{ readonly client: Loose; readonly context: Context }> {
  const { outputFiles } = await build({
    entryPoints: ['src/client/index.ts'],
    bundle: true,
    format: 'iife',
    globalName: 'preampClient',
    platform: 'neutral',
    target: 'es2017',
    // Hermes has been without it.
    define: { 'Symbol.asyncIterator': 'undefined' },
    write: false,
  });
  const context = createContext({
    fetch: fetchLikeReactNative,
    WebSocket: ReactNativeSocket,
    AbortController: ReactNativeAbortController,
    navigator: { product: 'ReactNative' },
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval,
    console,
  });
  runInContext(withoutNewerParts, context);
  runInContext(outputFiles[0]!.text, context);
  return { client: runInContext('preampClient', context), context };
}

// biome-ignore lint/suspicious/noExplicitAny: the types have tests of their own
export type Loose = any;

const withoutNewerParts = `
  for (const name of ['asyncDispose', 'dispose', 'observable']) delete Symbol[name];
  for (const name of ['withResolvers', 'try']) delete Promise[name];
  for (const name of ['groupBy']) { delete Object[name]; delete Map[name]; }
  for (const name of ['toSorted', 'toReversed', 'toSpliced', 'with', 'findLast']) delete Array.prototype[name];
  for (const name of ['union', 'intersection', 'difference', 'isSubsetOf']) delete Set.prototype[name];
  for (const name of ['map', 'filter', 'toArray', 'forEach', 'some']) delete globalThis.Iterator?.prototype[name];
  delete Array.fromAsync;
  for (const name of ['Iterator', 'WebAssembly', 'SharedArrayBuffer', 'FinalizationRegistry', 'Atomics']) {
    delete globalThis[name];
  }
`;

type Listener = (event: object) => void;

/** The `EventTarget` that React Native's classes bring along: events are plain objects. */
class Target {
  readonly #listeners = new Map<string, Set<Listener>>();

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, (this.#listeners.get(type) ?? new Set()).add(listener));
  }

  removeEventListener(type: string, listener: Listener): void {
    this.#listeners.get(type)?.delete(listener);
  }

  protected tell(type: string, properties: object = {}): void {
    const event = { type, ...properties };
    (this as Loose)[`on${type}`]?.(event);
    for (const listener of this.#listeners.get(type) ?? []) listener(event);
  }
}

class ReactNativeSignal extends Target {
  aborted = false;
  onabort: Listener | null = null;

  abort(): void {
    if (this.aborted) return;
    this.aborted = true;
    this.tell('abort');
  }
}

/** Of the package `abort-controller`, which React Native has as a global: `abort` takes no reason. */
class ReactNativeAbortController {
  readonly signal = new ReactNativeSignal();

  abort(): void {
    this.signal.abort();
  }
}

interface NativeResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly url: string;
  text(): Promise<string>;
  json(): Promise<unknown>;
}

/** The polyfill over `XMLHttpRequest`: a response is whole when it is there, and has no `body`. */
async function fetchLikeReactNative(url: string, init: Loose): Promise<NativeResponse> {
  const { signal, ...rest } = init;
  const aborted = () => Object.assign(new Error('Aborted'), { name: 'AbortError' });
  if (signal?.aborted) throw aborted();
  const native = new AbortController();
  signal?.addEventListener('abort', () => native.abort());
  try {
    const response = await fetch(url, { ...rest, signal: native.signal });
    const text = await response.text();
    const { status, ok } = response;
    return { status, ok, url, text: async () => text, json: async () => JSON.parse(text) };
  } catch {
    throw signal?.aborted ? aborted() : new TypeError('Network request failed');
  }
}

/** React Native's `WebSocket`: three parameters, `send` that throws too early, events with few properties. */
class ReactNativeSocket extends Target {
  readyState = 0;
  onopen: Listener | null = null;
  onmessage: Listener | null = null;
  onerror: Listener | null = null;
  onclose: Listener | null = null;
  readonly #socket: NodeSocket;

  constructor(url: string, protocols?: string | string[] | null, options?: { headers?: Record<string, string> }) {
    super();
    const list = typeof protocols === 'string' ? [protocols] : (protocols ?? []);
    this.#socket = new NodeSocket(url, list, { headers: options?.headers ?? {} });
    this.#socket.on('open', () => {
      this.readyState = 1;
      this.tell('open');
    });
    this.#socket.on('message', (data) => this.tell('message', { data: String(data) }));
    this.#socket.on('error', ({ message }) => {
      this.readyState = 3;
      this.tell('error', { message });
    });
    this.#socket.on('close', (code, reason) => {
      this.readyState = 3;
      this.tell('close', { code, reason: String(reason) });
    });
  }

  send(data: string): void {
    if (this.readyState === 0) throw new Error('INVALID_STATE_ERR');
    this.#socket.send(data);
  }

  close(code?: number, reason?: string): void {
    if (this.readyState >= 2) return;
    this.readyState = 2;
    this.#socket.close(code, reason);
  }
}
