import type { kind, presence, shape, value } from '../phantom.ts';
import type { EntryOf, Flatten, PartsOf, SchemaContext } from './context.ts';
import type { ModelRecord } from './model-record.ts';

/** Keys of the fields with a presence. */
export type KeysWith<Fields, Presence> = {
  [K in keyof Fields]: Fields[K] extends { readonly [presence]: Presence } ? K : never;
}[keyof Fields];

/** TypeScript type of a field's values; `null` included where they may be null. */
export type FieldValue<Field, Context extends SchemaContext> = Field extends { readonly [value]: infer V }
  ? V
  : Field extends {
        readonly [kind]: 'ref';
        readonly [shape]: { readonly link: infer Link; readonly wrap: infer Wrap extends keyof Wrapped<unknown> };
      }
    ? Wrapped<EntryValue<EntryOf<Context, Link>, Context>>[Wrap]
    : Field extends { readonly [kind]: 'customType'; readonly [shape]: infer Fields }
      ? FieldsRecord<Fields, Context> | null
      : never;

interface Wrapped<T> {
  readonly nullable: T | null;
  readonly required: T;
  readonly '[E]': (T | null)[] | null;
  readonly '[E!]': T[] | null;
  readonly '[E]!': (T | null)[];
  readonly '[E!]!': T[];
}

/** Type of what a reference to a top-level entry gives, before nullability. */
export type EntryValue<Entry, Context extends SchemaContext> = Entry extends {
  readonly [kind]: 'enum';
  readonly [value]: infer V;
}
  ? NonNullable<V>
  : Entry extends { readonly [kind]: 'customType'; readonly [shape]: infer Fields }
    ? FieldsRecord<Fields, Context>
    : Entry extends { readonly [kind]: 'model' }
      ? ModelRecord<PartsOf<Entry>, Context>
      : never;

/** A custom type's value, or the arguments of an operation. */
export type FieldsRecord<Fields, Context extends SchemaContext> = Flatten<
  { [K in KeysWith<Fields, 'required'>]: FieldValue<Fields[K], Context> } & {
    [K in KeysWith<Fields, 'optional'>]?: FieldValue<Fields[K], Context>;
  }
>;
