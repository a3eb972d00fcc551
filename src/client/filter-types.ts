interface Comparable<Value> {
  readonly eq?: Value | null;
  readonly ne?: Value | null;
  readonly gt?: Value;
  readonly ge?: Value;
  readonly lt?: Value;
  readonly le?: Value;
  readonly between?: readonly [Value, Value];
}

interface Text<Value extends string> extends Omit<Comparable<string>, 'eq' | 'ne'> {
  readonly eq?: Value | null;
  readonly ne?: Value | null;
  readonly contains?: string;
  readonly notContains?: string;
  readonly beginsWith?: string;
}

interface Exists {
  readonly attributeExists?: boolean;
}

interface OneOf<Value> {
  readonly in?: readonly Value[];
  readonly notIn?: readonly Value[];
}

interface Equal {
  readonly eq?: boolean | null;
  readonly ne?: boolean | null;
}

interface TextFilter<Value extends string> extends Text<Value>, Exists {
  readonly size?: Comparable<number>;
}
interface NumberFilter extends Comparable<number>, Exists {}
interface BooleanFilter extends Equal, Exists {}
interface TextEventFilter<Value extends string> extends Text<Value>, OneOf<Value> {}
interface NumberEventFilter extends Comparable<number>, OneOf<number> {}

/** Lists are searched by their elements (`contains`); JSON and custom types have the operators of text. */
type Condition<Value> = [Value] extends [number]
  ? NumberFilter
  : [Value] extends [boolean]
    ? BooleanFilter
    : TextFilter<[Value] extends [string] ? Value : string>;

type EventCondition<Value> = [Value] extends [number]
  ? NumberEventFilter
  : [Value] extends [boolean]
    ? Equal
    : TextEventFilter<[Value] extends [string] ? Value : string>;

/** Relations are functions on a record. */
type Filterable<Record> = {
  [Name in keyof Record]-?: NonNullable<Record[Name]> extends (...values: never[]) => unknown ? never : Name;
}[keyof Record];

interface Connectives<Filter> {
  readonly and?: Filter | readonly Filter[];
  readonly or?: Filter | readonly Filter[];
  readonly not?: Filter;
}

/** `filter` of `list` and of index queries, for records of a model. */
export type ModelFilter<Record> = {
  readonly [Name in Filterable<Record>]?: Condition<NonNullable<Record[Name]>>;
} & Connectives<ModelFilter<Record>>;

/** `filter` of `onCreate`, `onUpdate` and `onDelete`: other operators, as the server decides on single records. */
export type EventFilter<Record> = {
  readonly [Name in Filterable<Record>]?: EventCondition<NonNullable<Record[Name]>>;
} & Connectives<EventFilter<Record>>;
