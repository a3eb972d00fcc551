/** Runs inside a worker thread: answers one function of a resolver at a time from the sandbox. */
import { parentPort, workerData } from 'node:worker_threads';

import { newQuickJSWASMModuleFromVariant } from 'quickjs-emscripten-core';
import { ResolverSandbox, type SandboxLimits } from './resolver-sandbox.ts';
import type { SandboxRequest } from './sandbox-protocol.ts';

const port = parentPort!;
const sandbox = newQuickJSWASMModuleFromVariant(import('@jitl/quickjs-wasmfile-release-sync')).then(
  (engine) => new ResolverSandbox(engine, workerData as SandboxLimits),
);

port.on('message', async (request: SandboxRequest) => port.postMessage((await sandbox).run(request)));
