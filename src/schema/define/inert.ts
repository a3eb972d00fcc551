/** What has an effect all the same, by path: calls, and assignments. */
export interface EffectiveMembers {
  readonly calls?: Readonly<Record<string, (...args: readonly unknown[]) => void>>;
  readonly assignments?: Readonly<Record<string, (value: unknown) => void>>;
}

/**
 * A stand-in for what exists in a cloud account only. It can be read, called, constructed and assigned to without end.
 * Calls and assignments are noted in `ignored` under the path that led to them, as `backend.auth.resources.x = …`.
 */
export function inert(path: string, ignored: Set<string>, effective: EffectiveMembers = {}): never {
  const members = new Map<string, unknown>();
  const target = (): void => {};
  return new Proxy(target, {
    get(_target, member) {
      if (member === Symbol.toPrimitive || member === 'toString') return () => `[${path}]`;
      if (member === Symbol.iterator) return function* none() {};
      // Asked for by `await`, `JSON.stringify` and class hierarchies, which must not take this for one of theirs.
      if (typeof member === 'symbol' || member === 'then' || member === 'toJSON') return undefined;
      if (member === 'prototype') return target.prototype;
      if (!members.has(member)) members.set(member, inert(`${path}.${member}`, ignored, effective));
      return members.get(member);
    },
    set(_target, member, value) {
      if (typeof member === 'string') {
        const assign = effective.assignments?.[`${path}.${member}`];
        if (assign === undefined) ignored.add(`${path}.${member} = …`);
        else assign(value);
        members.set(member, value);
      }
      return true;
    },
    has: (_target, member) => typeof member === 'string' && member !== 'then',
    deleteProperty: () => true,
    apply(_target, _self, args: readonly unknown[]) {
      const call = effective.calls?.[path];
      if (call === undefined) ignored.add(`${path}()`);
      else call(...args);
      return inert(`${path}()`, ignored);
    },
    construct() {
      ignored.add(`new ${path}()`);
      return inert(`new ${path}()`, ignored);
    },
  }) as never;
}
