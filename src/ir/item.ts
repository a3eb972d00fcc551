/**
 * One stored record: attribute name to value. Values are JSON values; AWSJSON is kept as its text, a custom type is an
 * object, an absent attribute and `null` mean the same. Composite key attributes (`a#b`) are attributes like others.
 */
export type Item = Readonly<Record<string, unknown>>;
