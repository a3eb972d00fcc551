type Element<Value> = NonNullable<Value> extends readonly (infer Inner)[] ? NonNullable<Inner> : NonNullable<Value>;

/** Scalars, enums, JSON and lists of them; not models and custom types. */
type IsLeaf<Value> = [Element<Value>] extends [object] ? false : true;

/** Paths that a selection set may hold: `id`, `author.name`, `comments.*`; up to four relations deep. */
export type SelectionPath<Model, Depth extends readonly 0[] = []> = Depth['length'] extends 4
  ? never
  : {
      [Name in keyof Model & string]: IsLeaf<Model[Name]> extends true
        ? Name
        : `${Name}.*` | `${Name}.${SelectionPath<Element<Model[Name]>, [...Depth, 0]>}`;
    }[keyof Model & string];

type Head<Path extends string> = Path extends `${infer Name}.${string}` ? Name : Path;
type Tail<Path extends string, Name extends string> = Path extends `${Name}.${infer Rest}` ? Rest : never;
type Leaves<Model> = { [Name in keyof Model & string]: IsLeaf<Model[Name]> extends true ? Name : never }[keyof Model &
  string];

type Inside<Value, Path extends string> =
  | (NonNullable<Value> extends readonly unknown[] ? Selected<Element<Value>, Path>[] : Selected<Element<Value>, Path>)
  | Extract<Value, null>
  | (undefined extends Value ? null : never);

/** A record with just the selected fields; what is optional in the model is null. */
export type Selected<Model, Path extends string> = {
  readonly [Name in keyof Model & string as Name extends Head<Path> | ('*' extends Path ? Leaves<Model> : never)
    ? Name
    : never]-?: IsLeaf<Model[Name]> extends true
    ? Exclude<Model[Name], undefined> | (undefined extends Model[Name] ? null : never)
    : Inside<Model[Name], Tail<Path, Name>>;
};
