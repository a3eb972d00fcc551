import { readFileSync } from 'node:fs';

export function request() {
  return { payload: readFileSync('/etc/hostname', 'utf8') };
}

export function response(ctx) {
  return ctx.result;
}
