/** What databases spell differently. Arguments are SQL expressions; results never depend on the parameters' order. */
export interface SqlDialect {
  /** Whether text contains the text of one placeholder, which the expression holds. */
  textContains(column: string): string;
  /** Whether text ends with the text of one placeholder, which the expression holds. */
  textEndsWith(column: string): string;
  /** Whether a JSON list contains a scalar element: one placeholder for its JSON type, one for its value. */
  listContainsScalar(column: string): string;
  /** Whether a JSON list contains a list or object: one placeholder, canonical JSON text. */
  listContainsJson(column: string): string;
  /** Whether the value is an element of a JSON list of texts or whole numbers: one placeholder, the JSON text. */
  isElementOf(column: string): string;
  /** Characters of a text. */
  textSize(column: string): string;
  /** Elements of a JSON list, members of a JSON object. */
  jsonSize(column: string): string;
  /** `array` or `object`. */
  jsonType(column: string): string;
  /** Equality of two values of which either may be NULL, as TRUE or FALSE. */
  readonly is: string;
  readonly isNot: string;
}
