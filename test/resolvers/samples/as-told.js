export const request = (ctx) => ctx.args.request;

export const response = (ctx) => ({ result: ctx.result, error: ctx.error ?? null });
