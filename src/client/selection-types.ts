type Element<Value> = NonNullable<Value> extends readonly (infer Inner)[] ? NonNullable<Inner> : NonNullable<Value>;

/** Scalars, enums, JSON and lists of them; not models and custom types. */
type IsLeaf<Value> = [Element<Value>] extends [object] ? false : true;

/** Paths that a selection set may hold: `id`, `author.name`, `comments.*`, `*`; up to four objects deep. */
export type SelectionPath<Model> = '*' | PathIn<Model>;

type PathIn<Model, Depth extends readonly 0[] = []> = Depth['length'] extends 4
  ? never
  : {
      [Name in keyof Model & string]: IsLeaf<Model[Name]> extends true
        ? Name
        : `${Name}.*` | `${Name}.${PathIn<Element<Model[Name]>, [...Depth, 0]>}`;
    }[keyof Model & string];

type Head<Path extends string> = Path extends `${infer Name}.${string}` ? Name : Path;
type Tail<Path extends string, Name extends string> = Path extends `${Name}.${infer Rest}` ? Rest : never;

/**
 * Whether an object is a custom type: one inside a custom type is, and one inside a model that lacks the time stamps
 * that every model has.
 */
type IsCustom<Parent, Value, InCustom> = InCustom extends true
  ? true
  : 'updatedAt' extends keyof Parent
    ? 'updatedAt' extends keyof Element<Value>
      ? false
      : true
    : false;

/** What `*` selects of a level: everything but relations. */
type OwnFields<Model, InCustom> = {
  [Name in keyof Model & string]: IsLeaf<Model[Name]> extends true
    ? Name
    : IsCustom<Model, Model[Name], InCustom> extends true
      ? Name
      : never;
}[keyof Model & string];

type Leaf<Value> = Exclude<Value, undefined> | (undefined extends Value ? null : never);

/** A value whose objects are replaced: a list stays a list, and what may be absent is null. */
type Rebuilt<Value, Inner> =
  | (NonNullable<Value> extends readonly (infer Item)[] ? (Inner | Extract<Item, null>)[] : Inner)
  | Extract<Value, null>
  | (undefined extends Value ? null : never);

/** A custom type with all its fields. */
type Complete<Record> = {
  readonly [Name in keyof Record]-?: IsLeaf<Record[Name]> extends true
    ? Leaf<Record[Name]>
    : Rebuilt<Record[Name], Complete<Element<Record[Name]>>>;
};

type Inside<Parent, Value, Path extends string, IsWhole, InCustom> =
  IsCustom<Parent, Value, InCustom> extends true
    ? [IsWhole | Extract<Path, '*'>] extends [never]
      ? Rebuilt<Value, Selected<Element<Value>, Path, true>>
      : Rebuilt<Value, Complete<Element<Value>>>
    : Rebuilt<Value, Selected<Element<Value>, Path>>;

/** A record with just the selected fields; what is optional in the model is null. */
export type Selected<Model, Path extends string, InCustom = false> = {
  readonly [Name in keyof Model & string as Name extends
    | Head<Path>
    | ('*' extends Path ? OwnFields<Model, InCustom> : never)
    ? Name
    : never]-?: IsLeaf<Model[Name]> extends true
    ? Leaf<Model[Name]>
    : Inside<Model, Model[Name], Tail<Path, Name>, Extract<Path, '*'>, InCustom>;
};

/** What a call with these paths gives: `SelectionSet<Schema['Post'], ['id', 'author.*']>`. */
export type SelectionSet<Entry, Paths extends readonly string[]> = Entry extends {
  readonly __meta: { readonly flatModel: infer Model };
}
  ? Selected<Model, Paths[number]>
  : never;
