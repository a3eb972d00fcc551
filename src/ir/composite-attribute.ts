/**
 * Name of the stored attribute that holds a composite sort key: its field names joined by `#`. Its value is the
 * fields' values joined likewise. `null` for keys of one or two fields, whose sort field is its own attribute.
 * `reference/runtime.md` section 2.1.
 */
export function compositeAttribute(keyFields: readonly string[]): string | null {
  return keyFields.length > 2 ? keyFields.slice(1).join('#') : null;
}
