import type { CloudMember } from './cloud-member.ts';
import { currentCollection } from './collect-backend.ts';
import { dataPart } from './data-part.ts';
import { DefineError } from './define-error.ts';
import { inert } from './inert.ts';
import { resourceOfKind } from './resource.ts';

export interface BackendPart {
  /** The constructs of the resource. Changes to them are accepted, and without effect here. */
  readonly resources: CloudMember;
  /** Of functions. */
  readonly addEnvironment: (key: string, value: string) => void;
  readonly [member: string]: CloudMember;
}

export type Backend<Parts> = { readonly [Name in keyof Parts]: BackendPart } & {
  readonly createStack: (name: string) => CloudMember;
  /** Adds a part to `amplify_outputs.json`. */
  readonly addOutput: (part: Readonly<Record<string, unknown>>) => void;
  readonly stack: CloudMember;
};

const reserved: readonly string[] = ['createStack', 'addOutput', 'stack'];

/**
 * `defineBackend({ auth, data })`. What it gives can be tuned as in the cloud: function environments, outputs, data
 * sources and the environment of resolvers take effect, everything else is noted as ignored.
 */
export function defineBackend<Parts extends Readonly<Record<string, object>>>(
  parts: Parts & { readonly [Name in 'createStack' | 'addOutput' | 'stack']?: never },
): Backend<Parts> {
  const taken = Object.keys(parts).find((name) => reserved.includes(name));
  if (taken !== undefined) {
    throw new DefineError('ReservedNameError', `'${taken}' cannot be the name of a part of a backend.`, 'Rename it.');
  }
  const collected = currentCollection();
  if (collected.parts !== null) {
    throw new DefineError('MultipleBackendsError', 'defineBackend was called twice.', 'Remove all but one call.');
  }
  collected.parts = parts;
  const { ignored, outputs } = collected;
  const functionOf = (name: string) => resourceOfKind(parts[name], 'functionResource')?.name ?? null;
  const backend: Record<string, unknown> = {
    createStack: inert('backend.createStack', ignored),
    addOutput: (part: Readonly<Record<string, unknown>>) => void outputs.push(part),
    stack: inert('backend.stack', ignored),
  };
  for (const [name, part] of Object.entries(parts)) {
    backend[name] = isData(part)
      ? inert(`backend.${name}`, ignored, dataPart(`backend.${name}`, collected, functionOf))
      : partOf(name, part, ignored);
  }
  return backend as Backend<Parts>;
}

function isData(part: unknown): boolean {
  return resourceOfKind(part, 'dataResource') !== null;
}

function partOf(name: string, part: unknown, ignored: Set<string>): object {
  const members = inert(`backend.${name}`, ignored) as object;
  const fn = resourceOfKind(part, 'functionResource');
  if (fn === null) return members;
  return new Proxy(members, {
    get: (target, member) =>
      member === 'addEnvironment'
        ? (key: string, value: unknown) => {
            if (typeof value === 'string') fn.environment[key] = value;
            else ignored.add(`backend.${name}.addEnvironment('${key}', …)`);
          }
        : Reflect.get(target, member),
  });
}
