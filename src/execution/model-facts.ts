import { createHash } from 'node:crypto';
import { compositeAttribute } from '../ir/composite-attribute.ts';
import type { DataModel, Field, Model } from '../ir/data-model.ts';
import { sortAttribute } from '../ir/sort-attribute.ts';
import { compileValidations, type InputCheck } from './input/compile-validations.ts';

/** A key of a model in the form that reads and writes need. */
export interface KeyFacts {
  /** Name of the index; `null` is the primary key. */
  readonly index: string | null;
  /** As messages name it: `@index 'byX'` or `global secondary index 'gsi-Primary.field'`; empty for the primary key. */
  readonly title: string;
  readonly fields: readonly [string, ...string[]];
  readonly hash: string;
  readonly sortFields: readonly string[];
  readonly sortAttribute: string | null;
  /** The attribute that joins the sort fields; `null` with fewer than two of them. */
  readonly composite: string | null;
  /** A digest of the model, the index, and its fields with their types: what positions in this key are told apart by. */
  readonly identity: string;
}

/** What is derived from a model once, for all requests. */
export interface ModelFacts {
  readonly model: Model;
  readonly fields: ReadonlyMap<string, Field>;
  readonly primaryKey: KeyFacts;
  readonly indexes: ReadonlyMap<string, KeyFacts>;
  /** Primary key first. */
  readonly keys: readonly KeyFacts[];
  /** Fields that hold owners, of which only the text after the last `::` is shown. */
  readonly ownerFields: ReadonlySet<string>;
  readonly checks: readonly InputCheck[];
}

/** @throws PreampError `validation-pattern-invalid` for a `matches` pattern that is no regular expression */
export function modelFacts(model: DataModel): ReadonlyMap<string, ModelFacts> {
  return new Map(model.models.map((each) => [each.name, factsOf(each)]));
}

function factsOf(model: Model): ModelFacts {
  const primaryKey = keyFacts(model, null, '', model.primaryKey.fields);
  const indexes = model.indexes.map((index) => {
    const title = index.origin === 'declared' ? `@index '${index.name}'` : `global secondary index '${index.name}'`;
    return keyFacts(model, index.name, title, index.fields);
  });
  const rules = [...(model.rules ?? []), ...model.fields.flatMap((field) => field.rules ?? [])];
  return {
    model,
    fields: new Map(model.fields.map((field) => [field.name, field])),
    primaryKey,
    indexes: new Map(indexes.map((facts) => [facts.index!, facts])),
    keys: [primaryKey, ...indexes],
    ownerFields: new Set(rules.flatMap((rule) => (rule.allow === 'owner' ? [rule.ownerField] : []))),
    checks: compileValidations(model),
  };
}

function keyFacts(model: Model, index: string | null, title: string, fields: readonly [string, ...string[]]): KeyFacts {
  // A position in an index ends with the primary key.
  const positioned = [...fields, ...(index === null ? [] : model.primaryKey.fields)];
  const typed = positioned.map((name) => [name, model.fields.find((field) => field.name === name)?.type]);
  return {
    index,
    title,
    fields,
    hash: fields[0],
    sortFields: fields.slice(1),
    sortAttribute: sortAttribute(fields),
    composite: compositeAttribute(fields),
    identity: createHash('sha256')
      .update(JSON.stringify([model.name, index, typed]))
      .digest('base64url'),
  };
}
