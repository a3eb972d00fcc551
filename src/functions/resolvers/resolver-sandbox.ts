import { randomBytes } from 'node:crypto';
import type { QuickJSContext, QuickJSHandle, QuickJSRuntime, QuickJSWASMModule } from 'quickjs-emscripten-core';
import type { FunctionOutcome } from './appsync/serve-resolver.ts';
import type { SandboxReply, SandboxRequest } from './sandbox-protocol.ts';

export interface SandboxLimits {
  /** Milliseconds one function may run. Default 500. */
  readonly timeout: number;
  /** Bytes of heap for each resolver. Default 32 MiB. */
  readonly memory: number;
}

interface Loaded {
  readonly runtime: QuickJSRuntime;
  readonly context: QuickJSContext;
  readonly call: QuickJSHandle;
}

const maxPrintedLines = 100;
const maxPrintedLength = 10_000;

/**
 * Runs resolvers in an interpreter of their own (QuickJS, compiled to WebAssembly): the language and nothing else. Each
 * resolver has a warm context; one that used up its time or memory is thrown away.
 */
export class ResolverSandbox {
  readonly #engine: QuickJSWASMModule;
  readonly #limits: SandboxLimits;
  readonly #loaded = new Map<string, Loaded>();
  readonly #code = new Map<string, string>();
  #deadline = 0;
  #printed: string[] = [];

  constructor(engine: QuickJSWASMModule, limits: SandboxLimits) {
    this.#engine = engine;
    this.#limits = limits;
  }

  run({ entry, code, name, authType, context }: SandboxRequest): SandboxReply {
    if (code !== null && code !== this.#code.get(entry)) {
      this.#discard(entry);
      this.#code.set(entry, code);
    }
    this.#printed = [];
    this.#deadline = Date.now() + this.#limits.timeout;
    const outcome = this.#outcome(entry, [name, authType, context]);
    return { outcome, printed: this.#printed };
  }

  #outcome(entry: string, texts: readonly string[]): SandboxReply['outcome'] {
    let loaded = this.#loaded.get(entry);
    if (loaded === undefined) {
      const outcome = this.#load(entry);
      if ('kind' in outcome) return outcome;
      loaded = outcome;
    }
    const vm = loaded.context;
    const args = texts.map((text) => vm.newString(text));
    const result = vm.callFunction(loaded.call, vm.undefined, ...args);
    for (const arg of args) arg.dispose();
    if (result.error) {
      const error = vm.dump(result.error);
      result.error.dispose();
      this.#discard(entry);
      return exhausted(error);
    }
    const json = vm.getString(result.value);
    result.value.dispose();
    return JSON.parse(json) as FunctionOutcome;
  }

  #load(entry: string): Loaded | SandboxReply['outcome'] {
    const runtime = this.#engine.newRuntime();
    runtime.setMemoryLimit(this.#limits.memory);
    runtime.setMaxStackSize(256 * 1024);
    runtime.setInterruptHandler(() => Date.now() > this.#deadline);
    const context = runtime.newContext();
    this.#giveHost(context);
    const result = context.evalCode(this.#code.get(entry) ?? '', 'resolver.js', { type: 'global' });
    if (result.error) {
      const error = context.dump(result.error);
      result.error.dispose();
      context.dispose();
      runtime.dispose();
      return exhausted(error);
    }
    result.value.dispose();
    const loaded = { runtime, context, call: context.getProp(context.global, 'preampCall') };
    this.#loaded.set(entry, loaded);
    return loaded;
  }

  #giveHost(vm: QuickJSContext): void {
    const object = vm.newObject();
    const give = (name: string, run: (...args: QuickJSHandle[]) => QuickJSHandle): void => {
      const handle = vm.newFunction(name, run);
      vm.setProp(object, name, handle);
      handle.dispose();
    };
    give('now', () => vm.newNumber(Date.now()));
    give('randomHex', (bytes) =>
      vm.newString(randomBytes(Math.min(64, Math.max(0, vm.getNumber(bytes!) | 0))).toString('hex')),
    );
    give('zoneOffset', (zone, at) => vm.newNumber(zoneOffset(vm.getString(zone!), vm.getNumber(at!))));
    give('print', (text) => {
      if (this.#printed.length < maxPrintedLines) this.#printed.push(vm.getString(text!).slice(0, maxPrintedLength));
      return vm.undefined;
    });
    vm.defineProp(vm.global, 'preampHost', { value: object, enumerable: false, configurable: false });
    object.dispose();
  }

  #discard(entry: string): void {
    const loaded = this.#loaded.get(entry);
    if (loaded === undefined) return;
    this.#loaded.delete(entry);
    loaded.call.dispose();
    loaded.context.dispose();
    loaded.runtime.dispose();
  }
}

function exhausted(error: unknown): SandboxReply['outcome'] {
  const { name, message } = error as { name?: unknown; message?: unknown };
  if (message === 'interrupted') return { kind: 'exhausted', message: 'It ran longer than it may.' };
  return { kind: 'exhausted', message: `${String(name)}: ${String(message)}` };
}

/** Minutes ahead of UTC. */
function zoneOffset(zone: string, milliseconds: number): number {
  try {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    }).formatToParts(milliseconds);
    const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
    const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
    return Math.round((local - milliseconds) / 60_000);
  } catch {
    return Number.NaN;
  }
}
