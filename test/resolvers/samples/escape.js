const names = [
  'process',
  'require',
  'module',
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'setTimeout',
  'Buffer',
  'global',
];

export function request() {
  const reached = Function('return this')();
  const found = names.filter((name) => typeof globalThis[name] !== 'undefined' || typeof reached[name] !== 'undefined');
  const viaHost = Function.prototype.constructor.constructor('return typeof process')();
  const viaFunction = globalThis.preampHost.now.constructor('return typeof require')();
  return { payload: [...found, viaHost, viaFunction].join(' ') };
}

export function response(ctx) {
  return ctx.result;
}
