export function request(ctx) {
  return { payload: ctx.nothing.here };
}

export function response(ctx) {
  return ctx.result;
}
