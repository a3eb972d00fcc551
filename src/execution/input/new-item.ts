import type { ModelFacts } from '../model-facts.ts';

type Attributes = Readonly<Record<string, unknown>>;

/** An item about to be created, and which of its fields the client did not send. */
export interface NewItem {
  /** Explicit nulls included: rules tell them from absent fields. */
  readonly sent: Attributes;
  readonly serverFields: ReadonlySet<string>;
}

/** Lays an input over the id, the timestamps and the defaults. `reference/runtime.md` section 2.2. */
export function newItem(facts: ModelFacts, input: Attributes, now: string, newId: () => string): NewItem {
  const { model, fields } = facts;
  // Without a prototype: a field may be called `constructor`.
  const values: Record<string, unknown> = Object.assign(Object.create(null), input);
  const serverFields = new Set<string>();
  const fill = (name: string, value: unknown): void => {
    values[name] = value;
    serverFields.add(name);
  };

  if (values.id === undefined && isText(facts, 'id')) fill('id', newId());
  for (const name of [model.timestamps.createdAt, model.timestamps.updatedAt]) {
    if (name !== null && isAbsent(values[name]) && isText(facts, name)) fill(name, now);
  }
  for (const field of fields.values()) {
    if (field.default !== null && isAbsent(values[field.name])) fill(field.name, field.default);
  }
  return { sent: values, serverFields };
}

/** Whether a field can hold the text of an id or of a time; a timestamp of another type stays empty. */
function isText(facts: ModelFacts, name: string): boolean {
  const type = facts.fields.get(name)?.type;
  return type?.kind === 'NamedType' && ['ID', 'String', 'AWSDateTime'].includes(type.name);
}

function isAbsent(value: unknown): boolean {
  return value === null || value === undefined;
}
