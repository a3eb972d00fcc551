/** Any operation of `client.generations` or `client.conversations`: a call of it rejects, and says why. */
export function notServed(kind: 'generation' | 'conversation'): Readonly<Record<string, unknown>> {
  const named = (name: string): unknown => {
    const call = () =>
      Promise.reject(new Error(`The ${kind} ${name} needs a model in Amazon Bedrock: it runs in the cloud only.`));
    if (kind === 'generation') return call;
    return { create: call, update: call, get: call, delete: call, list: call };
  };
  return new Proxy<Record<string, unknown>>(
    {},
    // A client may be looked at, awaited and printed.
    { get: (target, name) => (typeof name === 'string' && name !== 'then' ? named(name) : Reflect.get(target, name)) },
  );
}
