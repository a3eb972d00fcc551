import type { HttpHandler } from '../ir/data-model.ts';

/** What placeholders of a Gen 1 schema stand for. */
export interface Environment {
  readonly env: string;
  readonly region: string;
}

/** The names a function may have that a schema calls `name`: with the environment's, and without, as folders are. */
export function namesIn({ env }: Environment, name: string): readonly string[] {
  const full = name.replaceAll('${env}', env).replace(/-$/, '');
  const short = name.replace(/-?\$\{env\}/, '');
  return full === short ? [full] : [full, short];
}

/** An `@http` handler with `${env}`, `$env` and `${aws_region}` filled in. */
export function withEnvironment({ env, region }: Environment, handler: HttpHandler): HttpHandler {
  const url = handler.url.replace(/\$\{env\}|\$env\b/g, env).replace(/\$\{aws_region\}|\$aws_region\b/g, region);
  return { ...handler, url };
}
