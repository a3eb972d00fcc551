/** Conditions on text. */
export interface StringCondition<T extends string = string> {
  attributeExists?: boolean;
  beginsWith?: string;
  between?: [string, string];
  contains?: string;
  eq?: T;
  ge?: string;
  gt?: string;
  le?: string;
  lt?: string;
  ne?: T;
  notContains?: string;
  size?: SizeCondition;
}

/** Conditions on numbers. */
export interface NumberCondition {
  attributeExists?: boolean;
  between?: [number, number];
  eq?: number;
  ge?: number;
  gt?: number;
  le?: number;
  lt?: number;
  ne?: number;
}

/** Conditions on the length of a text or list. */
export interface SizeCondition {
  between?: [number, number];
  eq?: number;
  ge?: number;
  gt?: number;
  le?: number;
  lt?: number;
  ne?: number;
}

/** Conditions on the several sort fields of a key at once. */
export interface CompositeCondition<Key> {
  eq?: Key;
  le?: Key;
  lt?: Key;
  ge?: Key;
  gt?: Key;
  between?: [Key, Key];
  beginsWith?: Partial<Key>;
}

/** Condition on a sort field whose values are of a type. */
export type ConditionOn<T> = [T] extends [number] ? NumberCondition : StringCondition<T & string>;
