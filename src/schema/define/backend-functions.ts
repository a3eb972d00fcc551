import type { FunctionDefinition } from './define-function.ts';
import { resourceOfKind } from './resource.ts';
import { isSecret } from './secret.ts';

/** A function of a backend, with every name that handlers and triggers use for it. */
export interface BackendFunction {
  readonly names: readonly string[];
  /** Absolute path of the module that exports `handler`. */
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Environment key → name of the secret that is its value. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMB: number;
}

/** Gathers the functions a backend uses, each once, under the names it is given. */
export class BackendFunctions {
  readonly #names = new Map<FunctionDefinition, Set<string>>();

  /** Adds a value that should be a function, under its own name and `name`. Gives its own name. */
  add(value: unknown, name: string | null = null): string | null {
    const definition = resourceOfKind(value, 'functionResource');
    if (definition === null) return null;
    const names = this.#names.get(definition) ?? new Set([definition.name]);
    if (name !== null) names.add(name);
    this.#names.set(definition, names);
    return definition.name;
  }

  /** What was gathered. Functions whose code is nowhere in the project come apart, by name. */
  list(): { readonly functions: readonly BackendFunction[]; readonly withoutEntry: readonly string[] } {
    const all = [...this.#names].map(([definition, names]) => ({ definition, names: this.#usable(definition, names) }));
    return {
      functions: all.flatMap(({ definition, names }) => {
        const { entry, environment, timeoutSeconds, memoryMB } = definition;
        if (entry === null) return [];
        const variables = Object.entries(environment);
        const texts = variables.filter((pair): pair is [string, string] => typeof pair[1] === 'string');
        const secrets = variables.flatMap(([key, value]) =>
          isSecret(value) ? [[key, value.secretName] as const] : [],
        );
        return [
          {
            names,
            entry,
            environment: Object.fromEntries(texts),
            secrets: Object.fromEntries(secrets),
            timeoutSeconds,
            memoryMB,
          },
        ];
      }),
      withoutEntry: all.filter(({ definition }) => definition.entry === null).map(({ definition }) => definition.name),
    };
  }

  /** Two functions may both be named after `handler.ts`: then neither goes by that name, only by those it was given. */
  #usable(definition: FunctionDefinition, names: ReadonlySet<string>): readonly string[] {
    const shared = [...this.#names.keys()].some((other) => other !== definition && other.name === definition.name);
    const given = [...names].filter((name) => name !== definition.name);
    return shared && given.length > 0 ? given : [...names];
  }
}
