import { didYouMean } from '../../diagnostics/did-you-mean.ts';
import { BuilderError } from '../builder-error.ts';
import type { CallSite } from '../call-site.ts';
import type { Definition, ModelDefinition, RuleDefinition, SchemaDefinition } from '../definition.ts';

/** A top-level entry, or an inline type that has been given a name. */
export interface Entry {
  readonly name: string;
  readonly definition: Definition;
  /** Rules of the entry's schema, for entries that have none. */
  readonly schemaRules: readonly RuleDefinition[];
}

/** The names that references and relations of a set of schemas may use. */
export class Scope {
  readonly #entries: ReadonlyMap<string, Entry>;

  constructor(entries: readonly Entry[]) {
    this.#entries = new Map(entries.map((entry) => [entry.name, entry]));
  }

  /** What `link` stands for. `referrer` names the entry that says it. */
  resolve(link: string, referrer: string, site: CallSite): Definition {
    const entry = this.#entries.get(link);
    if (entry !== undefined) return entry.definition;
    throw new BuilderError(
      'builder-ref-unknown',
      `Invalid ref. ${referrer} is referring to ${link} which is not defined in the schema`,
      site,
      didYouMean(link, this.#entries.keys()) ?? undefined,
    );
  }

  model(link: string, referrer: string, site: CallSite): ModelDefinition {
    const definition = this.resolve(link, referrer, site);
    if (definition.kind === 'model') return definition;
    throw new BuilderError('builder-relation-target', `Expected to find model type with name ${link}`, site);
  }
}

/** The entries of schemas, in the order in which they are lowered: custom types follow everything else. */
export function entriesOf(schemas: readonly SchemaDefinition[]): readonly Entry[] {
  const entries = schemas.flatMap((schema) =>
    Object.entries(schema.types).map(([name, { data }]) => ({ name, definition: data, schemaRules: schema.rules })),
  );
  const isCustomType = (entry: Entry) => entry.definition.kind === 'customType';
  return [...entries.filter((entry) => !isCustomType(entry)), ...entries.filter(isCustomType)];
}
